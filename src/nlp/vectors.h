// Static word vectors: many keys share one row. Internal to depeche::nlp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "nlp/flat_table.h"
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
  int width_ = 0;
  std::vector<float> file_;  // the rows, after an npy header of first_ floats
  size_t first_ = 0;
  FlatTable<StringId, uint32_t> row_of_;
};

}  // namespace depeche::nlp
