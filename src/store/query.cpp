#include "store/query.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "store/record_reader.h"
#include "store/schema.h"
#include "store/sqlite.h"

namespace depeche::store {
namespace {

struct Grouping {
  std::string_view name, key, join;
  bool repeats = false;  // an event may come several times under one key
};

constexpr std::string_view kArticle = " JOIN articles a ON a.article = e.article";
constexpr std::string_view kPlace = " LEFT JOIN places l ON l.place = e.place";
constexpr std::string_view kDyads = " JOIN dyads d ON d.event = e.event";
constexpr Grouping kGroupings[] = {
    {"type", "e.type", ""},
    {"mode", "e.mode", ""},
    {"status", "e.status", ""},
    {"quad", "e.quad", ""},
    {"context", "x.value", ", json_each(e.contexts) x"},
    // Of dates that are as precise as that.
    {"year", "CASE WHEN substr(e.date_first, 1, 4) = substr(e.date_last, 1, 4) THEN substr(e.date_first, 1, 4) END",
     ""},
    {"month", "e.month", ""},
    {"day", "CASE WHEN e.date_first = e.date_last THEN e.date_first END", ""},
    {"actor", "ac.name",
     " JOIN participants ap ON ap.event = e.event AND ap.role = 'actor' JOIN actors ac ON ac.actor = ap.actor", true},
    {"recipient", "rc.name",
     " JOIN participants rp ON rp.event = e.event AND rp.role = 'recipient' JOIN actors rc ON rc.actor = rp.actor",
     true},
    {"source", "sc.name",
     " JOIN participants sp ON sp.event = e.event AND sp.role = 'source' JOIN actors sc ON sc.actor = sp.actor", true},
    {"country", "nullif(cc.country, '')",
     " JOIN participants cp ON cp.event = e.event AND cp.role IN ('actor', 'recipient') JOIN actors cc ON cc.actor = "
     "cp.actor",
     true},
    {"dyad", "d.actor_country || '-' || d.recipient_country", kDyads},
    {"place", "l.name", kPlace},
    {"place-country", "nullif(l.country, '')", kPlace},
    {"publisher", "a.publisher", kArticle},
    {"language", "a.language", kArticle},
};

int bind_values(Statement& statement, const std::vector<std::variant<std::string, double>>& values, int first) {
  for (const auto& value : values) {
    if (const auto* const text = std::get_if<std::string>(&value)) {
      statement.bind(first++, std::string_view(*text));
    } else {
      statement.bind(first++, std::get<double>(value));
    }
  }
  return first;
}

// SQL whose values are bound later, in order.
class Conditions {
 public:
  void add(std::string_view sql) { sql_ += fmt::format("{}({})", sql_.empty() ? " WHERE " : " AND ", sql); }
  void value(std::string text) { values_.emplace_back(std::move(text)); }
  void value(double number) { values_.emplace_back(number); }
  const std::string& sql() const { return sql_; }
  Filter filter() && { return {std::move(sql_), std::move(values_)}; }
  void bind(Statement& statement) const { bind_values(statement, values_, 1); }

  // `column` is one of the values.
  void among(std::string_view sql, const std::vector<std::string>& values) {
    if (values.empty()) return;
    std::string marks;
    for (const std::string& v : values) {
      marks += marks.empty() ? "?" : ", ?";
      value(v);
    }
    add(fmt::format(fmt::runtime(sql), marks));
  }

