// What a file of the store promises, and the care of it.
#include <fmt/format.h>

#include "store/check_columns.h"
#include "store/marks.h"
#include "store/schema.h"
#include "store/sqlite.h"
#include "store/store.h"

namespace depeche::store {
namespace {

struct Promise {
  std::string_view broken;  // rows that break it
  std::string_view words;
};

constexpr Promise kPromises[] = {
    {"SELECT count(*) FROM pragma_foreign_key_check", "rows refer to rows that are not there"},
    {"SELECT count(*) FROM articles a WHERE event_count <> (SELECT count(*) FROM event_rows e WHERE e.article = "
     "a.article)",
     "articles lack events or have too many"},
    {"SELECT count(*) FROM (SELECT 1 FROM event_rows GROUP BY article, id HAVING count(*) > 1)",
     "events are there twice"},
    {"SELECT count(*) FROM places WHERE lat IS NOT NULL AND lon IS NOT NULL AND place NOT IN (SELECT place FROM "
     "place_boxes)",
     "places are missing in the index of places"},
    {"SELECT count(*) FROM place_boxes WHERE place NOT IN (SELECT place FROM places)",
     "entries of the index of places have no place"},
    {"SELECT count(*) FROM event_rows WHERE (date_first IS NULL) <> (date_last IS NULL) OR date_first > date_last",
     "events end before they begin"},
    {"SELECT count(*) FROM event_rows e JOIN articles a USING (article) WHERE e.trigger_end > length(a.text) OR "
     "e.sentence_end > length(a.text)",
     "events point beyond their text"},
    {"SELECT count(*) FROM story_rows s WHERE events < 2 OR events <> (SELECT count(*) FROM story_events e WHERE "
     "e.story = "
     "s.story)",
     "stories lack reports or have too many"},
    {"SELECT count(*) FROM story_events s WHERE event NOT IN (SELECT event FROM story_marks) OR (joined_to IS NOT NULL "
     "AND "
     "joined_to NOT IN (SELECT o.event FROM story_events o WHERE o.story = s.story))",
     "reports are joined to what is not in their story"},
    {"SELECT count(*) FROM story_marks WHERE event NOT IN (SELECT event FROM event_rows)",
     "marks of stories belong to no event"},
    {"SELECT count(*) FROM story_likeness WHERE event NOT IN (SELECT event FROM story_marks) OR other NOT IN (SELECT "
     "event FROM story_marks)",
     "likenesses of stories belong to no event"},
    {"SELECT count(*) FROM dispute_rows d WHERE 2 <> (SELECT count(DISTINCT side) FROM dispute_holders h WHERE "
     "h.dispute "
     "= d.dispute)",
     "disputes have one side only"},
    {"SELECT count(*) FROM articles WHERE json_valid(rest) = 0", "articles have members that are no JSON"},
};

Result<int64_t> unreadable_marks(Connection& db) {
  int64_t unreadable = 0;
  Statement all = DEPECHE_TRY(db.prepare("SELECT event, day, marks FROM story_marks"));
  Marks marks;
  while (DEPECHE_TRY(all.step()))
    unreadable += !unpack(all.blob(2), all.integer(0), marks) || marks.day != all.integer(1);
  return unreadable;
}

}  // namespace

Result<std::vector<std::string>> check(const std::string& path) {
  Connection db = DEPECHE_TRY(Connection::open(path, Connection::Mode::Read));
  DEPECHE_CHECK(check_version(db));
  std::vector<std::string> faults;
  Statement integrity = DEPECHE_TRY(db.prepare("PRAGMA integrity_check"));
  for (auto row = integrity.step(); row.has_value() ? *row : (faults.push_back(row.error().describe()), false);
       row = integrity.step()) {
    if (integrity.text(0) != "ok") faults.emplace_back(integrity.text(0));
  }
  if (!faults.empty()) return faults;  // what else a damaged file says is worth nothing
  for (const Promise& promise : kPromises) {
    const int64_t broken = DEPECHE_TRY(db.number(promise.broken));
    if (broken != 0) faults.push_back(fmt::format("{}: {}", promise.words, broken));
  }
  if (const int64_t n = DEPECHE_TRY(unreadable_marks(db)); n > 0)
    faults.push_back(fmt::format("marks of stories cannot be read or stand under another day: {}", n));
  if (const auto done = check_columns(db, faults); !done) faults.push_back(done.error().describe());
  // The index of words can look into itself only where it may write: here its texts are counted.
  const int64_t indexed = DEPECHE_TRY(db.number("SELECT count(*) FROM texts_docsize"));
  const int64_t articles = DEPECHE_TRY(db.number("SELECT count(*) FROM articles"));
  if (indexed != articles)
    faults.push_back(fmt::format("the index of words holds {} texts, the file {}", indexed, articles));
  return faults;
}

Result<void> backup(const std::string& path, const std::string& to) {
  Connection db = DEPECHE_TRY(Connection::open(path, Connection::Mode::Read));
  DEPECHE_CHECK(check_version(db));
  return db.copy_to(to);
}

Result<void> vacuum(const std::string& path) {
  Connection db = DEPECHE_TRY(Connection::open(path, Connection::Mode::Write));
  DEPECHE_CHECK(migrate(db));
  DEPECHE_CHECK(db.exec("INSERT INTO texts (texts) VALUES ('optimize')"));
  return db.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize");
}

}  // namespace depeche::store
