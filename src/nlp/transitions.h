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

  // Precomputes what each of the `rows` tokens adds as each feature; one row more stands for "no token".
  void prepare(const float* tokens, size_t token_stride, size_t rows, std::vector<float>& scratch,
               std::vector<float>& table) const;
  // Scores of all classes to `scores`, which has room for padded_classes(). ids: rows of `table`, `features` of them.
  void score(const std::vector<float>& table, std::span<const int32_t> ids, float* scores) const;
  size_t padded_classes() const { return static_cast<size_t>(upper_.padded_outputs()); }

 private:
  static constexpr int kHidden = 64, kPieces = 2;
  size_t row_size() const { return static_cast<size_t>(features_) * kHidden * kPieces; }

  int features_ = 0;
  PackedWeights project_;       // token -> hidden
  PackedWeights lower_;         // hidden -> [feature][piece][hidden]
  std::vector<float> bias_;     // [piece][hidden]
  std::vector<float> missing_;  // one row of `lower_`
  PackedWeights upper_;         // hidden -> classes
};

}  // namespace depeche::nlp
