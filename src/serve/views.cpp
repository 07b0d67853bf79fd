#include "serve/views.h"

#include <fmt/format.h>

#include <map>
#include <set>

#include "serve/parameters.h"
#include "serve/rows.h"

namespace depeche::serve {
namespace {

using store::Connection;
using store::Filter;
using store::Statement;

constexpr std::string_view kCounts =
    "count(*) AS events, sum(e.quad <= 2) AS cooperation, sum(e.quad >= 3) AS conflict, avg(e.goldstein) AS goldstein, "
    "avg(e.score) AS score";

// A question whose every mark stands for the same text.
Result<void> add_about(Connection& db, std::string_view name, const std::string& sql, std::string_view about,
                       record::JsonWriter& json) {
  return add_array(db, name, sql, Filter{"", {std::string(about)}}, json);
}

Result<int64_t> limit_of(const Asked& asked, std::string_view name, int64_t usual, int64_t most) {
  const std::string_view given = asked.other(name);
  if (given.empty()) return usual;
  int64_t value = 0;
  for (const char c : given) {
    if (c < '0' || c > '9' || value > most)
      return fail(Error::Code::InvalidArgument, fmt::format("{}: no number", name));
    value = value * 10 + (c - '0');
  }
  if (value < 1 || value > most)
    return fail(Error::Code::InvalidArgument, fmt::format("{}: not a number from 1 to {}", name, most));
  return value;
}

}  // namespace

Result<std::string> summary(Connection& db, const Request& request) {
  DEPECHE_CHECK(read_parameters(request.parameters, {}, false));
  std::string out;
  record::JsonWriter json(out);
  json.begin('{');
  for (const auto& [name, sql] :
       {std::pair("articles", "SELECT count(*) FROM articles"), std::pair("events", "SELECT count(*) FROM event_rows"),
        std::pair("quotes", "SELECT count(*) FROM quote_rows"), std::pair("stories", "SELECT count(*) FROM story_rows"),
        std::pair("disputes", "SELECT count(*) FROM dispute_rows")})
    json.key(name).number(DEPECHE_TRY(db.number(sql)));
  Statement range = DEPECHE_TRY(db.prepare("SELECT min(date_first), max(date_first) FROM event_rows"));
  if (DEPECHE_TRY(range.step())) json.key("first").text_or_null(range.text(0)).key("last").text_or_null(range.text(1));
  const Filter all;
  for (const auto& [name, sql] :
       {std::pair("types", "SELECT type AS value, count(*) AS events FROM event_rows GROUP BY 1 ORDER BY 2 DESC"),
        std::pair("statuses", "SELECT status AS value, count(*) AS events FROM event_rows GROUP BY 1 ORDER BY 2 DESC"),
        std::pair("languages",
                  "SELECT language AS value, count(*) AS articles FROM articles GROUP BY 1 ORDER BY 2 DESC"),
        std::pair(
            "publishers",
            "SELECT publisher AS value, count(*) AS articles FROM articles WHERE publisher IS NOT NULL GROUP BY 1 "
            "ORDER BY 2 DESC, 1 LIMIT 200")})
    DEPECHE_CHECK(add_array(db, name, sql, all, json));
  json.end('}');
  return out;
}

Result<std::string> timeline(Connection& db, const Request& request) {
  const Asked asked = DEPECHE_TRY(read_parameters(request.parameters, {"by"}));
  const Filter filter = DEPECHE_TRY(store::filter_of(asked.query));
  const std::string_view by = asked.other("by");
  std::string_view key;
  if (by.empty() || by == "month") {
    key = "e.month";
  } else if (by == "day") {
    key = "CASE WHEN e.date_first = e.date_last THEN e.date_first END";
  } else if (by == "year") {
    key = "CASE WHEN substr(e.date_first, 1, 4) = substr(e.date_last, 1, 4) THEN substr(e.date_first, 1, 4) END";
  } else {
    return fail(Error::Code::InvalidArgument, "by: day, month or year");
  }
  std::string out;
  record::JsonWriter json(out);
  json.begin('{').key("by").text(by.empty() ? "month" : by);
  constexpr int kMostPeriods = 20'000;
  DEPECHE_CHECK(
      add_array(db, "periods",
                fmt::format("SELECT {} AS period, e.quad, e.status, count(*) AS events, avg(e.goldstein) AS "
                            "goldstein, avg(e.score) AS score FROM event_rows e{} GROUP BY 1, 2, 3 ORDER BY 1, "
                            "2, 3 LIMIT {}",
                            key, where_and(filter, "e.date_first IS NOT NULL"), kMostPeriods),
                filter, json));
  json.end('}');
  return out;
}

Result<std::string> network(Connection& db, const Request& request) {
  const Asked asked = DEPECHE_TRY(read_parameters(request.parameters, {"by", "edges"}));
  const Filter filter = DEPECHE_TRY(store::filter_of(asked.query));
  const std::string_view by = asked.other("by");
  const int64_t edges = DEPECHE_TRY(limit_of(asked, "edges", 400, 2000));
  std::string sql;
  if (by.empty() || by == "country") {
    sql = fmt::format(
        "SELECT d.actor_country AS \"from\", d.recipient_country AS \"to\", d.actor_country AS from_country, "
        "d.recipient_country AS to_country, {} FROM event_rows e JOIN dyads d ON d.event = e.event{} GROUP BY 1, 2 "
        "ORDER "
        "BY events DESC, 1, 2 LIMIT {}",
        kCounts, filter.where, edges);
  } else if (by == "actor") {
    sql = fmt::format(
        "SELECT ac.name AS \"from\", rc.name AS \"to\", nullif(ac.country, '') AS from_country, nullif(rc.country, '') "
        "AS "
        "to_country, {} FROM event_rows e JOIN participants ap ON ap.event = e.event AND ap.role = 'actor' JOIN actors "
        "ac ON ac.actor = ap.actor JOIN participants rp ON rp.event = e.event AND rp.role = 'recipient' JOIN actors rc "
        "ON rc.actor = rp.actor{} GROUP BY ac.name, ac.country, rc.name, rc.country ORDER BY events DESC, 1, 2 LIMIT "
        "{}",
        kCounts, filter.where, edges);
  } else {
    return fail(Error::Code::InvalidArgument, "by: country or actor");
  }
  std::string out;
  record::JsonWriter json(out);
  json.begin('{').key("by").text(by.empty() ? "country" : by);
  DEPECHE_CHECK(add_array(db, "edges", sql, filter, json));
  json.end('}');
  return out;
}

Result<std::string> places(Connection& db, const Request& request) {
  const Asked asked = DEPECHE_TRY(read_parameters(request.parameters, {"places"}));
  const Filter filter = DEPECHE_TRY(store::filter_of(asked.query));
  const int64_t most = DEPECHE_TRY(limit_of(asked, "places", 2000, 5000));
  std::string out;
  record::JsonWriter json(out);
  json.begin('{');
  DEPECHE_CHECK(
      add_array(db, "places",
                fmt::format("SELECT l.name, nullif(l.country, '') AS country, nullif(l.admin1, '') AS admin1, "
                            "l.lat, l.lon, {} FROM event_rows e JOIN places l ON l.place = e.place{} GROUP BY "
                            "l.place ORDER BY events DESC, l.place LIMIT {}",
                            kCounts, where_and(filter, "l.lat IS NOT NULL AND l.lon IS NOT NULL"), most),
                filter, json));
  json.end('}');
  return out;
}

Result<std::string> actor_page(Connection& db, const Request& request, std::string_view name) {
  DEPECHE_CHECK(read_parameters(request.parameters, {}, false));
  std::string out;
  record::JsonWriter json(out);
  json.begin('{').key("name").text(name);
  DEPECHE_CHECK(
      add_about(db, "entries",
                "SELECT kind, nullif(country, '') AS country, nullif(sector, '') AS sector, nullif(wikidata, '') "
                "AS wikidata FROM actors WHERE name = ? ORDER BY actor",
                name, json));
  if (out.find("{\"kind\"") == std::string::npos)
    return fail(Error::Code::NotFound, fmt::format("nobody is called '{}'", name));
  const std::string of =
      " FROM event_rows e WHERE e.event IN (SELECT p.event FROM participants p JOIN actors c USING "
      "(actor) WHERE c.name = ? AND p.role = 'actor')";
  DEPECHE_CHECK(
      add_about(db, "roles",
                "SELECT p.role, count(DISTINCT p.event) AS events FROM participants p JOIN actors c USING (actor) "
                "WHERE c.name = ? GROUP BY 1 ORDER BY 1",
                name, json));
  DEPECHE_CHECK(
      add_about(db, "types", "SELECT e.type, count(*) AS events" + of + " GROUP BY 1 ORDER BY 2 DESC, 1", name, json));
  DEPECHE_CHECK(add_about(
      db, "months", fmt::format("SELECT e.month, {}{} AND e.month IS NOT NULL GROUP BY 1 ORDER BY 1", kCounts, of),
      name, json));
  for (const auto& [key, mine, theirs] :
       {std::tuple("to", "actor", "recipient"), std::tuple("by", "recipient", "actor")}) {
    DEPECHE_CHECK(add_about(
        db, key,
        fmt::format(
            "SELECT o.name, nullif(o.country, '') AS country, {} FROM actors c JOIN participants p ON p.actor = "
            "c.actor AND p.role = '{}' JOIN participants r ON r.event = p.event AND r.role = '{}' JOIN actors o ON "
            "o.actor = r.actor JOIN event_rows e ON e.event = p.event WHERE c.name = ? GROUP BY o.name, o.country "
            "ORDER BY events DESC, 1 LIMIT 40",
            kCounts, mine, theirs),
        name, json));
  }
  json.end('}');
  return out;
}

Result<std::string> dyad_page(Connection& db, const Request& request, std::string_view pair) {
  DEPECHE_CHECK(read_parameters(request.parameters, {}, false));
  const size_t dash = pair.find('-');
  if (dash == std::string_view::npos || dash == 0 || dash + 1 == pair.size())
    return fail(Error::Code::InvalidArgument, "a dyad is written like USA-RUS");
  const std::string left(pair.substr(0, dash)), right(pair.substr(dash + 1));
  std::string out;
  record::JsonWriter json(out);
  json.begin('{').key("left").text(left).key("right").text(right);
  for (const auto& [key, from, to] : {std::tuple("there", &left, &right), std::tuple("back", &right, &left)}) {
    const Filter both{"", {*from, *to}};
    json.key(key).begin('{');
    const std::string of =
        " FROM dyads d JOIN event_rows e USING (event) WHERE d.actor_country = ? AND d.recipient_country = ?";
    DEPECHE_CHECK(add_array(db, "months",
                            fmt::format("SELECT d.month, {}{} AND d.month <> '' GROUP BY 1 ORDER BY 1", kCounts, of),
                            both, json));
    DEPECHE_CHECK(add_array(db, "types",
                            "SELECT e.type, e.status, count(*) AS events" + of + " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
                            both, json));
    json.end('}');
  }
  json.end('}');
  return out;
}

}  // namespace depeche::serve
