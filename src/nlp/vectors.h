// Static word vectors: many keys share one row. Internal to depeche::nlp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "nlp/hash.h"
#include "nlp/package.h"

namespace depeche::nlp {

class Vectors {
 public:
  // Reads vocab/vectors, vocab/key2row and vocab/vectors.cfg; a package without them has width 0.
  [[nodiscard]] static Result<Vectors> load(const Package& package);

  int width() const { return width_; }
  // `width()` floats, or null where the key has none.
  const float* find(StringId key) const;

 private:
  struct Slot {
    StringId key;
    uint32_t row_plus_1;
  };
  int width_ = 0;
  std::vector<float> rows_;
  std::vector<Slot> slots_;  // open addressing, size a power of two
};

}  // namespace depeche::nlp
