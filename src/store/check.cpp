// What a file of the store promises, and the care of it.
#include <fmt/format.h>

#include "store/check_columns.h"
#include "store/check_schema.h"
#include "store/check_stories.h"
#include "store/check_words.h"
#include "store/marks.h"
#include "store/schema.h"
#include "store/selection.h"
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
    {"SELECT count(*) FROM articles WHERE length(fingerprint) <> 16",
     "articles are not known by what they were made of"},
    {"SELECT count(*) FROM (SELECT 1 FROM event_rows GROUP BY article, id HAVING count(*) > 1)",
     "events are there twice"},
    {"SELECT count(*) FROM places WHERE lat IS NOT NULL AND lon IS NOT NULL AND place NOT IN (SELECT place FROM "
     "place_boxes)",
     "places are missing in the index of places"},
    {"SELECT count(*) FROM place_boxes b LEFT JOIN places p USING (place) WHERE ifnull(p.lat BETWEEN b.min_lat "
     "AND b.max_lat AND p.lon BETWEEN b.min_lon AND b.max_lon AND b.max_lat - b.min_lat < 0.001 AND b.max_lon - "
     "b.min_lon < 0.001, 0) = 0",
     "entries of the index of places have no place, or another"},
    {"SELECT count(*) FROM event_rows WHERE (date_first IS NULL) <> (date_last IS NULL) OR date_first > date_last",
     "events end before they begin"},
    {"SELECT count(*) FROM event_rows e JOIN articles a USING (article) WHERE NOT (trigger_begin BETWEEN 0 AND "
     "trigger_end AND trigger_end <= length(a.text)) OR NOT (sentence_begin BETWEEN 0 AND sentence_end AND "
     "sentence_end <= length(a.text))",
     "events point beyond their text"},
    {"SELECT count(*) FROM positions p JOIN event_rows e USING (event) JOIN articles a USING (article) WHERE NOT "
     "(p.begin BETWEEN 0 AND p.end AND p.end <= length(a.text))",
     "positions point beyond their text"},
    {"SELECT count(*) FROM quote_rows q JOIN articles a USING (article) WHERE NOT (begin BETWEEN -1 AND end AND "
     "end <= length(a.text)) OR NOT (cue_begin BETWEEN 0 AND cue_end AND cue_end <= length(a.text))",
     "quotations point beyond their text"},
    {"SELECT count(*) FROM times t JOIN articles a USING (article) WHERE NOT (begin BETWEEN -1 AND end AND end <= "
     "length(a.text))",
     "times point beyond their text"},
    {"SELECT count(*) FROM entities n WHERE json_valid(mentions) = 0 OR json_type(mentions) <> 'array'",
     "entities have mentions that are no JSON"},
    {"SELECT count(*) FROM entities n JOIN articles a USING (article), json_each(CASE WHEN json_valid(mentions) "
     "THEN mentions ELSE '[]' END) m WHERE CASE m.type WHEN 'object' THEN ifnull(json_extract(m.value, '$.span[0]') "
     "BETWEEN 0 AND json_extract(m.value, '$.span[1]') AND json_extract(m.value, '$.span[1]') <= length(a.text), 0) "
     "ELSE 0 END = 0",
     "mentions point beyond their text"},
    {"SELECT count(*) FROM event_rows WHERE json_valid(contexts) = 0 OR json_valid(evidence) = 0 OR "
     "json_valid(links) = 0",
     "events have members that are no JSON"},
    {"SELECT count(*) FROM articles WHERE json_valid(rest) = 0", "articles have members that are no JSON"},
    {"SELECT count(*) FROM runs WHERE json_valid(manifest) = 0", "runs have manifests that are no JSON"},
    {"SELECT count(*) FROM story_marks WHERE event NOT IN (SELECT event FROM event_rows)",
     "marks of stories belong to no event"},
};

Result<int64_t> unreadable_marks(Connection& db) {
  int64_t unreadable = 0;
  Statement all = DEPECHE_TRY(db.prepare("SELECT event, day, marks FROM story_marks"));
  Marks marks;
  while (DEPECHE_TRY(all.step()))
    unreadable += !unpack(all.blob(2), all.integer(0), marks) || marks.day != all.integer(1);
  return unreadable;
}

// Those that another version of the program joined otherwise are told anew.
Result<void> mend_stories(Connection& db) {
  std::vector<std::string> faults;
  const RemadeStories remade = DEPECHE_TRY(RemadeStories::over(db));
  DEPECHE_CHECK(remade.compare(faults));
  return faults.empty() ? Result<void>() : remade.put_in_place();
}

}  // namespace

Result<std::vector<std::string>> check(const std::string& path) {
  Connection db = DEPECHE_TRY(Connection::open(path, Connection::Mode::Read));
  DEPECHE_CHECK(check_version(db));
  DEPECHE_CHECK(db.exec("PRAGMA foreign_keys = OFF; PRAGMA temp_store = FILE; PRAGMA cache_size = -131072"));
  const ReadTransaction still = DEPECHE_TRY(ReadTransaction::begin(db));  // others may be writing
  std::vector<std::string> faults;
  Statement integrity = DEPECHE_TRY(db.prepare("PRAGMA integrity_check"));
  for (auto row = integrity.step(); row.has_value() ? *row : (faults.push_back(row.error().describe()), false);
       row = integrity.step()) {
    if (integrity.text(0) != "ok") faults.emplace_back(integrity.text(0));
  }
  if (!faults.empty()) return faults;  // what else a damaged file says is worth nothing
  DEPECHE_CHECK(check_schema(db, faults));
  if (!faults.empty()) return faults;  // the questions below would find no tables
  for (const Promise& promise : kPromises) {
    const int64_t broken = DEPECHE_TRY(db.number(promise.broken));
    if (broken != 0) faults.push_back(fmt::format("{}: {}", promise.words, broken));
  }
  const int64_t unreadable = DEPECHE_TRY(unreadable_marks(db));
  if (unreadable > 0)
    faults.push_back(fmt::format("marks of stories cannot be read or stand under another day: {}", unreadable));
  if (const auto done = check_columns(db, faults); !done) faults.push_back(done.error().describe());
  DEPECHE_CHECK(check_words(db, faults));
  if (unreadable == 0) DEPECHE_CHECK(DEPECHE_TRY(RemadeStories::over(db)).compare(faults));
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
  DEPECHE_CHECK(db.exec("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE"));
  auto done = mend_stories(db);
  if (done) done = db.exec("COMMIT");
  if (!done) {
    static_cast<void>(db.exec("ROLLBACK"));
    return done;
  }
  DEPECHE_CHECK(db.exec("INSERT INTO texts (texts) VALUES ('optimize')"));
  return db.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize");
}

}  // namespace depeche::store
