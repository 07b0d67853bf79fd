// A coder that can be closed while others still work with it.
#pragma once

#include <memory>

#include "engine/line_coder.h"
#include "module.h"

namespace depeche::python {

struct PyCoder {
  std::shared_ptr<const engine::LineCoder> coder;  // null once closed; changed under the interpreter's lock

  std::shared_ptr<const engine::LineCoder> open() const {
    if (!coder) throw std::runtime_error("the coder is closed");
    return coder;
  }
};

}  // namespace depeche::python
