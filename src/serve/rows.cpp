#include "serve/rows.h"

#include <fmt/format.h>

#include <variant>

namespace depeche::serve {

void add_members(const store::Statement& row, record::JsonWriter& json) {
  using Kind = store::Statement::Kind;
  for (int i = 0; i < row.columns(); ++i) {
    const std::string whole = row.name(i);
    const size_t colon = std::min(whole.find(':'), whole.size());
    const std::string_view form = std::string_view(whole).substr(colon);
    json.key(std::string_view(whole).substr(0, colon));
    const Kind kind = row.kind(i);
    if (kind == Kind::Null) {
      json.null();
    } else if (form == ":json") {
      json.raw(row.text(i));
    } else if (form == ":flag") {
      json.flag(row.integer(i) != 0);
    } else if (kind == Kind::Integer) {
      json.number(row.integer(i));
    } else if (kind == Kind::Real) {
      json.number(row.real(i));
    } else {
      json.text(row.text(i));
    }
  }
}

Result<int64_t> add_rows(store::Statement& rows, record::JsonWriter& json) {
  int64_t n = 0;
  for (; DEPECHE_TRY(rows.step()); ++n) {
    json.begin('{');
    add_members(rows, json);
    json.end('}');
  }
  return n;
}

Result<void> add_array(store::Connection& db, std::string_view name, const std::string& sql,
                       const store::Filter& filter, record::JsonWriter& json) {
  store::Statement rows = DEPECHE_TRY(db.prepare(sql));
  bind(rows, filter);
  json.key(name).begin('[');
  DEPECHE_TRY(add_rows(rows, json));
  json.end(']');
  return {};
}

std::string event_columns() {
  const auto parties = [](std::string_view name, std::string_view role) {
    return fmt::format(
        "(SELECT json_group_array(json_object('name', x.name, 'country', nullif(x.country, ''))) FROM (SELECT c.name, "
        "c.country FROM participants p JOIN actors c USING (actor) WHERE p.event = e.event AND p.role = '{}' ORDER BY "
        "p.n) x) AS \"{}:json\", ",
        role, name);
  };
  return "e.event, a.id AS article, e.id, e.type, e.mode, e.contexts AS \"context:json\", e.quad, e.score, e.cameo, "
         "e.goldstein, " +
         parties("actor", "actor") + parties("recipient", "recipient") +
         "e.date, e.date_first, e.time_basis, l.name AS place, nullif(l.country, '') AS place_country, l.lat, l.lon, "
         "e.status, " +
         parties("according_to", "source") + parties("denied_by", "denier") + parties("confirmed_by", "confirmer") +
         "(SELECT json_group_array(json_object('by', x.name, 'country', nullif(x.country, ''), 'stance', x.stance, "
         "'words', substr(a.text, x.begin + 1, x.end - x.begin))) FROM (SELECT c.name, c.country, p.stance, p.begin, "
         "p.end FROM positions p LEFT JOIN actors c USING (actor) WHERE p.event = e.event ORDER BY p.n) x) AS "
         "\"positions:json\", e.hedged AS \"hedged:flag\", e.historical AS \"historical:flag\", e.confidence, "
         "substr(a.text, e.trigger_begin + 1, e.trigger_end - e.trigger_begin) AS trigger, "
         "substr(a.text, e.sentence_begin + 1, e.sentence_end - e.sentence_begin) AS sentence, e.rule, " +
         std::string(title_column()) +
         ", a.published, a.publisher, a.language, a.url, (SELECT story FROM story_events s WHERE s.event = e.event) AS "
         "story";
}

std::string_view event_joins() { return " JOIN articles a USING (article) LEFT JOIN places l ON l.place = e.place"; }

std::string_view title_column() {
  return "CASE WHEN instr(a.text, char(10)) BETWEEN 2 AND 300 THEN substr(a.text, 1, instr(a.text, char(10)) - 1) ELSE "
         "substr(a.text, 1, 160) END AS title";
}

}  // namespace depeche::serve
