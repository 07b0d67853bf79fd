#include "nlp/tagger.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "nlp/hash.h"

namespace depeche::nlp {

Result<void> Tagger::read_tags(std::string_view config, const std::string& label) {
  const auto json = nlohmann::json::parse(config, nullptr, false);
  if (!json.is_object() || !json.contains("labels") || !json["labels"].is_array())
    return fail(Error::Code::Malformed, "no list of labels", {label});
  for (const auto& tag : json["labels"]) {
    if (!tag.is_string() || tags_.size() > UINT16_MAX)
      return fail(Error::Code::Malformed, "labels are no tags", {label});
    classes_.push_back({Upos::None, static_cast<LabelId>(tags_.size()), 0});
    tags_.push_back(tag.get<std::string>());
  }
  return {};
}

Result<void> Tagger::read_morphology(std::string_view config, const std::string& label) {
  const auto json = nlohmann::ordered_json::parse(config, nullptr, false);
  if (!json.is_object() || !json.contains("labels_morph") || !json.contains("labels_pos") ||
      !json["labels_morph"].is_object()) {
    return fail(Error::Code::Malformed, "no labels_morph and labels_pos", {label});
  }
  for (const auto& [name, feats] : json["labels_morph"].items()) {
    const auto pos = json["labels_pos"].find(name);
    const bool numbered = pos != json["labels_pos"].end() && pos->is_number_unsigned();
    Class c;
    c.pos = numbered ? upos_from(symbol_name(pos->get<StringId>())) : Upos::None;
    if (!feats.is_string() || !numbered || (c.pos == Upos::None && pos->get<StringId>() != 0)) {
      return fail(Error::Code::Unsupported, fmt::format("the label '{}' has no known part of speech", name), {label});
    }
    const std::string morph = feats.get<std::string>();
    const auto at = std::find(morphs_.begin(), morphs_.end(), morph);
    c.morph = static_cast<LabelId>(at - morphs_.begin());
    if (at == morphs_.end()) morphs_.push_back(morph);
    classes_.push_back(c);
  }
  return {};
}

Result<Tagger> Tagger::load(Kind kind, const ThincModel& model, std::string_view config,
                            const std::string& config_label, int width) {
  Tagger net;
  DEPECHE_CHECK(kind == Kind::Tags ? net.read_tags(config, config_label) : net.read_morphology(config, config_label));
  const auto layers = model.named("softmax");
  if (layers.size() != 1) return model.unsupported(fmt::format("{} output layers, expected 1", layers.size()));
  const auto n = static_cast<int64_t>(net.classes_.size());
  net.weights_ = PackedWeights::pack(to_floats(DEPECHE_TRY(model.param(*layers[0], "W", {n, width}))).data(),
                                     to_floats(DEPECHE_TRY(model.param(*layers[0], "b", {n}))).data(),
                                     static_cast<int>(n), 1, width);
  // The lanes past the last class never win.
  net.penalties_.assign(static_cast<size_t>(net.weights_.padded_outputs()), 0.0f);
  std::fill(net.penalties_.begin() + n, net.penalties_.end(), -std::numeric_limits<float>::infinity());
  return net;
}

void Tagger::tag(const float* tokens, size_t stride, size_t n, std::vector<float>& scratch,
                 std::vector<Class>& out) const {
  const auto columns = static_cast<size_t>(weights_.padded_outputs());
  scratch.resize(n * columns);
  kernels().affine(weights_, tokens, stride, n, scratch.data(), columns);
  out.resize(n);
  for (size_t i = 0; i < n; ++i) {
    const float* const row = scratch.data() + i * columns;
    out[i] = classes_[kernels().best(row, penalties_.data(), columns)];
  }
}

}  // namespace depeche::nlp
