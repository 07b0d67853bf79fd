#include "store/check_stories.h"

#include <fmt/format.h>

#include <utility>

#include "store/stories.h"

namespace depeche::store {
namespace {

// Those that refer to others come after them.
constexpr std::string_view kTables[] = {"story_marks",  "story_likeness", "story_rows",
                                        "story_events", "dispute_rows",   "dispute_holders"};

// Of `main`, the file, or of `temp`. Stories and disputes are named by events, as their numbers tell how they came to
// be.
struct Told {
  std::string_view rows;
  std::string_view words;
};
constexpr Told kTold[] = {
    {"SELECT event, other, points FROM {0}.story_likeness", "likenesses of reports are not those that they have"},
    {"SELECT first_event, best_event, date, date_first, date_last, place, killed, wounded, events, reports, "
     "publishers, languages, first_published, last_published, differs FROM {0}.story_rows",
     "stories are not what their reports tell"},
    {"SELECT e.event, s.first_event, e.joined_to, e.points, e.why FROM {0}.story_events e JOIN {0}.story_rows s USING "
     "(story)",
     "reports are joined otherwise than they are like"},
    {"SELECT d.event, s.first_event, d.date_first FROM {0}.dispute_rows d LEFT JOIN {0}.story_rows s USING (story)",
     "disputes are not those that the events make"},
    {"SELECT d.event AS best, h.event, h.n, h.side, h.stance, h.actor, h.holder, h.begin, h.end FROM "
     "{0}.dispute_holders h JOIN {0}.dispute_rows d USING (dispute)",
     "positions in disputes are not those that the events tell"},
};

}  // namespace

Result<RemadeStories> RemadeStories::over(Connection& db) {
  RemadeStories remade(db);
  DEPECHE_CHECK(remade.hide_tables());
  const Knowledge none;  // marks tell all that is asked of it
  StoryKeeper keeper = DEPECHE_TRY(StoryKeeper::over(db, none));
  DEPECHE_CHECK(keeper.tell_anew("main.story_marks"));
  return remade;
}

RemadeStories::RemadeStories(RemadeStories&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}

RemadeStories::~RemadeStories() {
  if (!db_) return;
  for (const std::string_view table : kTables)
    static_cast<void>(db_->exec(fmt::format("DROP TABLE IF EXISTS temp.{}", table)));
}

Result<void> RemadeStories::hide_tables() const {
  constexpr std::string_view kTable = "CREATE TABLE ", kIndex = "CREATE INDEX ";
  for (const std::string_view table : kTables) {
    std::vector<std::string> made;
    Statement all = DEPECHE_TRY(
        db_->prepare("SELECT sql FROM main.sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type DESC"));
    all.bind(1, table);
    while (DEPECHE_TRY(all.step())) {
      const std::string_view sql = all.text(0);
      if (sql.starts_with(kTable)) made.push_back("CREATE TEMP TABLE " + std::string(sql.substr(kTable.size())));
      if (sql.starts_with(kIndex)) made.push_back("CREATE INDEX temp." + std::string(sql.substr(kIndex.size())));
    }
    for (const std::string& sql : made) DEPECHE_CHECK(db_->exec(sql));
  }
  return {};
}

Result<void> RemadeStories::compare(std::vector<std::string>& faults) const {
  for (const Told& told : kTold) {
    const std::string stored = fmt::format(fmt::runtime(told.rows), "main");
    const std::string made = fmt::format(fmt::runtime(told.rows), "temp");
    const int64_t differing =
        DEPECHE_TRY(db_->number(fmt::format("SELECT (SELECT count(*) FROM ({0} EXCEPT {1})) + (SELECT count(*) FROM "
                                            "({1} EXCEPT {0}))",
                                            stored, made)));
    if (differing != 0)
      faults.push_back(fmt::format("{}: {} (`depeche db vacuum` tells them anew)", told.words, differing));
  }
  return {};
}

Result<void> RemadeStories::put_in_place() const {
  for (const std::string_view table : kTables)
    DEPECHE_CHECK(db_->exec(fmt::format("DELETE FROM main.{0}; INSERT INTO main.{0} SELECT * FROM temp.{0}", table)));
  return {};
}

}  // namespace depeche::store
