// Static word vectors: many keys share one row. Internal to depeche::nlp.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
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
  Bytes file_;
  const float* rows_ = nullptr;  // in file_
  FrozenTable<StringId, uint64_t> row_of_;
  Bytes table_;  // where row_of_ lies if it comes from a pack
};

}  // namespace depeche::nlp
