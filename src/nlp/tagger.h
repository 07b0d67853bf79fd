// Part of speech and morphology, or tag, of each token: one linear layer, the first best class. Internal to
// depeche::nlp.
#pragma once

#include <string>
#include <vector>

#include "nlp/analysis.h"
#include "nlp/kernels.h"
#include "nlp/thinc.h"

namespace depeche::nlp {

class Tagger {
 public:
  enum class Kind { Tags, Morphology };  // the pipes tagger and morphologizer
  // `config`: the pipe's cfg, JSON, whose label order is the class order.
  [[nodiscard]] static Result<Tagger> load(Kind kind, const ThincModel& model, std::string_view config,
                                           const std::string& config_label, int width);

  struct Class {
    Upos pos = Upos::None;
    LabelId tag = 0, morph = 0;
  };
  // Tags by LabelId; 0 is "".
  const std::vector<std::string>& tags() const { return tags_; }
  // FEATS strings by LabelId; 0 is "".
  const std::vector<std::string>& morphs() const { return morphs_; }
  // The class of each of n tokens; the vector is replaced.
  void tag(const float* tokens, size_t stride, size_t n, std::vector<float>& scratch, std::vector<Class>& out) const;

 private:
  Result<void> read_tags(std::string_view config, const std::string& label);
  Result<void> read_morphology(std::string_view config, const std::string& label);

  PackedWeights weights_;
  std::vector<float> penalties_;
  std::vector<Class> classes_;
  std::vector<std::string> tags_ = {""}, morphs_ = {""};
};

}  // namespace depeche::nlp
