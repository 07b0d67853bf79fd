#include "serve/article.h"

#include <fmt/format.h>

#include "serve/rows.h"

namespace depeche::serve {
namespace {

using store::Statement;

// The ids of an event's parties, in the record's order. Where an article has two entities that are one actor, the
// first.
std::string parties(std::string_view name, std::string_view role) {
  return fmt::format(
      "(SELECT json_group_array(x.id) FROM (SELECT (SELECT n.id FROM entities n WHERE n.article = e.article AND "
      "n.actor = "
      "p.actor ORDER BY length(n.id), n.id LIMIT 1) AS id FROM participants p WHERE p.event = e.event AND p.role = "
      "'{}' "
      "ORDER BY p.n) x) AS \"{}:json\", ",
      role, name);
}

std::string events_sql() {
  return "SELECT e.id, e.type AS event, e.mode, e.contexts AS \"context:json\", e.quad, e.score, e.cameo, "
         "e.goldstein, " +
         parties("actor", "actor") + parties("recipient", "recipient") +
         "e.date, e.time_basis, CASE WHEN l.place IS NOT NULL THEN json_object('id', (SELECT "
         "json_extract(x.value, '$.id') FROM articles a, json_each(a.rest, '$.places') x WHERE a.article = e.article "
         "AND json_extract(x.value, '$.name') = l.name AND ifnull(json_extract(x.value, '$.country'), '') = l.country "
         "AND ifnull(json_extract(x.value, '$.admin1'), '') = l.admin1 LIMIT 1), 'name', l.name, 'country', "
         "nullif(l.country, ''), 'lat', l.lat, 'lon', l.lon) END AS \"place:json\", e.confidence, e.status, " +
         parties("according_to", "source") +
         "(SELECT json_group_array(json_object('by', x.id, 'stance', x.stance, 'span', json_array(x.begin, x.end))) "
         "FROM "
         "(SELECT (SELECT n.id FROM entities n WHERE n.article = e.article AND n.actor = p.actor ORDER BY "
         "length(n.id), "
         "n.id LIMIT 1) AS id, p.stance, p.begin, p.end FROM positions p WHERE p.event = e.event ORDER BY p.n) x) AS "
         "\"positions:json\", " +
         parties("denied_by", "denier") + parties("confirmed_by", "confirmer") +
         "e.historical AS \"historical:flag\", e.hedged AS \"hedged:flag\", json_array(e.trigger_begin, e.trigger_end) "
         "AS "
         "\"trigger:json\", json_array(e.sentence_begin, e.sentence_end) AS \"sentence:json\", e.evidence AS "
         "\"evidence:json\", e.rule, e.links AS \"links:json\" FROM event_rows e LEFT JOIN places l USING (place) "
         "WHERE "
         "e.article = ? ORDER BY e.event";
}

constexpr std::string_view kEntities =
    "SELECT n.id, c.name, c.kind, nullif(c.country, '') AS country, nullif(c.sector, '') AS sector, nullif(c.wikidata, "
    "'') "
    "AS wikidata, n.title, s.value AS confidence, n.mentions AS \"mentions:json\" FROM entities n JOIN actors c USING "
    "(actor) JOIN articles a USING (article) LEFT JOIN json_each(a.rest, '$.entity_confidence') s ON s.key = n.id "
    "WHERE n.article = ? ORDER BY length(n.id), n.id";
// Of an article that was stored by an older version: those of its events, without their mentions.
constexpr std::string_view kPlaces =
    "SELECT DISTINCT l.name, nullif(l.country, '') AS country, nullif(l.admin1, '') AS admin1, l.lat, l.lon, "
    "nullif(l.geonames, 0) AS geonames FROM event_rows e JOIN places l USING (place) WHERE e.article = ? ORDER BY "
    "l.place";
constexpr std::string_view kTimes =
    "SELECT json_array(begin, end) AS \"span:json\", type, value FROM times WHERE article = ? ORDER BY n";
constexpr std::string_view kQuotes =
    "SELECT json_array(q.begin, q.end) AS \"span:json\", q.form, (SELECT n.id FROM entities n WHERE n.article = "
    "q.article "
    "AND n.actor = q.speaker ORDER BY length(n.id), n.id LIMIT 1) AS speaker, q.via AS \"via:json\", CASE WHEN "
    "q.cue_begin "
    "IS NOT NULL THEN json_array(q.cue_begin, q.cue_end) END AS \"cue:json\", q.closed AS \"closed:flag\" FROM "
    "quote_rows "
    "q WHERE q.article = ? ORDER BY q.n";

}  // namespace

Result<std::string> article_record(store::Connection& db, std::string_view id) {
  Statement head = DEPECHE_TRY(
      db.prepare("SELECT a.article, a.id, a.url, a.publisher, a.language, json_object('date', a.published, 'basis', "
                 "a.published_basis), a.text, json_remove(a.rest, '$.entity_confidence'), json_object('version', "
                 "c.version, 'model', c.model, 'resources', "
                 "c.resources), json_type(a.rest, '$.places') IS NOT NULL "
                 "FROM articles a JOIN coders c USING (coder) WHERE a.id = ?"));
  head.bind(1, id);
  if (!DEPECHE_TRY(head.step())) return fail(Error::Code::NotFound, fmt::format("no article has the id '{}'", id));
  const int64_t article = head.integer(0);
  std::string out;
  record::JsonWriter json(out);
  json.begin('{').key("id").text(head.text(1)).key("url").text_or_null(head.text(2));
  json.key("publisher").text_or_null(head.text(3)).key("language").text_or_null(head.text(4));
  json.key("published").raw(head.text(5)).key("text").text(head.text(6));
  for (const auto& [name, sql] : {std::pair("entities", std::string(kEntities)),
                                  std::pair("places", std::string(kPlaces)), std::pair("times", std::string(kTimes)),
                                  std::pair("quotes", std::string(kQuotes)), std::pair("events", events_sql())}) {
    if (name == std::string_view("places") && head.integer(9) != 0) continue;  // among the rest
    Statement rows = DEPECHE_TRY(db.prepare(sql));
    rows.bind(1, article);
    json.key(name).begin('[');
    DEPECHE_TRY(add_rows(rows, json));
    json.end(']');
  }
  json.key("coder").raw(head.text(8));
  // The members that have no column: places, sentences, residue, diagnostics, and what the input had of its own.
  const std::string_view rest = head.text(7);
  if (rest.size() > 2) json.raw(rest.substr(1, rest.size() - 2));
  json.end('}');
  return out;
}

}  // namespace depeche::serve
