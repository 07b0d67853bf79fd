#include "store/record_rows.h"

#include <unordered_map>

namespace depeche::store {
namespace {

Span span_at(const Statement& row, int column) {
  if (row.is_null(column)) return {};
  return {row.integer(column), row.integer(column + 1)};
}

std::string text_at(const Statement& row, int column) { return std::string(row.text(column)); }

using Rows = std::unordered_map<int64_t, int>;  // row -> place in the record

Result<void> read_events(Connection& db, int64_t article, const Rows& actors, StoredRecord& r) {
  Statement events = DEPECHE_TRY(db.prepare(
      "SELECT e.event, e.id, e.type, e.mode, e.contexts, e.quad, e.score, e.cameo, e.goldstein, e.date, e.date_first, "
      "e.date_last, e.time_basis, e.confidence, e.status, e.hedged, e.historical, e.trigger_begin, e.trigger_end, "
      "e.sentence_begin, e.sentence_end, e.rule, e.evidence, e.links, e.place, l.name, l.country, l.admin1, l.lat, "
      "l.lon, "
      "l.geonames FROM event_rows e LEFT JOIN places l ON l.place = e.place WHERE e.article = ? ORDER BY e.event"));
  Statement participants =
      DEPECHE_TRY(db.prepare("SELECT role, actor FROM participants WHERE event = ? ORDER BY role, n"));
  Statement positions =
      DEPECHE_TRY(db.prepare("SELECT actor, stance, begin, end FROM positions WHERE event = ? ORDER BY n"));
  Rows places;
  const auto index_of = [](const Rows& rows, int64_t row) {
    const auto at = rows.find(row);
    return at == rows.end() ? -1 : at->second;
  };
  events.bind(1, article);
  while (DEPECHE_TRY(events.step())) {
    StoredEvent e;
    const int64_t row = events.integer(0);
    int n = 0;
    for (std::string* const text : {&e.id, &e.type, &e.mode, &e.contexts}) *text = text_at(events, ++n);
    e.quad = events.integer(5);
    e.score = events.real(6);
    e.cameo = text_at(events, 7);
    e.goldstein = events.real(8);
    n = 8;
    for (std::string* const text : {&e.date, &e.date_first, &e.date_last, &e.time_basis}) *text = text_at(events, ++n);
    e.confidence = events.real(13);
    e.status = text_at(events, 14);
    e.hedged = events.integer(15) != 0;
    e.historical = events.integer(16) != 0;
    e.trigger = span_at(events, 17);
    e.sentence = span_at(events, 19);
    n = 20;
    for (std::string* const text : {&e.rule, &e.evidence, &e.links}) *text = text_at(events, ++n);
    if (!events.is_null(24)) {
      const auto [at, is_new] = places.emplace(events.integer(24), static_cast<int>(r.places.size()));
      e.place = at->second;
      if (is_new) {
        StoredPlace p{text_at(events, 25), text_at(events, 26), text_at(events, 27), {}, {}, events.integer(30)};
        if (!events.is_null(28)) p.lat = events.real(28);
        if (!events.is_null(29)) p.lon = events.real(29);
        r.places.push_back(std::move(p));
      }
    }
    participants.bind(1, row);
    while (DEPECHE_TRY(participants.step())) {
      const int entity = index_of(actors, participants.integer(1));
      if (entity < 0) continue;
      const std::string_view role = participants.text(0);
      std::vector<int>& all = role == "actor"       ? e.actor
                              : role == "recipient" ? e.recipient
                              : role == "source"    ? e.source
                              : role == "denier"    ? e.denier
                                                    : e.confirmer;
      all.push_back(entity);
    }
    positions.bind(1, row);
    while (DEPECHE_TRY(positions.step())) {
      e.positions.push_back({positions.is_null(0) ? -1 : index_of(actors, positions.integer(0)), text_at(positions, 1),
                             span_at(positions, 2)});
    }
    r.events.push_back(std::move(e));
  }
  return {};
}

}  // namespace

Result<StoredRecord> stored_record(Connection& db, int64_t article) {
  StoredRecord r;
  Statement head =
      DEPECHE_TRY(db.prepare("SELECT a.id, a.url, a.publisher, a.language, a.published, a.published_basis, a.text, "
                             "a.rest, c.version, c.model, "
                             "c.resources FROM articles a JOIN coders c USING (coder) WHERE a.article = ?"));
  head.bind(1, article);
  if (!DEPECHE_TRY(head.step())) return fail(Error::Code::NotFound, "no such article", {.file = db.path()});
  int n = 0;
  for (std::string* const text : {&r.id, &r.url, &r.publisher, &r.language, &r.published, &r.published_basis, &r.text,
                                  &r.rest, &r.coder_version, &r.coder_model, &r.coder_resources})
    *text = text_at(head, n++);
  head.reset();
  Rows actors;
  Statement entities =
      DEPECHE_TRY(db.prepare("SELECT n.id, c.name, c.kind, c.country, c.sector, c.wikidata, n.title, n.mentions, "
                             "n.actor FROM entities n JOIN actors c "
                             "USING (actor) WHERE n.article = ? ORDER BY length(n.id), n.id"));
  entities.bind(1, article);
  while (DEPECHE_TRY(entities.step())) {
    actors.emplace(entities.integer(8), static_cast<int>(r.entities.size()));
    StoredEntity e;
    n = 0;
    for (std::string* const text : {&e.id, &e.name, &e.kind, &e.country, &e.sector, &e.wikidata, &e.title, &e.mentions})
      *text = text_at(entities, n++);
    r.entities.push_back(std::move(e));
  }
  DEPECHE_CHECK(read_events(db, article, actors, r));
  Statement quotes =
      DEPECHE_TRY(db.prepare("SELECT begin, end, cue_begin, cue_end, form, via, speaker, closed FROM quote_rows WHERE "
                             "article = ? ORDER BY n"));
  quotes.bind(1, article);
  while (DEPECHE_TRY(quotes.step())) {
    const auto speaker = quotes.is_null(6) ? actors.end() : actors.find(quotes.integer(6));
    r.quotes.push_back({span_at(quotes, 0), span_at(quotes, 2), text_at(quotes, 4), text_at(quotes, 5),
                        speaker == actors.end() ? -1 : speaker->second, quotes.integer(7) != 0});
  }
  Statement times = DEPECHE_TRY(db.prepare("SELECT begin, end, type, value FROM times WHERE article = ? ORDER BY n"));
  times.bind(1, article);
  while (DEPECHE_TRY(times.step())) r.times.push_back({span_at(times, 0), text_at(times, 2), text_at(times, 3)});
  return r;
}

}  // namespace depeche::store
