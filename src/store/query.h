// Questions to the store: filters, grouping, rows.
//
//   store::Query query;
//   query.type = {"ASSAULT"};
//   query.country = {"UKR"};
//   query.group_by = {"month"};
//   DEPECHE_CHECK(store::run(path, query, {.header = …, .row = …}));
//
// Values of one filter are alternatives, filters add up. All of them are bound, none becomes part of the SQL.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"

namespace depeche::store {

struct Query {
  std::vector<std::string> type, mode, context, status;
  // A country's three capitals, or a part of a name in any case.
  std::vector<std::string> actor, recipient, source, denier, place;
  std::vector<std::string> country;  // of actor or recipient
  std::vector<std::string> dyad;     // "USA-RUS": actor's country, recipient's country
  std::vector<std::string> publisher, language, article;
  std::string from, to;  // 2023, 2023-08 or 2023-08-15: events that may lie between, both ends included
  std::string box;       // "south,west,north,east" in degrees
  std::string text;      // words that the article has, all of them, accents and case aside
  double least_confidence = 0;
  std::vector<std::string> group_by;  // names of groupings()
  int64_t limit = -1;                 // rows; negative: all
};

// The same conditions for questions of one's own to event_rows, which is called `e` there: "" or " WHERE (…) AND (…)",
// and what its marks stand for, in order.
struct Filter {
  std::string where;
  std::vector<std::variant<std::string, double>> values;
};
[[nodiscard]] Result<Filter> filter_of(const Query& query);

std::vector<std::string_view> groupings();

using Cell = std::variant<std::monostate, int64_t, double, std::string_view>;

// header() comes once and before all rows. row() returns false to stop; its cells live until it returns.
struct Sink {
  std::function<void(const std::vector<std::string>&)> header;
  std::function<bool(const std::vector<Cell>&)> row;
};

// Rows of the view `events`, by date and then by their number in the store; with group_by, the groups and how many
// events each has. InvalidArgument where a filter cannot be read.
[[nodiscard]] Result<void> run(const std::string& path, const Query& query, const Sink& sink);

}  // namespace depeche::store
