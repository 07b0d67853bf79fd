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
  int pad() const { return static_cast<int>(layers_.size()) + 1; }
  bool sees_spaces() const { return sees_spaces_; }

  // What the encoder wants to know of each key, `entry_size()` floats, to `out`.
  void embed(const LexemeStore& lexemes, std::span<const EmbeddingKey> keys, std::vector<float>& scratch,
             float* out) const;
  size_t entry_size() const { return first_.entry_size(); }

  // Two buffers that the layers fill in turn.
  struct Rows {
    std::vector<float> buffers[2];
    std::vector<float> scratch;
  };
  // Encodes rows given by their entries. The first and last entry are guards and must be of zeros, as are those of pad
  // rows; the rows between, a multiple of WindowLayer::kRows, come back, `width()` floats each. A document must begin
  // at such a multiple.
  const float* encode(std::span<const float* const> entries, Rows& rows) const;

 private:
  enum class Column { Norm, Prefix, Suffix, Shape, Spacy, IsSpace };
  struct HashTable {
    Column column;
    uint32_t seed = 0, rows = 0;
    std::vector<float> values;
  };
  // One maxout layer and its norm as the file has them.
  struct Layer {
    std::vector<float> weights, bias;
    int pieces = 0;
    LayerNorm norm;
  };
  static Result<Layer> load_layer(const ThincModel& model, const ThincLayer& maxout, const ThincLayer& norm, int inputs,
                                  int outputs);

  int width_ = 0, mixer_width_ = 0;
  bool sees_spaces_ = false;
  std::vector<HashTable> tables_;
  const Vectors* vectors_ = nullptr;
  PackedWeights projection_;  // of the static vectors; 0 outputs where the network has none
  PackedWeights mixer_;
  LayerNorm mixer_norm_;
  FirstLayer first_;
  std::vector<WindowLayer> layers_;  // after the first
};

}  // namespace depeche::nlp
