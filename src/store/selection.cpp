// Filters become tables over the rows that columns refer to – which kinds, actors, places, outlets, articles will do –
// and a chunk of events is then looked through column by column.
#include "store/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "store/conditions.h"
#include "store/plover_words.h"
#include "store/record_reader.h"

namespace depeche::store {
namespace {

constexpr unsigned kSides = bit(Role::Actor) | bit(Role::Recipient);

Result<RowSet> rows(Connection& db, std::string_view table, std::string_view row, const Filter& filter) {
  Statement s = DEPECHE_TRY(db.prepare(fmt::format("SELECT {} FROM {}{}", row, table, filter.where)));
  bind(s, filter);
  RowSet found;
  while (DEPECHE_TRY(s.step())) found.add(s.integer(0));
  return found;
}

Result<RowSet> actors_of(Connection& db, const std::vector<std::string>& names) {
  Conditions where;
  where.named(names);
  return rows(db, "actors", "actor", where.filter());
}

std::string in_capitals(std::string_view word) {
  std::string out(word);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

// A word that neither is one of these nor stands in the file would find nothing, and most likely is a slip.
Result<void> check_known(Connection& db, std::string_view what, std::span<const std::string_view> known,
                         const std::vector<std::string>& values) {
  for (const std::string& value : values) {
    const auto is_it = [word = in_capitals(value)](std::string_view one) { return in_capitals(one) == word; };
    if (std::any_of(known.begin(), known.end(), is_it)) continue;
    Statement there =
        DEPECHE_TRY(db.prepare(fmt::format("SELECT 1 FROM event_kinds WHERE {} = ? COLLATE NOCASE LIMIT 1", what)));
    there.bind(1, std::string_view(value));
    if (!DEPECHE_TRY(there.step()))
      return fail(Error::Code::InvalidArgument,
                  fmt::format("'{}' is no {}: {}", value, what, fmt::join(known.begin(), known.end(), ", ")));
    there.reset();
  }
  return {};
}

}  // namespace

void RowSet::add(int64_t row) {
  const auto at = static_cast<size_t>(row);
  if (at >= is_in_.size()) is_in_.resize(std::max(at + 1, is_in_.size() * 2));
  is_in_[at] = 1;
}

struct Selection::Impl {
  struct Among {  // a column's value is one of these rows
    Column column;
    RowSet rows;
  };
  struct Takes {  // one of these actors has one of these roles
    unsigned roles = 0;
    RowSet actors;
  };
  struct Dyad {
    RowSet actors, recipients;
  };

  Connection* db = nullptr;
  bool is_everything = true;
  ColumnSet columns{Column::Kind};
  int64_t first_event = 0, last_event = INT64_MAX;  // no others can meet them
  std::vector<Among> among;
  std::vector<Takes> takes;
  std::vector<Dyad> dyads;  // any of them
  int32_t from = 0, to = 0;
  double least_confidence = 0;
  bool dated = false, once = false;
  RowSet retold;  // events that are not the first report of their story

  void need(Column column) {
    columns.add(column);
    is_everything = false;
  }

  Result<void> add_among(Column column, std::string_view table, std::string_view row, const Conditions& where) {
    if (where.filter().where.empty()) return {};
    among.push_back({column, DEPECHE_TRY(rows(*db, table, row, where.filter()))});
    need(column);
    return {};
  }

  Result<void> add_takers(unsigned roles, const std::vector<std::string>& names) {
    if (names.empty()) return {};
    takes.push_back({roles, DEPECHE_TRY(actors_of(*db, names))});
    need(Column::Parties);
    return {};
  }

  // `sql` has {} where marks for the values go.
  Result<void> add_takers(unsigned roles, std::string_view sql, const std::vector<std::string>& values) {
    if (values.empty()) return {};
    Conditions where;
    where.among(sql, values);
    takes.push_back({roles, DEPECHE_TRY(rows(*db, "actors", "actor", where.filter()))});
    need(Column::Parties);
    return {};
  }

