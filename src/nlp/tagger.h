// Part of speech and morphology of each token: one linear layer, the first best class. Internal to depeche::nlp.
#pragma once

#include <string>
#include <vector>

#include "nlp/analysis.h"
#include "nlp/kernels.h"
#include "nlp/thinc.h"

namespace depeche::nlp {

class Morphologizer {
 public:
  // `config`: the pipe's cfg, JSON, whose label order is the class order.
  [[nodiscard]] static Result<Morphologizer> load(const ThincModel& model, std::string_view config,
                                                  const std::string& config_label, int width);

  struct Class {
    Upos pos = Upos::None;
    LabelId morph = 0;
  };
  // FEATS strings by LabelId; 0 is "".
  const std::vector<std::string>& morphs() const { return morphs_; }
  // The class of each of n tokens; the vector is replaced.
  void tag(const float* tokens, size_t stride, size_t n, std::vector<float>& scratch, std::vector<Class>& out) const;

 private:
  PackedWeights weights_;
  std::vector<Class> classes_;
  std::vector<std::string> morphs_;
};

}  // namespace depeche::nlp
