#include "store/query.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "store/counts.h"
#include "store/listing.h"
#include "store/schema.h"
#include "store/selection.h"
#include "store/sqlite.h"

namespace depeche::store {
namespace {

constexpr std::string_view kEventColumns =
    "article, id, type, mode, context, quad, score, cameo, goldstein, actor, actor_country, recipient, "
    "recipient_country, date, time_basis, place, place_country, lat, lon, status, according_to, denied_by, "
    "confirmed_by, hedged, historical, confidence, trigger, sentence, rule, published, publisher, language, url, "
    "story, killed, wounded";

size_t most_of(const Query& q) { return q.limit < 0 ? SIZE_MAX : static_cast<size_t>(q.limit); }

// Reading all of a large file by the index of dates, and a row of the view each.
constexpr std::string_view kAllEvents = " FROM events ORDER BY date_first, event";

}  // namespace

int bind(Statement& statement, const Filter& filter, int first) {
  for (const auto& value : filter.values) {
    if (const auto* const text = std::get_if<std::string>(&value)) {
      statement.bind(first++, std::string_view(*text));
    } else {
      statement.bind(first++, std::get<double>(value));
    }
  }
  return first;
}

Result<Filter> filter_of(Connection& db, const Query& query) {
  const ReadTransaction still = DEPECHE_TRY(ReadTransaction::begin(db));
  const Selection selection = DEPECHE_TRY(Selection::of(db, query));
  if (selection.is_everything()) return Filter();
  return Filter{" WHERE (e.event IN (SELECT value FROM json_each(?)))", {json_of(DEPECHE_TRY(selection.events()))}};
}

struct Database::Impl {
  explicit Impl(Connection connection) : db(std::move(connection)) {}
  Connection db;

  Result<void> rows_of(std::string_view view, std::string_view columns, std::string_view key, std::string_view order,
                       const std::vector<int64_t>& rows, const Sink& sink) {
    Statement s = DEPECHE_TRY(db.prepare(fmt::format(
        "SELECT {} FROM {} WHERE {} IN (SELECT value FROM json_each(?)) ORDER BY {}", columns, view, key, order)));
    const std::string json = json_of(rows);
    s.bind(1, std::string_view(json));
    return hand_over(s, sink);
  }

  Result<void> events(const Query& q, const Selection& selection, const Sink& sink) {
    if (selection.is_everything() && q.limit < 0) {
      Statement s = DEPECHE_TRY(db.prepare(fmt::format("SELECT {}{}", kEventColumns, kAllEvents)));
      return hand_over(s, sink);
    }
    const auto first = DEPECHE_TRY(selection.first(Selection::Order::Oldest, most_of(q)));
    return rows_of("events", kEventColumns, "event", "date_first, event", first, sink);
  }

  Result<void> groups(const Query& q, const Selection& selection, const Sink& sink) {
    std::vector<By> by;
    for (const std::string& name : q.group_by) {
      const auto grouping = grouping_of(name);
      if (!grouping)
        return fail(Error::Code::InvalidArgument,
                    fmt::format("'{}' cannot be grouped by: {}", name, fmt::join(groupings(), ", ")));
      if (std::count(q.group_by.begin(), q.group_by.end(), name) > 1)
        return fail(Error::Code::InvalidArgument, fmt::format("'{}' is grouped by twice", name));
      by.push_back(*grouping);
    }
    const Counted counted = DEPECHE_TRY(count(db, selection, by, Sums::Of::Events));
    std::vector<std::string> names = q.group_by;
    names.emplace_back("events");
    sink.header(names);
    std::vector<Cell> cells(names.size());
    size_t rows = 0;
    for (const size_t group : counted.in_order()) {
      if (rows++ == most_of(q)) break;
      for (size_t n = 0; n < by.size(); ++n) cells[n] = counted.key(group, n);
      cells.back() = counted.sums(group).events;
      if (!sink.row(cells)) break;
    }
    return {};
  }

