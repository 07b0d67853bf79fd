// Version 4: columns of events take the place of indices that each question read wide rows through.
#include "store/schema_columns.h"

namespace depeche::store {

// Counts that the columns made needless: the next step drops the table, so it need not be filled.
const char* const kTalliesStep =
    "CREATE TABLE tallies (what TEXT NOT NULL, value TEXT NOT NULL, events INTEGER NOT NULL, PRIMARY KEY (what, "
    "value)) "
    "WITHOUT ROWID;";

const char* const kColumnsStep = R"sql(
CREATE TABLE event_kinds (
  kind INTEGER PRIMARY KEY,
  type TEXT NOT NULL, mode TEXT NOT NULL, status TEXT NOT NULL, contexts TEXT NOT NULL, quad INTEGER NOT NULL,
  UNIQUE (type, mode, status, contexts, quad));
CREATE TABLE outlets (
  outlet INTEGER PRIMARY KEY,
  publisher TEXT NOT NULL, language TEXT NOT NULL,  -- empty: not known
  articles INTEGER NOT NULL,
  UNIQUE (publisher, language));
-- src/store/columns.h tells how they are laid out.
CREATE TABLE event_columns (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE dyad_months (
  actor_country TEXT NOT NULL, recipient_country TEXT NOT NULL, month TEXT NOT NULL,
  events INTEGER NOT NULL,
  verbal_cooperation INTEGER NOT NULL, material_cooperation INTEGER NOT NULL,
  verbal_conflict INTEGER NOT NULL, material_conflict INTEGER NOT NULL,
  goldstein INTEGER NOT NULL, score INTEGER NOT NULL,  -- sums, in millionths
  PRIMARY KEY (actor_country, recipient_country, month)) WITHOUT ROWID;
DROP VIEW dyad_month;
CREATE VIEW dyad_month AS SELECT
  actor_country, recipient_country, month, events,
  verbal_cooperation, material_cooperation, verbal_conflict, material_conflict,
  goldstein / 1e6 / events AS goldstein, score / 1e6 / events AS score
FROM dyad_months;
DROP TABLE dyads;
DROP TABLE tallies;
DROP INDEX events_by_type;
DROP INDEX events_by_month;
DROP INDEX events_by_place;
DROP INDEX participants_by_actor;
DROP INDEX positions_by_actor;
CREATE INDEX articles_by_published ON articles (published, publisher, language);
ALTER TABLE dispute_rows ADD COLUMN date_first TEXT;
UPDATE dispute_rows SET date_first = coalesce(
  (SELECT date_first FROM story_rows s WHERE s.story = dispute_rows.story),
  (SELECT date_first FROM event_rows e WHERE e.event = dispute_rows.event));
CREATE INDEX disputes_by_date ON dispute_rows (date_first, dispute);
)sql";

}  // namespace depeche::store
