// Token embeddings in context: hashed features and static vectors, a mixer, and a convolutional encoder.
// Internal to depeche::nlp.
#pragma once

#include <span>
#include <vector>

#include "base/error.h"
#include "nlp/kernels.h"
#include "nlp/lexemes.h"
#include "nlp/thinc.h"
#include "nlp/vectors.h"

namespace depeche::nlp {

// A lexeme and whether a space follows: all that the embedding of a token depends on.
struct EmbeddingKey {
  LexemeId lexeme = 0;
  bool space_after = false;
};

class Tok2Vec {
 public:
  // `vectors` must outlive the network.
  [[nodiscard]] static Result<Tok2Vec> load(const ThincModel& model, const Vectors& vectors);

  int width() const { return width_; }
  // Zero rows that stand before, between and after the documents of a batch.
  int pad() const { return static_cast<int>(layers_.size()); }
  bool sees_spaces() const { return sees_spaces_; }

  // Mixer outputs, `width()` floats for each key, to `out`.
  void embed(const LexemeStore& lexemes, std::span<const EmbeddingKey> keys, std::vector<float>& scratch,
             float* out) const;
  // Encodes `rows` rows in place. The row before `x` and the one after the last must be readable and zero.
  void encode(float* x, size_t rows, std::vector<float>& scratch) const;

 private:
  enum class Column { Norm, Prefix, Suffix, Shape, Spacy, IsSpace };
  struct HashTable {
    Column column;
    uint32_t seed = 0, rows = 0;
    std::vector<float> values;
  };
  struct Layer {
    PackedWeights weights;
    std::vector<float> gain, bias;
  };
  static Result<Layer> load_layer(const ThincModel& model, const ThincLayer& maxout, const ThincLayer& norm, int inputs,
                                  int outputs);

  int width_ = 0, mixer_width_ = 0;
  bool sees_spaces_ = false;
  std::vector<HashTable> tables_;
  const Vectors* vectors_ = nullptr;
  PackedWeights projection_;  // of the static vectors; 0 outputs where the network has none
  Layer mixer_;
  std::vector<Layer> layers_;
};

}  // namespace depeche::nlp