  // A country or a part of a name, of columns `country` and `name`.
  std::string named(const std::vector<std::string>& values, std::string_view alias) {
    std::string any;
    for (const std::string& v : values) {
      if (!any.empty()) any += " OR ";
      const bool is_country =
          v.size() == 3 && std::all_of(v.begin(), v.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
      if (is_country) {
        any += fmt::format("{}.country = ?", alias);
        value(v);
        continue;
      }
      any += fmt::format("{}.name LIKE ? ESCAPE '\\'", alias);
      std::string pattern = "%";
      for (const char c : v) {
        if (c == '%' || c == '_' || c == '\\') pattern += '\\';
        pattern += c;
      }
      value(pattern + "%");
    }
    return any;
  }

 private:
  std::string sql_;
  std::vector<std::variant<std::string, double>> values_;
};

void add_participants(Conditions& where, std::string_view roles, const std::vector<std::string>& values) {
  if (values.empty()) return;
  where.add(
      fmt::format("e.event IN (SELECT p.event FROM actors c JOIN participants p ON p.actor = c.actor WHERE p.role "
                  "IN ({}) AND ({}))",
                  roles, where.named(values, "c")));
}

// Words as FTS5 takes them: each a phrase, so that no character of them is an operator.
std::string phrases(std::string_view words) {
  std::string out;
  size_t at = 0;
  while ((at = words.find_first_not_of(" \t\n", at)) != std::string_view::npos) {
    const size_t end = std::min(words.find_first_of(" \t\n", at), words.size());
    out += out.empty() ? "\"" : " \"";
    for (const char c : words.substr(at, end - at)) {
      if (c == '"') out += '"';
      out += c;
    }
    out += '"';
    at = end;
  }
  return out;
}

Result<void> add_dyads(Conditions& where, const std::vector<std::string>& dyads) {
  std::string any;
  for (const std::string& dyad : dyads) {
    const size_t dash = dyad.find('-');
    if (dash == std::string::npos || dash == 0 || dash + 1 == dyad.size())
      return fail(Error::Code::InvalidArgument, fmt::format("'{}' is no dyad: write it like USA-RUS", dyad));
    any += any.empty() ? "" : " OR ";
    any += "(actor_country = ? AND recipient_country = ?)";
    where.value(dyad.substr(0, dash));
    where.value(dyad.substr(dash + 1));
  }
  if (!any.empty()) where.add(fmt::format("e.event IN (SELECT event FROM dyads WHERE {})", any));
  return {};
}

Result<void> add_dates(Conditions& where, const Query& query) {
  const auto [from, unused_last] = days_of(query.from);
  const auto [unused_first, to] = days_of(query.to);
  for (const auto& [given, day] : {std::pair(&query.from, &from), std::pair(&query.to, &to)}) {
    if (!given->empty() && day->empty())
      return fail(Error::Code::InvalidArgument,
                  fmt::format("'{}' is no date: write 2023, 2023-08 or 2023-08-15", *given));
  }
  if (!from.empty()) {
    where.add("e.date_last >= ?");
    where.value(from);
  }
  if (!to.empty()) {
    where.add("e.date_first <= ?");
    where.value(to);
  }
  return {};
}

Result<void> add_box(Conditions& where, const std::string& box) {
  if (box.empty()) return {};
  double sides[4];
  const char* at = box.data();
  const char* const end = at + box.size();
  for (int i = 0; i < 4; ++i) {
    const auto [next, error] = std::from_chars(at, end, sides[i]);
    const bool is_last = i == 3;
    if (error != std::errc() || (is_last ? next != end : next == end || *next != ','))
      return fail(Error::Code::InvalidArgument,
                  fmt::format("'{}' is no box: write south,west,north,east in degrees", box));
    at = next + (is_last ? 0 : 1);
  }
  // A box whose west lies east of its east goes across the day line.
  where.add(
      fmt::format("e.place IN (SELECT b.place FROM place_boxes b JOIN places p USING (place) WHERE b.max_lat >= ? "
                  "AND b.min_lat <= ? AND p.lat BETWEEN ? AND ? AND (p.lon >= ? {} p.lon <= ?))",
                  sides[1] <= sides[3] ? "AND" : "OR"));
  for (const double v : {sides[0], sides[2], sides[0], sides[2], sides[1], sides[3]}) where.value(v);
  return {};
}

// What so many events meet that the first of them by date are found soonest by looking at one event after the other.
struct Common {
  bool country = false, text = false;
};

Result<Conditions> conditions(const Query& q, Common common = {}) {
  Conditions where;
  where.among("e.type IN ({})", q.type);
  where.among("e.mode IN ({})", q.mode);
  where.among("e.status IN ({})", q.status);
  where.among("EXISTS (SELECT 1 FROM json_each(e.contexts) WHERE value IN ({}))", q.context);
  add_participants(where, "'actor'", q.actor);
  add_participants(where, "'recipient'", q.recipient);
  add_participants(where, "'source'", q.source);
  add_participants(where, "'denier'", q.denier);
  if (common.country) {
    where.add(fmt::format(
        "EXISTS (SELECT 1 FROM participants p JOIN actors c ON c.actor = p.actor WHERE p.event = e.event AND "
        "p.role IN ('actor', 'recipient') AND ({}))",
        where.named(q.country, "c")));
  } else {
    add_participants(where, "'actor', 'recipient'", q.country);
  }
  if (!q.sector.empty()) {
    std::string marks;
    for (const std::string& v : q.sector) {
      marks += marks.empty() ? "?" : ", ?";
      where.value(v);
    }
    where.add(
        fmt::format("e.event IN (SELECT p.event FROM actors c JOIN participants p ON p.actor = c.actor WHERE p.role IN "
                    "('actor', 'recipient') AND c.sector IN ({}))",
                    marks));
  }
  if (q.once) {
    where.add("NOT EXISTS (SELECT 1 FROM story_events s WHERE s.event = e.event AND s.joined_to IS NOT NULL)");
  }
  if (!q.place.empty()) {
    where.add(fmt::format("e.place IN (SELECT l.place FROM places l WHERE {})", where.named(q.place, "l")));
  }
  where.among("e.article IN (SELECT article FROM articles WHERE publisher IN ({}))", q.publisher);
  where.among("e.article IN (SELECT article FROM articles WHERE language IN ({}))", q.language);
  where.among("e.article IN (SELECT article FROM articles WHERE id IN ({}))", q.article);
  DEPECHE_CHECK(add_dyads(where, q.dyad));
  DEPECHE_CHECK(add_dates(where, q));
  DEPECHE_CHECK(add_box(where, q.box));
  if (const std::string words = phrases(q.text); !words.empty()) {
    // The plus keeps the index of articles from being used.
    where.add(fmt::format("{}e.article IN (SELECT rowid FROM texts WHERE texts MATCH ?)", common.text ? "+" : ""));
    where.value(words);
  }
  if (q.least_confidence > 0) {
    where.add("e.confidence >= ?");
    where.value(q.least_confidence);
  }
  return where;
}

Result<std::string> select(const Query& q, const std::string& where) {
  const std::string limit = q.limit >= 0 ? fmt::format(" LIMIT {}", q.limit) : "";
  if (q.of != Query::Of::Events && !q.group_by.empty())
    return fail(Error::Code::InvalidArgument, "only events can be grouped");
  if (q.of == Query::Of::Stories) {
    // With a filter, from the events to their stories; without, the stories by date.
    const std::string meeting =
        where.empty()
            ? ""
            : fmt::format(
                  " WHERE story IN (SELECT s.story FROM event_rows e JOIN story_events s ON s.event = e.event{})",
                  where);
    return fmt::format(
        "SELECT * FROM stories WHERE story IN (SELECT story FROM story_rows{} ORDER BY date_first DESC, story{}) ORDER "
        "BY "
        "date_first DESC, story",
        meeting, limit);
  }
  if (q.of == Query::Of::Disputes) {
    const std::string meeting = where.empty() ? ""
                                              : fmt::format(
                                                    " WHERE dispute IN (SELECT h.dispute FROM event_rows e JOIN "
                                                    "dispute_holders h ON h.event = e.event{})",
                                                    where);
    if (where.empty()) {
      // Along the dates of all events, from the last: few of many need to be looked at.
      return fmt::format(
          "SELECT * FROM disputes WHERE dispute IN (SELECT d.dispute FROM event_rows e CROSS JOIN dispute_rows d ON "
          "d.event = e.event ORDER BY e.date_first DESC, d.dispute{}) ORDER BY date_first DESC, dispute",
          limit);
    }
    return fmt::format(
        "SELECT * FROM disputes WHERE dispute IN (SELECT dispute FROM dispute_rows JOIN event_rows USING (event){} "
        "ORDER BY "
        "date_first DESC, dispute{}) ORDER BY date_first DESC, dispute",
        meeting, limit);
  }
  if (q.group_by.empty()) {
    return fmt::format(
        "SELECT article, id, type, mode, context, quad, score, cameo, goldstein, actor, actor_country, recipient, "
        "recipient_country, date, time_basis, place, place_country, lat, lon, status, according_to, denied_by, "
        "confirmed_by, hedged, historical, confidence, trigger, sentence, rule, published, publisher, language, url, "
        "story, killed, wounded FROM events WHERE event IN (SELECT e.event FROM event_rows e{0} ORDER BY e.date_first, "
        "e.event{1}) "
        "ORDER BY date_first, event",
        where, limit);
  }
  std::string keys, joins, order;
  bool repeats = false;
  int groups = 0;
  for (const std::string& name : q.group_by) {
    const auto* const g = std::find_if(std::begin(kGroupings), std::end(kGroupings),
                                       [&](const Grouping& known) { return known.name == name; });
    if (g == std::end(kGroupings))
      return fail(Error::Code::InvalidArgument,
                  fmt::format("'{}' cannot be grouped by: {}", name, fmt::join(groupings(), ", ")));
    keys += fmt::format("{} AS \"{}\", ", g->key, g->name);
    if (joins.find(g->join) == std::string::npos) joins += g->join;
    order += fmt::format("{}{}", ++groups > 1 ? ", " : "", groups);
    repeats = repeats || g->repeats;
  }
  // Of all events each count is kept ready.
  constexpr std::string_view kTallied[] = {"type",      "mode",     "status",  "month",
                                           "publisher", "language", "country", "dyad"};
  if (where.empty() && q.group_by.size() == 1 &&
      std::find(std::begin(kTallied), std::end(kTallied), q.group_by[0]) != std::end(kTallied)) {
    const bool has_empty = q.group_by[0] == "mode";  // elsewhere "" is no value
    return fmt::format("SELECT {0} AS \"{1}\", events FROM tallies WHERE what = '{1}' AND events > 0 ORDER BY 1{2}",
                       has_empty ? "value" : "nullif(value, '')", q.group_by[0], limit);
  }
  return fmt::format("SELECT {}{} AS events FROM event_rows e{}{} GROUP BY {} ORDER BY {}{}", keys,
                     repeats ? "count(DISTINCT e.event)" : "count(*)", joins, where, order, order, limit);
}

}  // namespace

int bind(Statement& statement, const Filter& filter, int first) { return bind_values(statement, filter.values, first); }

Result<Filter> filter_of(const Query& query) { return DEPECHE_TRY(conditions(query)).filter(); }

std::vector<std::string_view> groupings() {
  std::vector<std::string_view> names;
  for (const Grouping& g : kGroupings) names.push_back(g.name);
  return names;
}

struct Database::Impl {
  explicit Impl(Connection connection) : db(std::move(connection)) {}
  Connection db;

