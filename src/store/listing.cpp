#include "store/listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <tuple>

#include "store/conditions.h"
#include "store/selection.h"

namespace depeche::store {
namespace {

// What is listed, newest first, and the table that tells which events are of it.
struct Source {
  std::string_view table, row, events;
};
constexpr Source kArticles{"articles", "article", ""};
constexpr Source kStories{"story_rows", "story", "story_events"};
constexpr Source kDisputes{"dispute_rows", "dispute", "dispute_holders"};

// Rows of a table in the order in which it is listed, after one of them: the newest first, those without a day last.
class Ordered {
 public:
  Ordered(const Source& of, std::string_view day, std::string_view direction)
      : of_(of), day_(day), direction_(direction) {}
  Conditions& where() { return where_; }

  // The statement's values stand in this object, which must outlive it. The plus signs keep the index for the
  // order.
  Result<Statement> from(Connection& db, const std::optional<ListedRow>& after) & {
    const std::string_view beyond = direction_ == "DESC" ? "<" : ">";
    if (after && after->day.empty()) {
      where_.add(fmt::format("+{} IS NULL AND +{} {} {}", day_, of_.row, beyond, after->row));
    } else if (after) {
      where_.add(
          fmt::format("+{0} < ? OR +{0} IS NULL OR (+{0} = ? AND +{1} {2} {3})", day_, of_.row, beyond, after->row));
      where_.value(after->day);
      where_.value(after->day);
    }
    Statement rows = DEPECHE_TRY(db.prepare(fmt::format("SELECT {0}, {1} FROM {2}{3} ORDER BY {1} DESC, {0} {4}",
                                                        of_.row, day_, of_.table, where_.filter().where, direction_)));
    bind(rows, where_.filter());
    return rows;
  }

