// Pages of lists. Within this folder.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "serve/parameters.h"
#include "store/listing.h"
#include "store/query.h"
#include "store/sqlite.h"

namespace depeche::serve {

// What closes the object of a page: `"next": "CURSOR"}`, or null where `cursor` is "".
std::string next_of(const std::string& cursor);
// How many rows come before this page of a list that is ordered by what changes. InvalidArgument for another list's
// cursor.
[[nodiscard]] Result<int64_t> offset_of(const Asked& asked);
// `{"name": […], "next": …}` of rows of one of the store's lists, from the row on that the cursor names: what is added
// meanwhile moves none of them to another page. `sql` shows them, their numbers given as JSON. Each object has an array
// besides for each of `parts`: the rows of its question, whose mark is the row's number.
struct Part {
  std::string_view name, sql;
};
[[nodiscard]] Result<std::string> shown_rows(store::Connection& db, std::string_view name,
                                             const std::vector<int64_t>& numbers, const std::string& cursor,
                                             const std::string& sql, std::initializer_list<Part> parts);
[[nodiscard]] Result<std::string> page_of_rows(store::Connection& db, const Asked& asked, std::string_view name,
                                               store::Listed what, const std::string& sql,
                                               std::initializer_list<Part> parts = {});

}  // namespace depeche::serve
