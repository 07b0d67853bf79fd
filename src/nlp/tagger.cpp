#include "nlp/tagger.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "nlp/hash.h"

namespace depeche::nlp {

Result<Morphologizer> Morphologizer::load(const ThincModel& model, std::string_view config,
                                          const std::string& config_label, int width) {
  Morphologizer net;
  const auto json = nlohmann::ordered_json::parse(config, nullptr, false);
  if (!json.is_object() || !json.contains("labels_morph") || !json.contains("labels_pos") ||
      !json["labels_morph"].is_object()) {
    return fail(Error::Code::Malformed, "no labels_morph and labels_pos", {config_label});
  }
  net.morphs_ = {""};
  for (const auto& [label, feats] : json["labels_morph"].items()) {
    const auto pos = json["labels_pos"].find(label);
    const bool numbered = pos != json["labels_pos"].end() && pos->is_number_unsigned();
    Class c;
    c.pos = numbered ? upos_from(symbol_name(pos->get<StringId>())) : Upos::None;
    if (!feats.is_string() || !numbered || (c.pos == Upos::None && pos->get<StringId>() != 0)) {
      return fail(Error::Code::Unsupported, fmt::format("the label '{}' has no known part of speech", label),
                  {config_label});
    }
    const std::string morph = feats.get<std::string>();
    const auto at = std::find(net.morphs_.begin(), net.morphs_.end(), morph);
    c.morph = static_cast<LabelId>(at - net.morphs_.begin());
    if (at == net.morphs_.end()) net.morphs_.push_back(morph);
    net.classes_.push_back(c);
  }
  const auto layers = model.named("softmax");
  if (layers.size() != 1) return model.unsupported(fmt::format("{} output layers, expected 1", layers.size()));
  const auto n = static_cast<int64_t>(net.classes_.size());
  net.weights_ = PackedWeights::pack(to_floats(DEPECHE_TRY(model.param(*layers[0], "W", {n, width}))).data(),
                                     to_floats(DEPECHE_TRY(model.param(*layers[0], "b", {n}))).data(),
                                     static_cast<int>(n), 1, width);
  return net;
}

void Morphologizer::tag(const float* tokens, size_t stride, size_t n, std::vector<float>& scratch,
                        std::vector<Class>& out) const {
  const auto columns = static_cast<size_t>(weights_.padded_outputs());
  scratch.resize(n * columns);
  kernels().affine(weights_, tokens, stride, n, scratch.data(), columns);
  out.resize(n);
  for (size_t i = 0; i < n; ++i) {
    const float* const row = scratch.data() + i * columns;
    out[i] = classes_[static_cast<size_t>(std::max_element(row, row + classes_.size()) - row)];
  }
}

}  // namespace depeche::nlp
