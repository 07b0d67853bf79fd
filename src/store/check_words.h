// Whether the index of words is that of the texts. Since 3.44 SQLite's own check looks into it, but older ones do only
// where they may write.
#pragma once

#include <string>
#include <vector>

#include "store/sqlite.h"

namespace depeche::store {

// Adds what is wrong. Takes as long as the texts were indexed.
[[nodiscard]] Result<void> check_words(Connection& db, std::vector<std::string>& faults);

}  // namespace depeche::store
