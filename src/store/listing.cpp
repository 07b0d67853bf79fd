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
constexpr Source kStories{"story_rows", "story", "story_events"};
constexpr Source kDisputes{"dispute_rows", "dispute", "dispute_holders"};

// What `rows` gives in its first column, and is in the set where there is one.
Result<std::vector<int64_t>> some_of(Statement& rows, const std::optional<RowSet>& among, int64_t limit,
                                     int64_t offset) {
  std::vector<int64_t> found;
  while ((limit < 0 || static_cast<int64_t>(found.size()) < limit) && DEPECHE_TRY(rows.step())) {
    const int64_t row = rows.integer(0);
    if (among && !among->has(row)) continue;
    if (offset > 0) {
      --offset;
    } else {
      found.push_back(row);
    }
  }
  return found;
}

// Whether a filter asks for more than publisher, language, article and text.
bool is_about_events(const Query& q) {
  const auto rest = [](const Query& query) {
    return std::tie(query.type, query.mode, query.context, query.status, query.actor, query.recipient, query.source,
                    query.denier, query.actor_named, query.recipient_named, query.dated, query.place, query.country,
                    query.sector, query.dyad, query.from, query.to, query.box, query.least_confidence, query.once);
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

Result<std::vector<int64_t>> articles(Connection& db, const Query& q, int64_t limit, int64_t offset) {
  std::optional<RowSet> among;
  Conditions where;
  if (is_about_events(q)) {
    among = DEPECHE_TRY(DEPECHE_TRY(Selection::of(db, q)).articles());
  } else {
    among = DEPECHE_TRY(articles_with(db, q.text));
    where.among("publisher IN ({})", q.publisher);
    where.among("language IN ({})", q.language);
    where.among("id IN ({})", q.article);
  }
  Statement rows = DEPECHE_TRY(
      db.prepare("SELECT article FROM articles" + where.filter().where + " ORDER BY published DESC, article DESC"));
  bind(rows, where.filter());
  return some_of(rows, among, limit, offset);
}

// The newest with one of many events among theirs: soon found where they are common. Nothing where they are not, and
// looking at one after the other would take longer than reading all.
Result<std::optional<std::vector<int64_t>>> newest_with(Connection& db, Statement& rows, const Source& of,
                                                        const std::vector<int64_t>& chosen, size_t most) {
  constexpr int kMostLookedAt = 1000;
  RowSet is_chosen;
  for (const int64_t event : chosen) is_chosen.add(event);
  Statement events = DEPECHE_TRY(db.prepare(fmt::format("SELECT event FROM {} WHERE {} = ?", of.events, of.row)));
  std::vector<int64_t> found;
  bool goes_on = true;
  for (int i = 0; i < kMostLookedAt && found.size() < most && (goes_on = DEPECHE_TRY(rows.step())); ++i) {
    bool has_one = false;
    events.bind(1, rows.integer(0));
    while (!has_one && DEPECHE_TRY(events.step())) has_one = is_chosen.has(events.integer(0));
    events.reset();
    if (has_one) found.push_back(rows.integer(0));
  }
  if (goes_on) rows.reset();
  if (goes_on && found.size() < most) return std::nullopt;
  return found;
}

}  // namespace

Result<std::vector<int64_t>> list(Connection& db, const Query& query, Listed what, int64_t limit, int64_t offset) {
  const ReadTransaction still = DEPECHE_TRY(ReadTransaction::begin(db));
  if (what == Listed::Articles) return articles(db, query, limit, offset);
  const Selection selection = DEPECHE_TRY(Selection::of(db, query));
  const Source& of = what == Listed::Stories ? kStories : kDisputes;
  Statement rows =
      DEPECHE_TRY(db.prepare(fmt::format("SELECT {0} FROM {1} ORDER BY date_first DESC, {0}", of.row, of.table)));
  std::optional<RowSet> among;
  if (!selection.is_everything()) {
    const std::vector<int64_t> chosen = DEPECHE_TRY(selection.events());
    if (limit >= 0 && chosen.size() > Selection::kFew) {
      const auto most = static_cast<size_t>(limit + offset);
      if (auto newest = DEPECHE_TRY(newest_with(db, rows, of, chosen, most))) {
        newest->erase(newest->begin(), newest->begin() + std::min<std::ptrdiff_t>(offset, std::ssize(*newest)));
        return std::move(*newest);
      }
    }
    among = DEPECHE_TRY(selection.values_of(of.events, of.row, chosen));
  }
  return some_of(rows, among, limit, offset);
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
  return some_of(best, among, limit, offset);
}

}  // namespace depeche::store
