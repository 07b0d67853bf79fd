// Named entities by greedy BILUO transitions. Internal to depeche::nlp.
#pragma once

#include <string>
#include <vector>

#include "nlp/analysis.h"
#include "nlp/transitions.h"

namespace depeche::nlp {

struct RecogniserScratch {
  TransitionScorer::Table table;
  std::vector<float> hidden, scores;
};

class EntityRecogniser {
 public:
  [[nodiscard]] static Result<EntityRecogniser> load(const ThincModel& model, std::string_view moves,
                                                     const std::string& moves_label, int width);

  const std::vector<std::string>& labels() const { return labels_; }
  // Appends the entities of one document, whose tokens count from `first`.
  void recognise(const float* tokens, size_t stride, size_t n, const std::vector<bool>& is_space,
                 const std::vector<bool>& sentence_start, TokenIndex first, RecogniserScratch& scratch,
                 std::vector<EntitySpan>& out) const;

 private:
  struct Class {
    int kind = 0;
    int label = -1;  // -1: none
  };
  void set_penalties();

  TransitionScorer scorer_;
  std::vector<Class> classes_;
  std::vector<float> penalties_;  // by state, then class: 0, or -infinity where not valid
  std::vector<std::string> labels_;
};

}  // namespace depeche::nlp
