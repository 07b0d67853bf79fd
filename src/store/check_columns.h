#pragma once

#include <string>
#include <vector>

#include "store/sqlite.h"

namespace depeche::store {

// Adds to `faults` where columns, months of dyads and outlets tell something else than the rows.
[[nodiscard]] Result<void> check_columns(Connection& db, std::vector<std::string>& faults);

}  // namespace depeche::store