  static Result<void> hand_over(Statement& rows, const Sink& sink) {
    std::vector<std::string> names;
    for (int i = 0; i < rows.columns(); ++i) names.push_back(rows.name(i));
    sink.header(names);
    std::vector<Cell> cells(names.size());
    while (DEPECHE_TRY(rows.step())) {
      for (int i = 0; i < rows.columns(); ++i) {
        Cell& cell = cells[static_cast<size_t>(i)];
        switch (rows.kind(i)) {
          case Statement::Kind::Null:
            cell = std::monostate();
            break;
          case Statement::Kind::Integer:
            cell = rows.integer(i);
            break;
          case Statement::Kind::Real:
            cell = rows.real(i);
            break;
          case Statement::Kind::Text:
            cell = rows.text(i);
            break;
        }
      }
      if (!sink.row(cells)) break;
    }
    return {};
  }
};

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::string& path) {
  auto impl = std::make_unique<Impl>(DEPECHE_TRY(Connection::open(path, Connection::Mode::Read)));
  DEPECHE_CHECK(check_version(impl->db));
  DEPECHE_CHECK(
      impl->db.exec("PRAGMA cache_size = -131072; PRAGMA mmap_size = 2147483648; PRAGMA temp_store = MEMORY"));
  return Database(std::move(impl));
}

Result<void> Database::run(const Query& query, const Sink& sink) {
  Impl& i = *impl_;
  const ReadTransaction still = DEPECHE_TRY(ReadTransaction::begin(i.db));
  if (query.of != Query::Of::Events) {
    if (!query.group_by.empty()) return fail(Error::Code::InvalidArgument, "only events can be grouped");
    const bool stories = query.of == Query::Of::Stories;
    const auto rows =
        numbers_of(DEPECHE_TRY(list(i.db, query, stories ? Listed::Stories : Listed::Disputes, query.limit)));
    return i.rows_of(stories ? "stories" : "disputes", "*", stories ? "story" : "dispute",
                     stories ? "date_first DESC, story" : "date_first DESC, dispute", rows, sink);
  }
  const Selection selection = DEPECHE_TRY(Selection::of(i.db, query));
  return query.group_by.empty() ? i.events(query, selection, sink) : i.groups(query, selection, sink);
}

std::vector<Lookup> lookups() {
  return {
      {"stories", "story"},  {"story_reports", "story"},       {"story_values", "story"},       {"disputes", "dispute"},
      {"disputes", "story"}, {"dispute_positions", "dispute"}, {"dispute_silences", "dispute"}, {"events", "event"},
      {"events", "article"}, {"mentions", "article"},          {"quotes", "article"},           {"articles", "id"}};
}

Result<void> Database::look_up(std::string_view view, std::string_view column, const Key& key, const Sink& sink) {
  const std::vector<Lookup> known = lookups();
  const bool is_known =
      std::any_of(known.begin(), known.end(), [&](const Lookup& l) { return l.view == view && l.column == column; });
  if (!is_known) return fail(Error::Code::InvalidArgument, fmt::format("{} cannot be looked up by {}", view, column));
  const std::string_view columns =
      view == "articles" ? "id, url, publisher, language, published, published_basis, text, rest" : "*";
  Statement rows = DEPECHE_TRY(impl_->db.prepare(fmt::format("SELECT {} FROM {} WHERE {} = ?", columns, view, column)));
  if (const auto* const number = std::get_if<int64_t>(&key)) {
    rows.bind(1, *number);
  } else {
    rows.bind(1, std::string_view(std::get<std::string>(key)));
  }
  return Impl::hand_over(rows, sink);
}

Result<void> run(const std::string& path, const Query& query, const Sink& sink) {
  Database db = DEPECHE_TRY(Database::open(path));
  return db.run(query, sink);
}

}  // namespace depeche::store
