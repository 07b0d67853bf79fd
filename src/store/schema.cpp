#include "store/schema.h"

#include <fmt/format.h>

#include <iterator>
#include <string>

#include "store/column_keeper.h"
#include "store/schema_columns.h"
#include "store/schema_stories.h"

namespace depeche::store {
namespace {

constexpr const char* kFirstStep = R"sql(
CREATE TABLE runs (
  run INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,              -- coded: articles coded by this run; records: taken as they were
  manifest TEXT NOT NULL,          -- JSON: version, models, resources, options
  started TEXT NOT NULL, ended TEXT,   -- UTC; no end: it was broken off
  articles INTEGER NOT NULL DEFAULT 0, events INTEGER NOT NULL DEFAULT 0, replaced INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0);
CREATE TABLE coders (
  coder INTEGER PRIMARY KEY,
  version TEXT NOT NULL, model TEXT NOT NULL, resources TEXT NOT NULL,
  UNIQUE (version, model, resources));
CREATE TABLE articles (
  article INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  fingerprint BLOB NOT NULL,       -- of the input and of what it was coded with
  run INTEGER NOT NULL REFERENCES runs, coder INTEGER NOT NULL REFERENCES coders,
  url TEXT, publisher TEXT, language TEXT, published TEXT, published_basis TEXT,
  event_count INTEGER NOT NULL,
  text TEXT NOT NULL,
  rest TEXT NOT NULL);             -- JSON: the record's other members as they were
CREATE TABLE actors (
  actor INTEGER PRIMARY KEY,
  name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT NOT NULL, sector TEXT NOT NULL, wikidata TEXT NOT NULL,
  UNIQUE (name, kind, country, sector, wikidata));
CREATE INDEX actors_by_country ON actors (country);
CREATE TABLE entities (
  article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
  id TEXT NOT NULL,
  actor INTEGER NOT NULL REFERENCES actors,
  title TEXT,
  mentions TEXT NOT NULL,          -- JSON, spans in code points
  PRIMARY KEY (article, id)) WITHOUT ROWID;
CREATE TABLE places (
  place INTEGER PRIMARY KEY,
  name TEXT NOT NULL, country TEXT NOT NULL, admin1 TEXT NOT NULL, lat REAL, lon REAL, geonames INTEGER NOT NULL);
CREATE UNIQUE INDEX places_by_name ON places (name, country, admin1, geonames, ifnull(lat, 999), ifnull(lon, 999));
CREATE VIRTUAL TABLE place_boxes USING rtree (place, min_lat, max_lat, min_lon, max_lon);
CREATE TABLE event_rows (
  event INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
  id TEXT NOT NULL,
  type TEXT NOT NULL, mode TEXT NOT NULL, contexts TEXT NOT NULL,
  quad INTEGER, score REAL, cameo TEXT, goldstein REAL,
  date TEXT, date_first TEXT, date_last TEXT,   -- as told; its first and last day
  month TEXT,                      -- 2023-08, where the date lies in one
  time_basis TEXT,
  place INTEGER REFERENCES places,
  confidence REAL, status TEXT NOT NULL, hedged INTEGER NOT NULL, historical INTEGER NOT NULL,
  trigger_begin INTEGER, trigger_end INTEGER, sentence_begin INTEGER, sentence_end INTEGER,
  rule TEXT,
  evidence TEXT NOT NULL, links TEXT NOT NULL);
CREATE INDEX events_by_article ON event_rows (article);
CREATE INDEX events_by_type ON event_rows (type, mode, status);
CREATE INDEX events_by_date ON event_rows (date_first, date_last);
CREATE INDEX events_by_month ON event_rows (month);
CREATE INDEX events_by_place ON event_rows (place) WHERE place IS NOT NULL;
CREATE TABLE participants (
  event INTEGER NOT NULL REFERENCES event_rows ON DELETE CASCADE,
  role TEXT NOT NULL,              -- actor, recipient, source, denier, confirmer
  n INTEGER NOT NULL,              -- their order in the record
  actor INTEGER NOT NULL REFERENCES actors,
  PRIMARY KEY (event, role, n)) WITHOUT ROWID;
CREATE INDEX participants_by_actor ON participants (actor, role, event);
CREATE TABLE positions (
  event INTEGER NOT NULL REFERENCES event_rows ON DELETE CASCADE,
  n INTEGER NOT NULL,
  actor INTEGER REFERENCES actors,
  stance TEXT NOT NULL,
  begin INTEGER, end INTEGER,
  PRIMARY KEY (event, n)) WITHOUT ROWID;
CREATE INDEX positions_by_actor ON positions (actor) WHERE actor IS NOT NULL;
CREATE TABLE dyads (
  actor_country TEXT NOT NULL, recipient_country TEXT NOT NULL,
  month TEXT NOT NULL,             -- 2023-08; empty where the date is not that precise
  event INTEGER NOT NULL REFERENCES event_rows ON DELETE CASCADE,
  PRIMARY KEY (actor_country, recipient_country, month, event)) WITHOUT ROWID;
CREATE INDEX dyads_by_event ON dyads (event);
CREATE TABLE quote_rows (
  article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
  n INTEGER NOT NULL,
  begin INTEGER NOT NULL, end INTEGER NOT NULL,
  form TEXT NOT NULL,
  speaker INTEGER REFERENCES actors,
  via TEXT NOT NULL,               -- JSON, ids of entities
  cue_begin INTEGER, cue_end INTEGER, closed INTEGER NOT NULL,
  PRIMARY KEY (article, n)) WITHOUT ROWID;
CREATE INDEX quotes_by_speaker ON quote_rows (speaker) WHERE speaker IS NOT NULL;
CREATE TABLE times (
  article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
  n INTEGER NOT NULL,
  begin INTEGER NOT NULL, end INTEGER NOT NULL,
  type TEXT NOT NULL, value TEXT,
  PRIMARY KEY (article, n)) WITHOUT ROWID;

CREATE VIRTUAL TABLE texts USING fts5(text, content='articles', content_rowid='article',
                                      tokenize='unicode61 remove_diacritics 2');

CREATE VIEW events AS SELECT
  e.event, a.id AS article, e.id, e.type, e.mode,
  (SELECT group_concat(value, '; ') FROM json_each(e.contexts)) AS context,
  e.quad, e.score, e.cameo, e.goldstein,
  (SELECT group_concat(x.name, '; ') FROM (SELECT c.name FROM participants p JOIN actors c USING (actor) WHERE p.event = e.event AND p.role = 'actor' ORDER BY p.n) x) AS actor,
  (SELECT group_concat(x.country, '; ') FROM (SELECT c.country FROM participants p JOIN actors c USING (actor) WHERE p.event = e.event AND p.role = 'actor' ORDER BY p.n) x) AS actor_country,
  (SELECT group_concat(x.name, '; ') FROM (SELECT c.name FROM participants p JOIN actors c USING (actor) WHERE p.event = e.event AND p.role = 'recipient' ORDER BY p.n) x) AS recipient,
  (SELECT group_concat(x.country, '; ') FROM (SELECT c.country FROM participants p JOIN actors c USING (actor) WHERE p.event = e.event AND p.role = 'recipient' ORDER BY p.n) x) AS recipient_country,
  e.date, e.date_first, e.date_last, e.time_basis,
  l.name AS place, nullif(l.country, '') AS place_country, l.lat, l.lon,
  e.status,
  (SELECT group_concat(x.name, '; ') FROM (SELECT c.name FROM participants p JOIN actors c USING (actor) WHERE p.event = e.event AND p.role = 'source' ORDER BY p.n) x) AS according_to,
  (SELECT group_concat(x.name, '; ') FROM (SELECT c.name FROM participants p JOIN actors c USING (actor) WHERE p.event = e.event AND p.role = 'denier' ORDER BY p.n) x) AS denied_by,
  (SELECT group_concat(x.name, '; ') FROM (SELECT c.name FROM participants p JOIN actors c USING (actor) WHERE p.event = e.event AND p.role = 'confirmer' ORDER BY p.n) x) AS confirmed_by,
  e.hedged, e.historical, e.confidence,
  substr(a.text, e.trigger_begin + 1, e.trigger_end - e.trigger_begin) AS trigger,
  substr(a.text, e.sentence_begin + 1, e.sentence_end - e.sentence_begin) AS sentence,
  e.rule, a.published, a.publisher, a.language, a.url
FROM event_rows e JOIN articles a USING (article) LEFT JOIN places l ON l.place = e.place;

CREATE VIEW mentions AS SELECT
  a.id AS article, n.id AS entity, c.name, c.kind, nullif(c.country, '') AS country, c.sector, nullif(c.wikidata, '') AS wikidata,
  json_extract(m.value, '$.form') AS form,
  json_extract(m.value, '$.span[0]') AS begin, json_extract(m.value, '$.span[1]') AS end,
  substr(a.text, json_extract(m.value, '$.span[0]') + 1, json_extract(m.value, '$.span[1]') - json_extract(m.value, '$.span[0]')) AS words
FROM entities n JOIN articles a USING (article) JOIN actors c USING (actor), json_each(n.mentions) m;

CREATE VIEW quotes AS SELECT
  a.id AS article, q.n, q.form, c.name AS speaker, nullif(c.country, '') AS speaker_country, q.begin, q.end,
  substr(a.text, q.begin + 1, q.end - q.begin) AS words,
  substr(a.text, q.cue_begin + 1, q.cue_end - q.cue_begin) AS cue, q.via, q.closed,
  a.published, a.publisher, a.language, a.url
FROM quote_rows q JOIN articles a USING (article) LEFT JOIN actors c ON c.actor = q.speaker;

CREATE VIEW dyad_month AS SELECT
  d.actor_country, d.recipient_country, d.month, count(*) AS events,
  sum(e.quad = 1) AS verbal_cooperation, sum(e.quad = 2) AS material_cooperation,
  sum(e.quad = 3) AS verbal_conflict, sum(e.quad = 4) AS material_conflict,
  avg(e.goldstein) AS goldstein, avg(e.score) AS score
FROM dyads d JOIN event_rows e USING (event)
WHERE d.month <> '' GROUP BY d.actor_country, d.recipient_country, d.month;
)sql";

// Step i brings a file from version i to i + 1. A step that was released is never changed: add another.
const std::string kSteps[] = {kFirstStep, std::string(kStoriesStep) + kViewsStep, kTalliesStep, kColumnsStep,
                              kDaysStep};
constexpr int64_t kColumnsVersion = 4;

}  // namespace

