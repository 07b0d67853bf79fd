// Rows of what events lead to, in the order in which lists show them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/query.h"
#include "store/sqlite.h"

namespace depeche::store {

enum class Listed {
  Stories,   // of which an event meets the filters, newest first
  Disputes,  // likewise
  // That tell of such an event, the last published first; where the filters are about articles alone, also those
  // that tell of none.
  Articles
};
// A row and the day it is listed by, "" where it has none.
struct ListedRow {
  int64_t row = 0;
  std::string day;
};
std::vector<int64_t> numbers_of(const std::vector<ListedRow>& rows);
// Those after `after`, wherever that now stands or would: what is added or goes meanwhile moves none of the others.
// limit < 0: all.
[[nodiscard]] Result<std::vector<ListedRow>> list(Connection& db, const Query& query, Listed what, int64_t limit,
                                                  const std::optional<ListedRow>& after = {});

// The articles that have all words of `text` and meet the other filters, the best first. Of very common words the
// newest kMostRanked articles alone are ranked.
constexpr int64_t kMostRanked = 10'000;
[[nodiscard]] Result<std::vector<int64_t>> search(Connection& db, const Query& query, int64_t limit, int64_t offset);

}  // namespace depeche::store
