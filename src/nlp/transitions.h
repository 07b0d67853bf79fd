// What the parser and the entity recogniser share: their actions, and the scores of a state. Internal to depeche::nlp.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "nlp/kernels.h"
#include "nlp/thinc.h"

namespace depeche::nlp {

// One class of a transition system.
struct Action {
  int kind = 0;
  std::string label;
};

// The classes of a "moves" file, in the order in which the network was trained: by kind, then by falling frequency,
// then by falling label. `kinds`: how many kinds the system has.
[[nodiscard]] Result<std::vector<Action>> read_moves(std::string_view bytes, const std::string& label, int kinds);

class TransitionScorer {
 public:
  [[nodiscard]] static Result<TransitionScorer> load(const ThincModel& model, int features, int width, size_t classes);

  // Precomputes what each of the `rows` tokens adds as each feature; buffers only grow.
  void prepare(const float* tokens, size_t token_stride, size_t rows, std::vector<float>& scratch,
               std::vector<float>& table) const;
  // The hidden layer of a state, kHidden floats. ids: rows of `table`, `features` of them, -1 for no token.
  void hidden(const std::vector<float>& table, std::span<const int32_t> ids, float* out) const;
  // Scores of all classes of `states` states, padded_classes() floats each.
  void score(const float* hidden, size_t states, float* scores) const;
  static constexpr int kHidden = 64;
  static constexpr size_t kMaxFeatures = 8;
  size_t padded_classes() const { return static_cast<size_t>(upper_.padded_outputs()); }

 private:
  static constexpr int kPieces = 2;
  size_t row_size() const { return static_cast<size_t>(features_) * kHidden * kPieces; }

  int features_ = 0;
  PackedWeights project_;       // token -> hidden
  PackedWeights lower_;         // hidden -> [feature][piece][hidden]
  std::vector<float> bias_;     // [piece][hidden]
  std::vector<float> missing_;  // one row of `lower_`
  PackedWeights upper_;         // hidden -> classes
};

}  // namespace depeche::nlp
