// Pages of lists that have no number of their own to go on from. Within this folder.
#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "serve/parameters.h"
#include "store/query.h"
#include "store/sqlite.h"

namespace depeche::serve {

// What closes the object of a page: `"next": "CURSOR"}`, or null where `cursor` is "".
std::string next_of(const std::string& cursor);
// How many rows come before this page. InvalidArgument for another list's cursor.
[[nodiscard]] Result<int64_t> offset_of(const Asked& asked);
// `{"name": […], "next": …}` of the rows of `sql`, which ends before its LIMIT, from the page's offset on.
[[nodiscard]] Result<std::string> page_of(store::Connection& db, const Asked& asked, std::string_view name,
                                          const std::string& sql, const store::Filter& filter);

// The same of rows by their numbers: `find` gives those of a limit and an offset, and `sql` shows them, given as JSON.
// Each object has an array besides for each of `parts`: the rows of its question, whose mark is the row's number.
struct Part {
  std::string_view name, sql;
};
using FindRows = std::function<Result<std::vector<int64_t>>(int64_t limit, int64_t offset)>;
[[nodiscard]] Result<std::string> page_of_rows(store::Connection& db, const Asked& asked, std::string_view name,
                                               const FindRows& find, const std::string& sql,
                                               std::initializer_list<Part> parts = {});

}  // namespace depeche::serve
