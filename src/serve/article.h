// An article of the store as a record again.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "store/sqlite.h"

namespace depeche::serve {

// The record's members under their names, each at its place; of places, where they are mentioned is not kept. NotFound.
[[nodiscard]] Result<std::string> article_record(store::Connection& db, std::string_view id);

}  // namespace depeche::serve
