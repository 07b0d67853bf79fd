#include "store/listing.h"

#include <optional>
#include <tuple>

#include "store/conditions.h"
#include "store/selection.h"

namespace depeche::store {
namespace {

constexpr std::string_view kStories = "SELECT story FROM story_rows ORDER BY date_first DESC, story";
constexpr std::string_view kDisputes = "SELECT dispute FROM dispute_rows ORDER BY date_first DESC, dispute";

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

}  // namespace

Result<std::vector<int64_t>> list(Connection& db, const Query& query, Listed what, int64_t limit, int64_t offset) {
  const ReadTransaction still = DEPECHE_TRY(ReadTransaction::begin(db));
  if (what == Listed::Articles) return articles(db, query, limit, offset);
  const Selection selection = DEPECHE_TRY(Selection::of(db, query));
  std::optional<RowSet> among;
  if (!selection.is_everything()) {
    among = DEPECHE_TRY(what == Listed::Stories ? selection.values_of("story_events", "story")
                                                : selection.values_of("dispute_holders", "dispute"));
  }
  Statement rows = DEPECHE_TRY(db.prepare(what == Listed::Stories ? kStories : kDisputes));
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
