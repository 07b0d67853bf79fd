#include "store/schema_stories.h"

namespace depeche::store {

const char* const kStoriesStep = R"sql(
CREATE TABLE media (publisher TEXT PRIMARY KEY, country TEXT NOT NULL) WITHOUT ROWID;
-- Articles whose events have not been made into stories yet: those of a file of an older version.
CREATE TABLE story_pending (article INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE);
INSERT INTO story_pending SELECT article FROM articles;
CREATE TABLE tolls (
  event INTEGER NOT NULL REFERENCES event_rows ON DELETE CASCADE,
  kind TEXT NOT NULL,              -- killed, wounded, held
  count INTEGER NOT NULL, at_least INTEGER NOT NULL,
  begin INTEGER NOT NULL, end INTEGER NOT NULL,
  PRIMARY KEY (event, kind)) WITHOUT ROWID;
-- What events are compared by, where they are looked for, and the likeliest others of each.
CREATE TABLE story_marks (event INTEGER PRIMARY KEY, marks BLOB NOT NULL);
CREATE TABLE story_keys (key INTEGER NOT NULL, day INTEGER NOT NULL, event INTEGER NOT NULL, PRIMARY KEY (key, day, event)) WITHOUT ROWID;
CREATE TABLE story_likeness (event INTEGER NOT NULL, other INTEGER NOT NULL, points REAL NOT NULL, PRIMARY KEY (event, other)) WITHOUT ROWID;
CREATE INDEX likeness_by_other ON story_likeness (other, event);
CREATE TABLE story_rows (
  story INTEGER PRIMARY KEY,
  first_event INTEGER NOT NULL,    -- the first report
  best_event INTEGER NOT NULL,     -- of what most reports say: whence type, actor, recipient
  date TEXT, date_first TEXT, date_last TEXT,
  place INTEGER REFERENCES places,
  killed INTEGER, wounded INTEGER,
  events INTEGER NOT NULL, reports INTEGER NOT NULL, publishers INTEGER NOT NULL, languages INTEGER NOT NULL,
  first_published TEXT, last_published TEXT,
  differs TEXT NOT NULL);          -- fields that reports tell differently, with blanks between
CREATE INDEX stories_by_date ON story_rows (date_first, story);
CREATE INDEX stories_by_reports ON story_rows (reports, story);
CREATE TABLE story_events (
  event INTEGER PRIMARY KEY REFERENCES event_rows,
  story INTEGER NOT NULL REFERENCES story_rows,
  joined_to INTEGER,               -- the report it was joined to; none: the first
  points REAL, why TEXT);
CREATE INDEX story_events_by_story ON story_events (story, event);
CREATE TABLE dispute_rows (
  dispute INTEGER PRIMARY KEY,
  story INTEGER UNIQUE REFERENCES story_rows,  -- none: an event that was told once
  event INTEGER NOT NULL REFERENCES event_rows);
CREATE INDEX disputes_by_event ON dispute_rows (event);
CREATE TABLE dispute_holders (
  dispute INTEGER NOT NULL REFERENCES dispute_rows ON DELETE CASCADE,
  event INTEGER NOT NULL REFERENCES event_rows,
  n INTEGER NOT NULL,
  side TEXT NOT NULL,              -- asserts, denies
  stance TEXT NOT NULL,
  actor INTEGER REFERENCES actors, -- none: the medium itself
  holder TEXT NOT NULL,            -- the same for one holder in every language
  begin INTEGER, end INTEGER,
  PRIMARY KEY (dispute, event, n)) WITHOUT ROWID;
CREATE INDEX dispute_holders_by_event ON dispute_holders (event);
)sql";

const char* const kDaysStep = R"sql(
CREATE TABLE marks_by_day (
  event INTEGER PRIMARY KEY,
  day INTEGER NOT NULL,            -- since 1970: where events that may be the same are looked for
  marks BLOB NOT NULL);
INSERT INTO marks_by_day SELECT event, k.day, m.marks
  FROM (SELECT event, min(day) AS day FROM story_keys GROUP BY event) k JOIN story_marks m USING (event) ORDER BY event;
DROP TABLE story_keys;
DROP TABLE story_marks;
ALTER TABLE marks_by_day RENAME TO story_marks;
CREATE INDEX story_marks_by_day ON story_marks (day);
ALTER TABLE event_rows DROP COLUMN month;
)sql";

}  // namespace depeche::store
