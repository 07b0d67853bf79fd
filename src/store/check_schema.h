// Whether tables, views and indices are there as a new file has them. More may be there: they are the user's own.
#pragma once

#include <string>
#include <vector>

#include "store/sqlite.h"

namespace depeche::store {

[[nodiscard]] Result<void> check_schema(Connection& db, std::vector<std::string>& faults);

}  // namespace depeche::store