 private:
  Source of_;
  std::string_view day_, direction_;
  Conditions where_;
};

ListedRow row_of(const Statement& rows) { return {rows.integer(0), std::string(rows.text(1))}; }

// What `rows` gives and is in the set where there is one.
Result<std::vector<ListedRow>> some_of(Statement& rows, const std::optional<RowSet>& among, int64_t limit) {
  std::vector<ListedRow> found;
  while ((limit < 0 || std::ssize(found) < limit) && DEPECHE_TRY(rows.step())) {
    if (!among || among->has(rows.integer(0))) found.push_back(row_of(rows));
  }
  return found;
}

// Whether a filter asks for more than publisher, language, article and text.
bool is_about_events(const Query& q) {
  const auto rest = [](const Query& query) {
    return std::tie(query.type, query.mode, query.context, query.status, query.actor, query.recipient, query.source,
                    query.denier, query.dated, query.place, query.country, query.sector, query.dyad, query.from,
                    query.to, query.box, query.least_confidence, query.once);
  };
  const Query none;
  return rest(q) != rest(none);
}

Result<std::optional<RowSet>> articles_with(Connection& db, const std::string& words) {
  const std::string wanted = phrases(words);
  if (wanted.empty()) return std::nullopt;
  Statement matching = DEPECHE_TRY(db.prepare("SELECT rowid FROM texts WHERE texts MATCH ?"));
  matching.bind(1, std::string_view(wanted));
  RowSet found;
  while (DEPECHE_TRY(matching.step())) found.add(matching.integer(0));
  return found;
}

Result<std::vector<ListedRow>> articles(Connection& db, const Query& q, int64_t limit,
                                        const std::optional<ListedRow>& after) {
  std::optional<RowSet> among;
  Ordered ordered(kArticles, "published", "DESC");
  Conditions& where = ordered.where();
  if (is_about_events(q)) {
    among = DEPECHE_TRY(DEPECHE_TRY(Selection::of(db, q)).articles());
  } else {
    among = DEPECHE_TRY(articles_with(db, q.text));
    where.among("publisher IN ({})", q.publisher);
    where.among("language IN ({})", q.language);
    where.among("id IN ({})", q.article);
  }
  Statement rows = DEPECHE_TRY(ordered.from(db, after));
  return some_of(rows, among, limit);
}

// The newest with one of many events among theirs: soon found where they are common. Nothing where they are not, and
// looking at one after the other would take longer than reading all.
Result<std::optional<std::vector<ListedRow>>> newest_with(Connection& db, Statement& rows, const Source& of,
                                                          const std::vector<int64_t>& chosen, size_t most) {
  constexpr int kMostLookedAt = 1000;
  RowSet is_chosen;
  for (const int64_t event : chosen) is_chosen.add(event);
  Statement events = DEPECHE_TRY(db.prepare(fmt::format("SELECT event FROM {} WHERE {} = ?", of.events, of.row)));
  std::vector<ListedRow> found;
  bool goes_on = true;
  for (int i = 0; i < kMostLookedAt && found.size() < most && (goes_on = DEPECHE_TRY(rows.step())); ++i) {
    bool has_one = false;
    events.bind(1, rows.integer(0));
    while (!has_one && DEPECHE_TRY(events.step())) has_one = is_chosen.has(events.integer(0));
    events.reset();
    if (has_one) found.push_back(row_of(rows));
  }
  if (goes_on) rows.reset();
  if (goes_on && found.size() < most) return std::nullopt;
  return found;
}

}  // namespace

std::vector<int64_t> numbers_of(const std::vector<ListedRow>& rows) {
  std::vector<int64_t> numbers;
  for (const ListedRow& r : rows) numbers.push_back(r.row);
  return numbers;
}

Result<std::vector<ListedRow>> list(Connection& db, const Query& query, Listed what, int64_t limit,
                                    const std::optional<ListedRow>& after) {
  const ReadTransaction still = DEPECHE_TRY(ReadTransaction::begin(db));
  if (what == Listed::Articles) return articles(db, query, limit, after);
  const Selection selection = DEPECHE_TRY(Selection::of(db, query));
  const Source& of = what == Listed::Stories ? kStories : kDisputes;
  Ordered ordered(of, "date_first", "ASC");
  Statement rows = DEPECHE_TRY(ordered.from(db, after));
  std::optional<RowSet> among;
  if (!selection.is_everything()) {
    const std::vector<int64_t> chosen = DEPECHE_TRY(selection.events());
    if (limit >= 0 && chosen.size() > Selection::kFew) {
      if (auto newest = DEPECHE_TRY(newest_with(db, rows, of, chosen, static_cast<size_t>(limit))))
        return std::move(*newest);
    }
    among = DEPECHE_TRY(selection.values_of(of.events, of.row, chosen));
  }
  return some_of(rows, among, limit);
}

Result<std::vector<int64_t>> search(Connection& db, const Query& query, int64_t limit, int64_t offset) {
  const std::string words = phrases(query.text);
  if (words.empty()) return fail(Error::Code::InvalidArgument, "text: say which words to look for");
  const ReadTransaction still = DEPECHE_TRY(ReadTransaction::begin(db));
  Query rest = query;
  rest.text.clear();
  const Selection selection = DEPECHE_TRY(Selection::of(db, rest));
  std::optional<RowSet> among;
  if (!selection.is_everything()) among = DEPECHE_TRY(selection.articles());
  Statement oldest =
      DEPECHE_TRY(db.prepare("SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?"));
  oldest.bind(1, std::string_view(words));
  oldest.bind(2, kMostRanked);
  const int64_t before = DEPECHE_TRY(oldest.step()) ? oldest.integer(0) : 0;
  oldest.reset();
  Statement best =
      DEPECHE_TRY(db.prepare("SELECT rowid FROM texts WHERE texts MATCH ? AND rowid > ? ORDER BY rank, rowid"));
  best.bind(1, std::string_view(words));
  best.bind(2, before);
  std::vector<int64_t> found;
  while ((limit < 0 || std::ssize(found) < limit) && DEPECHE_TRY(best.step())) {
    const int64_t row = best.integer(0);
    if (among && !among->has(row)) continue;
    if (offset-- <= 0) found.push_back(row);
  }
  return found;
}

}  // namespace depeche::store