  Result<Common> common(const Query& q) {
    constexpr int64_t kManyEvents = 20'000, kManyArticles = 5'000;
    Common found;
    if (q.of != Query::Of::Events || q.limit < 0 || !q.group_by.empty()) return found;
    if (!q.country.empty()) {
      Statement tally = DEPECHE_TRY(db.prepare("SELECT events FROM tallies WHERE what = 'country' AND value = ?"));
      int64_t events = 0;
      for (const std::string& c : q.country) {
        tally.bind(1, std::string_view(c));
        if (DEPECHE_TRY(tally.step())) events += tally.integer(0);
        tally.reset();
      }
      found.country = events >= kManyEvents;
    }
    if (const std::string words = phrases(q.text); !words.empty()) {
      Statement some =
          DEPECHE_TRY(db.prepare("SELECT count(*) FROM (SELECT 1 FROM texts WHERE texts MATCH ? LIMIT ?)"));
      some.bind(1, std::string_view(words));
      some.bind(2, kManyArticles);
      found.text = DEPECHE_TRY(some.step()) && some.integer(0) == kManyArticles;
    }
    return found;
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
  const Conditions where = DEPECHE_TRY(conditions(query, DEPECHE_TRY(impl_->common(query))));
  const std::string sql = DEPECHE_TRY(select(query, where.sql()));
  Statement rows = DEPECHE_TRY(impl_->db.prepare(sql));
  where.bind(rows);
  return Impl::hand_over(rows, sink);
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
