#include "serve/lists.h"

#include <fmt/format.h>

#include "serve/pages.h"
#include "serve/parameters.h"
#include "serve/rows.h"

namespace depeche::serve {
namespace {

using store::Connection;
using store::Statement;

// Events that have a day come first, newest first; those without after them. Each part has an index of its own order.
Result<std::string> page_of_events(Connection& db, const Asked& asked) {
  const store::Filter filter = DEPECHE_TRY(store::filter_of(asked.query));
  const bool goes_on = !asked.cursor.empty();
  Place place;
  if (goes_on) place = DEPECHE_TRY(read_cursor(asked.cursor));
  std::string out = R"({"events": [)", cursor;
  record::JsonWriter json(out);
  int64_t left = asked.limit;
  Place last;
  for (const bool dated : {true, false}) {
    if (!cursor.empty() || (dated && goes_on && place.day.empty())) continue;
    const bool starts_here = goes_on && dated != place.day.empty();
    std::string where = where_and(filter, dated ? "e.date_first IS NOT NULL" : "e.date_first IS NULL");
    if (starts_here)
      where += dated ? " AND e.date_first <= ? AND (e.date_first, e.event) < (?, ?)" : " AND e.event < ?";
    // One more tells whether there is a page after this one.
    Statement rows = DEPECHE_TRY(db.prepare(fmt::format(
        "SELECT {} FROM (SELECT e.event FROM event_rows e{} ORDER BY e.date_first DESC, e.event DESC LIMIT {}) n JOIN "
        "event_rows e ON e.event = n.event{} ORDER BY e.date_first DESC, e.event DESC",
        event_columns(), where, left + 1, event_joins())));
    int mark = bind(rows, filter);
    if (starts_here && dated) {
      rows.bind(mark++, std::string_view(place.day));
      rows.bind(mark++, std::string_view(place.day));
    }
    if (starts_here) rows.bind(mark, place.row);
    constexpr int kNumber = 0, kFirstDay = 13;
    while (DEPECHE_TRY(rows.step())) {
      if (left == 0) {
        cursor = to_cursor(last);
        break;
      }
      json.begin('{');
      add_members(rows, json);
      json.end('}');
      last = {std::string(rows.text(kFirstDay)), rows.integer(kNumber)};
      --left;
    }
  }
  json.end(']');
  return out + ", " + next_of(cursor);
}

bool asks_for_events(const store::Query& q) {
  return !(q.type.empty() && q.mode.empty() && q.context.empty() && q.status.empty() && q.actor.empty() &&
           q.recipient.empty() && q.country.empty() && q.dyad.empty() && q.source.empty() && q.denier.empty() &&
           q.place.empty() && q.from.empty() && q.to.empty() && q.box.empty() && q.least_confidence <= 0);
}

std::string like(std::string_view part) {
  std::string pattern = "%";
  for (const char c : part) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

void add_condition(store::Filter& filter, std::string_view sql, std::string value) {
  filter.where = where_and(filter, sql);
  filter.values.emplace_back(std::move(value));
}

}  // namespace

Result<std::string> list_events(Connection& db, const Request& request) {
  return page_of_events(db, DEPECHE_TRY(read_parameters(request.parameters, {})));
}

Result<std::string> list_articles(Connection& db, const Request& request) {
  const Asked asked = DEPECHE_TRY(read_parameters(request.parameters, {}));
  store::Filter filter = DEPECHE_TRY(store::filter_of(asked.query));
  // Without a filter that is about events, articles that tell of none count as well.
  std::string where;
  if (asks_for_events(asked.query)) {
    where = fmt::format(" WHERE a.article IN (SELECT e.article FROM event_rows e{})", filter.where);
  } else if (!filter.where.empty()) {
    where = fmt::format("{}", filter.where);
    for (size_t at = 0; (at = where.find("e.article", at)) != std::string::npos;) where.replace(at, 1, "a");
  }
  return page_of(
      db, asked, "articles",
      fmt::format("SELECT a.id, {}, a.published, a.publisher, a.language, a.url, a.event_count AS events FROM "
                  "articles a{} ORDER BY a.published DESC, a.article DESC",
                  title_column(), where),
      filter);
}

Result<std::string> list_quotes(Connection& db, const Request& request) {
  const Asked asked = DEPECHE_TRY(read_parameters(
      request.parameters, {"speaker", "speaker-country", "article", "publisher", "language", "form", "text"}, false));
  store::Filter filter;
  const auto add = [&](std::string_view name, std::string_view sql) {
    if (const std::string_view value = asked.other(name); !value.empty())
      add_condition(filter, sql, std::string(value));
  };
  if (const std::string_view value = asked.other("speaker"); !value.empty())
    add_condition(filter, "q.speaker IN (SELECT actor FROM actors WHERE name LIKE ? ESCAPE '\\')", like(value));
  add("speaker-country", "q.speaker IN (SELECT actor FROM actors WHERE country = ?)");
  add("article", "a.id = ?");
  add("publisher", "a.publisher = ?");
  add("language", "a.language = ?");
  add("form", "q.form = ?");
  if (const std::string_view value = asked.other("text"); !value.empty())
    add_condition(filter, "substr(a.text, q.begin + 1, q.end - q.begin) LIKE ? ESCAPE '\\'", like(value));
  return page_of(
      db, asked, "quotes",
      fmt::format("SELECT a.id AS article, q.n, q.form, c.name AS speaker, nullif(c.country, '') AS "
                  "speaker_country, q.begin, q.end, substr(a.text, q.begin + 1, q.end - q.begin) AS words, "
                  "substr(a.text, q.cue_begin + 1, q.cue_end - q.cue_begin) AS cue, q.closed AS "
                  "\"closed:flag\", {}, a.published, a.publisher, a.language, a.url FROM quote_rows q JOIN "
                  "articles a USING (article) LEFT JOIN actors c ON c.actor = q.speaker{} ORDER BY q.article "
                  "DESC, q.n",
                  title_column(), filter.where),
      filter);
}

Result<std::string> list_actors(Connection& db, const Request& request) {
  const Asked asked = DEPECHE_TRY(read_parameters(request.parameters, {"name", "country", "kind"}, false));
  store::Filter filter;
  if (const std::string_view name = asked.other("name"); !name.empty())
    add_condition(filter, "c.name LIKE ? ESCAPE '\\'", like(name));
  if (const std::string_view country = asked.other("country"); !country.empty())
    add_condition(filter, "c.country = ?", std::string(country));
  if (const std::string_view kind = asked.other("kind"); !kind.empty())
    add_condition(filter, "c.kind = ?", std::string(kind));
  return page_of(
      db, asked, "actors",
      fmt::format("SELECT c.name, max(c.kind) AS kind, nullif(c.country, '') AS country, max(nullif(c.wikidata, "
                  "'')) AS wikidata, count(*) AS roles, sum(p.role = 'actor') AS did, sum(p.role = "
                  "'recipient') AS received, sum(p.role = 'source') AS told, sum(p.role = 'denier') AS denied "
                  "FROM actors c JOIN participants p USING (actor){} GROUP BY c.name, c.country ORDER BY "
                  "count(*) DESC, c.name",
                  filter.where),
      filter);
}

Result<std::string> search(Connection& db, const Request& request) {
  const Asked asked = DEPECHE_TRY(read_parameters(request.parameters, {}));
  const store::Filter filter = DEPECHE_TRY(store::filter_of(asked.query));
  if (asked.query.text.find_first_not_of(" \t\n") == std::string::npos)
    return fail(Error::Code::InvalidArgument, "text: say which words to look for");
  store::Query words;
  words.text = asked.query.text;
  const store::Filter match = DEPECHE_TRY(store::filter_of(words));
  store::Query rest = asked.query;
  rest.text.clear();
  store::Filter of_events = DEPECHE_TRY(store::filter_of(rest));
  const std::string among =
      of_events.where.empty()
          ? ""
          : fmt::format(" AND a.article IN (SELECT e.article FROM event_rows e{})", of_events.where);
  store::Filter values = match;
  values.values.insert(values.values.end(), of_events.values.begin(), of_events.values.end());
  // Hits stand between STX and ETX.
  return page_of(
      db, asked, "hits",
      fmt::format("SELECT a.id, {}, snippet(texts, 0, char(2), char(3), char(8230), 28) AS excerpt, a.published, "
                  "a.publisher, a.language, a.url, a.event_count AS events FROM texts JOIN articles a ON "
                  "a.article = texts.rowid WHERE texts MATCH ?{} ORDER BY bm25(texts), a.article",
                  title_column(), among),
      values);
}

}  // namespace depeche::serve
