#include "nlp/thinc.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstring>

namespace depeche::nlp {
namespace {

void read_node(MsgpackReader& reader, ThincLayer& layer) {
  for (uint32_t keys = reader.map(); keys > 0 && reader.ok(); --keys) {
    const std::string_view key = reader.text();
    if (key == "name") {
      layer.name = reader.text();
    } else if (key == "refs") {
      for (uint32_t n = reader.map(); n > 0 && reader.ok(); --n) {
        const std::string role(reader.text());
        if (!reader.skip_nil()) layer.refs[role] = reader.integer();
      }
    } else {
      reader.skip();
    }
  }
}

void read_attributes(MsgpackReader& reader, ThincLayer& layer) {
  for (uint32_t n = reader.map(); n > 0 && reader.ok(); --n) {
    const std::string name(reader.text());
    if (reader.next_is_text())
      layer.attributes[name] = reader.text();
    else
      reader.skip();
  }
}

void read_params(MsgpackReader& reader, ThincLayer& layer) {
  for (uint32_t n = reader.map(); n > 0 && reader.ok(); --n) {
    const std::string name(reader.text());
    if (reader.skip_nil()) continue;
    NdArray array;
    if (read_ndarray(reader, array)) layer.params[name] = std::move(array);
  }
}

}  // namespace

Result<ThincModel> ThincModel::read(Bytes bytes, std::string label) {
  ThincModel model;
  model.bytes_ = std::move(bytes);
  model.label_ = std::move(label);
  MsgpackReader reader(model.bytes_.view(), model.label_);
  const auto grow = [&model](uint32_t n) {
    if (model.layers_.size() < n) model.layers_.resize(n);
  };
  for (uint32_t keys = reader.map(); keys > 0 && reader.ok(); --keys) {
    const std::string_view key = reader.text();
    if (key != "nodes" && key != "attrs" && key != "params") {
      reader.skip();
      continue;
    }
    const uint32_t n = reader.array();
    grow(n);
    for (uint32_t i = 0; i < n && reader.ok(); ++i) {
      if (key == "nodes")
        read_node(reader, model.layers_[i]);
      else if (key == "attrs")
        read_attributes(reader, model.layers_[i]);
      else
        read_params(reader, model.layers_[i]);
    }
  }
  if (!reader.ok()) return reader.error();
  if (model.layers_.empty()) return fail(Error::Code::Malformed, "no layers: not a thinc model", {model.label_});
  return model;
}

std::vector<const ThincLayer*> ThincModel::named(std::string_view name) const {
  std::vector<const ThincLayer*> out;
  for (const ThincLayer& layer : layers_) {
    if (layer.name == name) out.push_back(&layer);
  }
  return out;
}

Result<const ThincLayer*> ThincModel::referred(std::string_view role) const {
  const auto ref = layers_[0].refs.find(role);
  if (ref == layers_[0].refs.end() || ref->second < 0 || ref->second >= static_cast<int64_t>(layers_.size())) {
    return unsupported(fmt::format("the network has no '{}' layer", role));
  }
  return &layers_[static_cast<size_t>(ref->second)];
}

tl::unexpected<Error> ThincModel::unsupported(std::string message) const {
  return fail(Error::Code::Unsupported, std::move(message), {label_});
}

Result<NdArray> ThincModel::param(const ThincLayer& layer, std::string_view name,
                                  const std::vector<int64_t>& shape) const {
  const auto at = layer.params.find(name);
  if (at == layer.params.end()) return unsupported(fmt::format("layer '{}' has no parameter '{}'", layer.name, name));
  const NdArray& array = at->second;
  bool fits = array.shape.size() == shape.size();
  for (size_t i = 0; fits && i < shape.size(); ++i) fits = shape[i] < 0 || array.shape[i] == shape[i];
  if (!fits) {
    return unsupported(fmt::format("parameter '{}' of layer '{}' has shape ({}), expected ({})", name, layer.name,
                                   fmt::join(array.shape, ", "), fmt::join(shape, ", ")));
  }
  return array;
}

Result<int64_t> ThincModel::integer(const ThincLayer& layer, std::string_view attribute) const {
  const auto at = layer.attributes.find(attribute);
  if (at == layer.attributes.end()) {
    return unsupported(fmt::format("layer '{}' has no attribute '{}'", layer.name, attribute));
  }
  MsgpackReader reader(at->second, label_);
  const int64_t value = reader.integer();
  if (!reader.ok()) return reader.error();
  return value;
}

Result<std::vector<std::string>> ThincModel::texts(const ThincLayer& layer, std::string_view attribute) const {
  const auto at = layer.attributes.find(attribute);
  if (at == layer.attributes.end()) {
    return unsupported(fmt::format("layer '{}' has no attribute '{}'", layer.name, attribute));
  }
  MsgpackReader reader(at->second, label_);
  std::vector<std::string> out;
  for (uint32_t n = reader.array(); n > 0 && reader.ok(); --n) out.emplace_back(reader.text());
  if (!reader.ok()) return reader.error();
  return out;
}

std::vector<float> to_floats(const NdArray& array) {
  std::vector<float> out(array.data.size() / sizeof(float));
  std::memcpy(out.data(), array.data.data(), out.size() * sizeof(float));
  return out;
}

}  // namespace depeche::nlp