  Result<void> add_parties(const Query& q) {
    DEPECHE_CHECK(add_takers(bit(Role::Actor), q.actor));
    DEPECHE_CHECK(add_takers(bit(Role::Recipient), q.recipient));
    DEPECHE_CHECK(add_takers(bit(Role::Source), q.source));
    DEPECHE_CHECK(add_takers(bit(Role::Denier), q.denier));
    DEPECHE_CHECK(add_takers(kSides, q.country));
    DEPECHE_CHECK(add_takers(kSides, "sector COLLATE NOCASE IN ({})", q.sector));
    for (const std::string& dyad : q.dyad) {
      const size_t dash = dyad.find('-');
      if (dash == std::string::npos || dash == 0 || dash + 1 == dyad.size() || dash != dyad.rfind('-'))
        return fail(Error::Code::InvalidArgument, fmt::format("'{}' is no dyad: write it like USA-RUS", dyad));
      Conditions left, right;
      left.among("country IN ({})", {in_capitals(dyad.substr(0, dash))});
      right.among("country IN ({})", {in_capitals(dyad.substr(dash + 1))});
      dyads.push_back({DEPECHE_TRY(rows(*db, "actors", "actor", left.filter())),
                       DEPECHE_TRY(rows(*db, "actors", "actor", right.filter()))});
      need(Column::Parties);
    }
    return {};
  }

  Result<void> add_articles(const Query& q) {
    Conditions outlets, articles;
    outlets.among("publisher IN ({})", q.publisher);
    outlets.among("language IN ({})", q.language);
    DEPECHE_CHECK(add_among(Column::Outlet, "outlets", "outlet", outlets));
    articles.among("id IN ({})", q.article);
    DEPECHE_CHECK(add_among(Column::Article, "articles", "article", articles));
    if (!q.article.empty()) {
      Statement range = DEPECHE_TRY(
          db->prepare(fmt::format("SELECT min(event), max(event) FROM event_rows WHERE article IN (SELECT article FROM "
                                  "articles{})",
                                  articles.filter().where)));
      bind(range, articles.filter());
      if (DEPECHE_TRY(range.step())) {
        first_event = range.integer(0);
        last_event = range.integer(1);
      }
    }
    const std::string words = phrases(q.text);
    if (words.empty()) return {};
    Conditions matching;
    matching.add("texts MATCH ?");
    matching.value(words);
    return add_among(Column::Article, "texts", "rowid", matching);
  }

  Result<void> add_days(const Query& q) {
    for (const auto& [given, last, day] : {std::tuple(&q.from, false, &from), std::tuple(&q.to, true, &to)}) {
      if (given->empty()) continue;
      const auto [first_day, last_day] = days_of(*given);
      if (first_day.empty())
        return fail(Error::Code::InvalidArgument,
                    fmt::format("'{}' is no date: write 2023, 2023-08 or 2023-08-15", *given));
      *day = day_number(last ? last_day : first_day);
      need(Column::First);
      need(Column::Last);
    }
    return {};
  }

  Result<void> add_retold() {
    Statement told = DEPECHE_TRY(db->prepare("SELECT event FROM story_events WHERE joined_to IS NOT NULL"));
    while (DEPECHE_TRY(told.step())) retold.add(told.integer(0));
    is_everything = false;
    once = true;
    return {};
  }

  Result<void> compile(const Query& q) {
    Conditions kinds, places;
    DEPECHE_CHECK(check_known(*db, "type", kTypes, q.type));
    DEPECHE_CHECK(check_known(*db, "status", kStatuses, q.status));
    kinds.among("type COLLATE NOCASE IN ({})", q.type);
    kinds.among("mode COLLATE NOCASE IN ({})", q.mode);
    kinds.among("status COLLATE NOCASE IN ({})", q.status);
    kinds.among("EXISTS (SELECT 1 FROM json_each(contexts) WHERE value COLLATE NOCASE IN ({}))", q.context);
    DEPECHE_CHECK(add_among(Column::Kind, "event_kinds", "kind", kinds));
    places.named(q.place);
    if (!q.box.empty()) DEPECHE_CHECK(places.box(q.box));
    DEPECHE_CHECK(add_among(Column::Place, "places", "place", places));
    DEPECHE_CHECK(add_parties(q));
    DEPECHE_CHECK(add_articles(q));
    DEPECHE_CHECK(add_days(q));
    if (q.least_confidence > 0) {
      least_confidence = q.least_confidence;
      need(Column::Confidence);
    }
    dated = q.dated;
    if (dated) need(Column::First);
    return q.once ? add_retold() : Result<void>();
  }

