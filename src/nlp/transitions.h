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

  // What each token of one document adds as each feature, computed for kBlock tokens at a time when first asked for,
  // the oldest making room: memory is bounded, and what is in use stays near.
  class Table {
   public:
   private:
    friend class TransitionScorer;
    static constexpr size_t kBlock = 32, kKept = 32;  // tokens; blocks
    size_t tokens_ = 0, next_ = 0;
    std::vector<float> projected_;  // [token][kHidden]
    std::vector<float> blocks_;     // [kept block][token of it][row]
    std::vector<int32_t> kept_as_;  // by block; -1 = not kept
    std::vector<size_t> block_of_;  // by kept block
  };
  void prepare(const float* tokens, size_t token_stride, size_t n, Table& table) const;
  // The hidden layer of a state, kHidden floats. ids: tokens, one for each feature, -1 for none.
  void hidden(Table& table, std::span<const int32_t> ids, float* out) const;
  // Scores of all classes of `states` states, padded_classes() floats each.
  void score(const float* hidden, size_t states, float* scores) const;
  static constexpr int kHidden = 64;
  static constexpr size_t kMaxFeatures = 8;
  size_t padded_classes() const { return static_cast<size_t>(upper_.padded_outputs()); }

 private:
  static constexpr int kPieces = 2;
  void compute_block(Table& table, size_t block) const;
  size_t row_size() const { return static_cast<size_t>(features_) * kHidden * kPieces; }

  int features_ = 0;
  PackedWeights project_;       // token -> hidden
  PackedWeights lower_;         // hidden -> [feature][piece][hidden]
  std::vector<float> bias_;     // [piece][hidden]
  std::vector<float> missing_;  // one row of `lower_`
  PackedWeights upper_;         // hidden -> classes
};

}  // namespace depeche::nlp