int64_t newest_version() { return static_cast<int64_t>(std::size(kSteps)); }

Result<void> check_version(Connection& db) {
  const int64_t application = DEPECHE_TRY(db.number("PRAGMA application_id"));
  const int64_t version = DEPECHE_TRY(db.number("PRAGMA user_version"));
  if (application == 0 && DEPECHE_TRY(db.number("SELECT count(*) FROM sqlite_schema")) == 0) {
    return fail(Error::Code::NotFound, "nothing is stored in it yet: `depeche ingest INPUT --db FILE` does",
                {.file = db.path()});
  }
  if (application != kApplicationId) {
    return fail(Error::Code::Malformed, "is not a database of depeche: name another file", {.file = db.path()});
  }
  if (version > newest_version()) {
    return fail(Error::Code::Unsupported,
                fmt::format("is of version {}, made by a newer depeche; this one reads up to {}: update depeche",
                            version, newest_version()),
                {.file = db.path()});
  }
  if (version < newest_version()) {
    return fail(Error::Code::Unsupported,
                fmt::format("is of version {}, this depeche reads {}: `depeche ingest` or `depeche db vacuum` "
                            "brings it up to date",
                            version, newest_version()),
                {.file = db.path()});
  }
  return {};
}

Result<void> migrate(Connection& db) {
  DEPECHE_CHECK(db.exec("BEGIN IMMEDIATE"));
  const auto steps = [&db]() -> Result<void> {
    const bool is_empty = DEPECHE_TRY(db.number("SELECT count(*) FROM sqlite_schema")) == 0;
    if (!is_empty && DEPECHE_TRY(db.number("PRAGMA application_id")) != kApplicationId) return check_version(db);
    const int64_t old = DEPECHE_TRY(db.number("PRAGMA user_version"));
    for (int64_t version = old; version < newest_version(); ++version) {
      DEPECHE_CHECK(db.exec(kSteps[version]));
      DEPECHE_CHECK(
          db.exec(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kApplicationId, version + 1)));
    }
    if (!is_empty && old < kColumnsVersion) DEPECHE_CHECK(DEPECHE_TRY(ColumnKeeper::over(db)).rebuild());
    return check_version(db);
  };
  auto done = steps();
  if (done) done = db.exec("COMMIT");
  if (!done && db.in_transaction()) static_cast<void>(db.exec("ROLLBACK"));
  return done;
}

}  // namespace depeche::store