  static bool has_one(std::span<const uint32_t> parties, unsigned roles, const RowSet& actors) {
    return std::any_of(parties.begin(), parties.end(), [&](uint32_t p) {
      return (roles & bit(PartyCode::role(p))) != 0 && actors.has(PartyCode::actor(p));
    });
  }

  static bool has_both(std::span<const uint32_t> parties, const Dyad& d) {
    bool acts = false, receives = false;
    for (const uint32_t p : parties) {
      const Role role = PartyCode::role(p);
      acts |= role == Role::Actor && d.actors.has(PartyCode::actor(p));
      receives |= role == Role::Recipient && d.recipients.has(PartyCode::actor(p));
    }
    return acts && receives;
  }

  bool has_parties(std::span<const uint32_t> parties) const {
    return std::all_of(takes.begin(), takes.end(),
                       [&](const Takes& t) { return has_one(parties, t.roles, t.actors); }) &&
           (dyads.empty() ||
            std::any_of(dyads.begin(), dyads.end(), [&](const Dyad& d) { return has_both(parties, d); }));
  }

  template <class Keep>
  static void keep(std::vector<uint32_t>& chosen, const Keep& is_kept) {
    size_t n = 0;
    for (const uint32_t i : chosen) {
      chosen[n] = i;
      n += is_kept(i) ? 1 : 0;
    }
    chosen.resize(n);
  }

