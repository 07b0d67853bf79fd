// Pages of lists that have no number of their own to go on from. Within this folder.
#pragma once

#include <string>
#include <string_view>

#include "serve/parameters.h"
#include "store/query.h"
#include "store/sqlite.h"

namespace depeche::serve {

// What closes the object of a page: `"next": "CURSOR"}`, or null where `cursor` is "".
std::string next_of(const std::string& cursor);
// How many rows come before this page. InvalidArgument for another list's cursor.
[[nodiscard]] Result<int64_t> offset_of(const Asked& asked);
// `{"name": […], "next": …}` of the rows of `sql`, which ends before its LIMIT, from the page's offset on. `after`
// follows the LIMIT, where that stands in a question within.
[[nodiscard]] Result<std::string> page_of(store::Connection& db, const Asked& asked, std::string_view name,
                                          const std::string& sql, const store::Filter& filter,
                                          std::string_view after = {});

}  // namespace depeche::serve
