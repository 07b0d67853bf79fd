// Questions to the store: filters, grouping, rows; and what belongs to one story, dispute or article.
//
//   auto db = DEPECHE_TRY(store::Database::open("news.db"));
//   store::Query query;
//   query.of = store::Query::Of::Stories;
//   query.type = {"ASSAULT"};
//   query.country = {"UKR"};
//   DEPECHE_CHECK(db.run(query, {.header = …, .row = …}));
//   DEPECHE_CHECK(db.look_up("story_reports", "story", int64_t{17}, sink));     who tells story 17, and why they are
//   joined
//
// Values of one filter are alternatives, filters add up. All of them are bound, none becomes part of the SQL. Columns
// are those of the views of docs/store.md.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"

namespace depeche::store {

class Connection;
class Statement;

struct Query {
  // Stories and disputes: those of which some event meets the filters.
  enum class Of { Events, Stories, Disputes };
  Of of = Of::Events;
  std::vector<std::string> type, mode, context, status;  // in any case
  // A country's three capitals, a part of a name in any case, or "=" and a whole name as it stands, with "/" and a
  // country where it is of that alone ("=police/LBN").
  std::vector<std::string> actor, recipient, source, denier, place;
  std::vector<std::string> country;  // of actor or recipient
  std::vector<std::string> sector;   // of actor or recipient: GOV, MIL
  std::vector<std::string> dyad;     // "USA-RUS": actor's country, recipient's country
  std::vector<std::string> publisher, language, article;
  std::string from, to;  // 2023, 2023-08 or 2023-08-15: events that may lie between, both ends included
  std::string box;       // "south,west,north,east" in degrees
  std::string text;      // words that the article has, all of them, accents and case aside
  double least_confidence = 0;
  bool dated = false;                 // events that have a day
  bool once = false;                  // events: of each story the first report alone
  std::vector<std::string> group_by;  // names of groupings()
  int64_t limit = -1;                 // rows; negative: all
};

// Its filters by the names of the command's options: those of several values, those of one.
struct SeveralFilter {
  std::string_view name;
  std::vector<std::string> Query::*values;
};
inline constexpr SeveralFilter kSeveralFilters[] = {
    {"type", &Query::type},           {"mode", &Query::mode},         {"context", &Query::context},
    {"status", &Query::status},       {"actor", &Query::actor},       {"recipient", &Query::recipient},
    {"country", &Query::country},     {"sector", &Query::sector},     {"dyad", &Query::dyad},
    {"source", &Query::source},       {"denied-by", &Query::denier},  {"place", &Query::place},
    {"publisher", &Query::publisher}, {"language", &Query::language}, {"article", &Query::article},
};
struct OneFilter {
  std::string_view name;
  std::string Query::*value;
};
inline constexpr OneFilter kOneFilters[] = {
    {"from", &Query::from}, {"to", &Query::to}, {"box", &Query::box}, {"text", &Query::text}};

// Conditions of SQL: "" or " WHERE (…) AND (…)", and what their marks stand for, in order.
struct Filter {
  std::string where;
  std::vector<std::variant<std::string, double>> values;
};
// Binds the values from mark `first` on; the number of the next mark.
int bind(Statement& statement, const Filter& filter, int first = 1);
// The events that meet the query's filters, for questions of one's own to event_rows, which is called `e` there.
[[nodiscard]] Result<Filter> filter_of(Connection& db, const Query& query);

std::vector<std::string_view> groupings();

using Cell = std::variant<std::monostate, int64_t, double, std::string_view>;

// header() comes once and before all rows. row() returns false to stop; its cells live until it returns.
struct Sink {
  std::function<void(const std::vector<std::string>&)> header;
  std::function<bool(const std::vector<Cell>&)> row;
};

// A file opened for reading, also while others write to it. For one thread at a time; opening costs about a
// millisecond.
class Database {
 public:
  [[nodiscard]] static Result<Database> open(const std::string& path);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  // Rows of the view `events`, `stories` or `disputes`, by date and then by their number; with group_by, the groups and
  // how many events each has. InvalidArgument where a filter cannot be read.
  [[nodiscard]] Result<void> run(const Query& query, const Sink& sink);

  // All rows of a view, one column of which is `key`. InvalidArgument where lookups() has no such pair.
  using Key = std::variant<int64_t, std::string>;
  [[nodiscard]] Result<void> look_up(std::string_view view, std::string_view column, const Key& key, const Sink& sink);

 private:
  struct Impl;
  explicit Database(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

struct Lookup {
  std::string_view view, column;
};
// stories, story_reports and story_values by story; disputes, dispute_positions and dispute_silences by dispute;
// disputes by story; events by event, by article; mentions and quotes by article; articles (id, text, url …) by id.
std::vector<Lookup> lookups();

// Database::open() and run().
[[nodiscard]] Result<void> run(const std::string& path, const Query& query, const Sink& sink);

}  // namespace depeche::store