  void choose(const ColumnReader& chunk, std::vector<uint32_t>& chosen) const {
    chosen.resize(chunk.size());
    std::iota(chosen.begin(), chosen.end(), 0);
    const std::vector<int32_t>& kinds = chunk[Column::Kind];
    keep(chosen, [&](uint32_t i) { return kinds[i] != 0; });
    if (is_everything) return;
    for (const Among& a : among) {
      const std::vector<int32_t>& values = chunk[a.column];
      keep(chosen, [&](uint32_t i) { return a.rows.has(values[i]); });
    }
    if (from != 0) keep(chosen, [&](uint32_t i) { return chunk[Column::Last][i] >= from; });
    if (to != 0)
      keep(chosen, [&](uint32_t i) { return chunk[Column::First][i] <= to && chunk[Column::First][i] != 0; });
    if (dated) keep(chosen, [&](uint32_t i) { return chunk[Column::First][i] != 0; });
    if (least_confidence > 0) {
      constexpr double kParts = 1e6;
      keep(chosen, [&](uint32_t i) { return chunk[Column::Confidence][i] / kParts >= least_confidence; });
    }
    if (!takes.empty() || !dyads.empty()) keep(chosen, [&](uint32_t i) { return has_parties(chunk.parties(i)); });
    if (once) keep(chosen, [&](uint32_t i) { return !retold.has(chunk.first_event() + i); });
  }
};

Selection::Selection(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Selection::Selection(Selection&&) noexcept = default;
Selection::~Selection() = default;

Result<Selection> Selection::of(Connection& db, const Query& query) {
  auto impl = std::make_unique<Impl>();
  impl->db = &db;
  DEPECHE_CHECK(impl->compile(query));
  return Selection(std::move(impl));
}

bool Selection::is_everything() const { return impl_->is_everything; }

Result<void> Selection::each_chunk(ColumnSet columns, const Take& take) const {
  columns.add(impl_->columns);
  ColumnReader reader = DEPECHE_TRY(ColumnReader::over(*impl_->db, columns, impl_->first_event, impl_->last_event));
  std::vector<uint32_t> chosen;
  while (DEPECHE_TRY(reader.next())) {
    impl_->choose(reader, chosen);
    if (!chosen.empty()) take(reader, chosen);
  }
  return {};
}

Result<std::vector<int64_t>> Selection::events() const {
  std::vector<int64_t> all;
  DEPECHE_CHECK(each_chunk({}, [&](const ColumnReader& chunk, std::span<const uint32_t> chosen) {
    for (const uint32_t i : chosen) all.push_back(chunk.first_event() + i);
  }));
  return all;
}

Result<std::vector<int64_t>> Selection::first(Order order, size_t most, std::optional<Dated> after) const {
  // The least of these come first; what is surely not among them is thrown away as soon as there are twice as many.
  using Place = std::pair<int32_t, int64_t>;
  const auto place = [order](int32_t day, int64_t event) {
    return order == Order::Oldest ? Place{day, event} : Place{-day, -event};
  };
  std::vector<Place> found;
  constexpr size_t kFewest = 4096;
  const size_t many = most > SIZE_MAX / 4 ? SIZE_MAX : 2 * most + kFewest;
  const auto shorten = [&] {
    if (found.size() <= most) return;
    std::nth_element(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(most), found.end());
    found.resize(most);
  };
  const Place begin = after ? place(after->day, after->event) : Place{INT32_MIN, INT64_MIN};
  Place bound{INT32_MAX, INT64_MAX};
  DEPECHE_CHECK(each_chunk({Column::First}, [&](const ColumnReader& chunk, std::span<const uint32_t> chosen) {
    const std::vector<int32_t>& days = chunk[Column::First];
    for (const uint32_t i : chosen) {
      const Place one = place(days[i], chunk.first_event() + i);
      if (begin < one && one <= bound) found.push_back(one);
    }
    if (found.size() < many) return;
    shorten();
    if (most > 0) bound = *std::max_element(found.begin(), found.end());
  }));
  shorten();
  std::sort(found.begin(), found.end());
  std::vector<int64_t> events;
  for (const Place& p : found) events.push_back(std::abs(p.second));
  return events;
}

Result<RowSet> Selection::articles() const {
  RowSet found;
  DEPECHE_CHECK(each_chunk({Column::Article}, [&](const ColumnReader& chunk, std::span<const uint32_t> chosen) {
    for (const uint32_t i : chosen) found.add(chunk[Column::Article][i]);
  }));
  return found;
}

Result<RowSet> Selection::values_of(std::string_view table, std::string_view column,
                                    const std::vector<int64_t>& chosen) const {
  RowSet found;
  if (chosen.size() <= kFew) {
    Statement one = DEPECHE_TRY(impl_->db->prepare(fmt::format("SELECT {} FROM {} WHERE event = ?", column, table)));
    for (const int64_t event : chosen) {
      one.bind(1, event);
      while (DEPECHE_TRY(one.step())) found.add(one.integer(0));
    }
    return found;
  }
  RowSet is_chosen;
  for (const int64_t event : chosen) is_chosen.add(event);
  Statement all = DEPECHE_TRY(impl_->db->prepare(fmt::format("SELECT event, {} FROM {}", column, table)));
  while (DEPECHE_TRY(all.step())) {
    if (is_chosen.has(all.integer(0))) found.add(all.integer(1));
  }
  return found;
}

std::string json_of(std::span<const int64_t> rows) { return fmt::format("[{}]", fmt::join(rows, ",")); }

Result<ReadTransaction> ReadTransaction::begin(Connection& db) {
  if (db.in_transaction()) return ReadTransaction(nullptr);
  DEPECHE_CHECK(db.exec("BEGIN"));
  return ReadTransaction(&db);
}

ReadTransaction::~ReadTransaction() {
  if (db_) static_cast<void>(db_->exec("COMMIT"));
}

}  // namespace depeche::store
