// A thinc model file: the layers of one network with their parameters, by the names that thinc gives them.
// Internal to depeche::nlp.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"
#include "nlp/msgpack.h"

namespace depeche::nlp {

struct ThincLayer {
  std::string name;
  std::map<std::string, int64_t, std::less<>> refs;                 // role -> index of a layer
  std::map<std::string, std::string_view, std::less<>> attributes;  // each a MessagePack document
  std::map<std::string, NdArray, std::less<>> params;
};

class ThincModel {
 public:
  // `label` names the file in errors. Keeps `bytes`: arrays are views into them.
  [[nodiscard]] static Result<ThincModel> read(Bytes bytes, std::string label);

  const std::vector<ThincLayer>& layers() const { return layers_; }
  // The layers of that name, in the order of the file, which is that of the network.
  std::vector<const ThincLayer*> named(std::string_view name) const;
  // The layer that `role` of the root refers to; an error where there is none.
  [[nodiscard]] Result<const ThincLayer*> referred(std::string_view role) const;
  // A parameter of a wanted shape, -1 for any extent.
  [[nodiscard]] Result<NdArray> param(const ThincLayer& layer, std::string_view name,
                                      const std::vector<int64_t>& shape) const;
  [[nodiscard]] Result<int64_t> integer(const ThincLayer& layer, std::string_view attribute) const;
  [[nodiscard]] Result<std::vector<std::string>> texts(const ThincLayer& layer, std::string_view attribute) const;
  tl::unexpected<Error> unsupported(std::string message) const;

 private:
  Bytes bytes_;
  std::string label_;
  std::vector<ThincLayer> layers_;
};

// The floats of an array, aligned and owned.
std::vector<float> to_floats(const NdArray& array);

}  // namespace depeche::nlp
