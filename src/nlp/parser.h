// Dependency trees by greedy arc-eager transitions, and the sentence starts that follow from them.
// Internal to depeche::nlp.
#pragma once

#include <string>
#include <vector>

#include "nlp/analysis.h"
#include "nlp/transitions.h"

namespace depeche::nlp {

struct ParserScratch {
  TransitionScorer::Table table;
  std::vector<float> scores;
  std::vector<int32_t> stack, rebuffer, last_left, last_right, previous;
  std::vector<bool> unshiftable, starts;
};

class DependencyParser {
 public:
  [[nodiscard]] static Result<DependencyParser> load(const ThincModel& model, std::string_view moves,
                                                     const std::string& moves_label, int width);

  // Labels of Labels::deprel, in order of LabelId: ROOT, dep, then the model's.
  const std::vector<std::string>& labels() const { return labels_; }

  // One document of n tokens: heads (own index for a root), label ids and sentence starts. is_space[i]: a token of
  // whitespace. Vectors are replaced.
  struct Tree {
    std::vector<int32_t> head;
    std::vector<LabelId> label;
    std::vector<bool> sentence_start;
  };
  void parse(const float* tokens, size_t stride, size_t n, const std::vector<bool>& is_space, ParserScratch& scratch,
             Tree& tree) const;

 private:
  struct Class {
    int kind = 0;
    LabelId label = 0;
  };
  // A projective label "X||Y" and its parts.
  struct Lifted {
    LabelId own = 0, head = 0;
    bool lifted = false;
  };
  void unlift(Tree& tree, const std::vector<bool>& is_space) const;
  LabelId label_id(const std::string& label);

  TransitionScorer scorer_;
  std::vector<Class> classes_;
  std::vector<float> penalties_;  // by set of valid kinds, then class: 0, or -infinity where not valid
  std::vector<std::string> labels_;
  std::vector<Lifted> lifted_;  // by LabelId
  bool any_lifted_ = false;
};

}  // namespace depeche::nlp
