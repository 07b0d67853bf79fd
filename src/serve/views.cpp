#include "serve/views.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <tuple>
#include <utility>
#include <vector>

#include "serve/actors.h"
#include "serve/parameters.h"
#include "serve/rows.h"
#include "store/conditions.h"
#include "store/counts.h"
#include "store/selection.h"

namespace depeche::serve {
namespace {

using store::Connection;
using store::Statement;

using store::By;
using store::Counted;

void add_key(const store::Cell& cell, record::JsonWriter& json) {
  if (const auto* const text = std::get_if<std::string_view>(&cell)) {
    json.text(*text);
  } else if (const auto* const number = std::get_if<int64_t>(&cell)) {
    json.number(*number);
  } else {
    json.null();
  }
}

void add_sums(const store::Sums& s, record::JsonWriter& json) {
  json.key("events").number(s.events).key("cooperation").number(s.cooperation).key("conflict").number(s.conflict);
  json.key("goldstein").number(s.mean_goldstein()).key("score").number(s.mean_score());
}

Result<Counted> counted(Connection& db, const store::Query& query, const std::vector<By>& by) {
  const store::Selection selection = DEPECHE_TRY(store::Selection::of(db, query));
  return store::count(db, selection, by);
}

// `"name": [{"key": …, "events": …}]`, the largest first.
void add_tally(std::string_view name, std::initializer_list<std::string_view> keys, const Counted& all,
               record::JsonWriter& json) {
  json.key(name).begin('[');
  for (const size_t group : all.largest(all.groups())) {
    json.begin('{');
    size_t n = 0;
    for (const std::string_view key : keys) add_key(all.key(group, n++), json.key(key));
    json.key("events").number(all.sums(group).events).end('}');
  }
  json.end(']');
}

void add_months(const Counted& all, record::JsonWriter& json) {
  json.key("months").begin('[');
  for (const size_t group : all.in_order()) {
    if (std::holds_alternative<std::monostate>(all.key(group, 0))) continue;
    json.begin('{').key("month");
    add_key(all.key(group, 0), json);
    add_sums(all.sums(group), json);
    json.end('}');
  }
  json.end(']');
}

// Names and countries of rows of actors.
class ActorNames {
 public:
  static Result<ActorNames> over(Connection& db) {
    ActorNames names;
    names.find_ = DEPECHE_TRY(db.prepare("SELECT name, nullif(country, '') FROM actors WHERE actor = ?"));
    return names;
  }
  Result<void> add(const store::Cell& row, std::string_view name, std::string_view country, record::JsonWriter& json) {
    find_.bind(1, std::get<int64_t>(row));
    if (!DEPECHE_TRY(find_.step())) return {};
    json.key(name).text(find_.text(0)).key(country).text_or_null(find_.text(1));
    find_.reset();
    return {};
  }

 private:
  Statement find_;
};

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
  const store::ReadTransaction still = DEPECHE_TRY(store::ReadTransaction::begin(db));
  const std::vector<Counted> all =
      DEPECHE_TRY(store::count_each(db, DEPECHE_TRY(store::Selection::of(db, {})), {{By::Type}, {By::Status}}));
  const Counted &types = all[0], &statuses = all[1];
  int64_t events = 0;
  for (size_t i = 0; i < types.groups(); ++i) events += types.sums(i).events;
  std::string out;
  record::JsonWriter json(out);
  json.begin('{').key("articles").number(DEPECHE_TRY(db.number("SELECT sum(articles) FROM outlets")));
  json.key("events").number(events);
  for (const auto& [name, sql] :
       {std::pair("quotes", "SELECT count(*) FROM quote_rows"), std::pair("stories", "SELECT count(*) FROM story_rows"),
        std::pair("disputes", "SELECT count(*) FROM dispute_rows")})
    json.key(name).number(DEPECHE_TRY(db.number(sql)));
  Statement range = DEPECHE_TRY(
      db.prepare("SELECT (SELECT min(date_first) FROM event_rows), (SELECT max(date_first) FROM event_rows)"));
  if (DEPECHE_TRY(range.step())) json.key("first").text_or_null(range.text(0)).key("last").text_or_null(range.text(1));
  add_tally("types", {"value"}, types, json);
  add_tally("statuses", {"value"}, statuses, json);
  for (const auto& [name, sql] :
       {std::pair("languages",
                  "SELECT nullif(language, '') AS value, sum(articles) AS articles FROM outlets GROUP BY 1 HAVING "
                  "sum(articles) > 0 ORDER BY 2 DESC, 1"),
        std::pair("publishers",
                  "SELECT publisher AS value, sum(articles) AS articles FROM outlets WHERE publisher <> '' GROUP BY 1 "
                  "HAVING sum(articles) > 0 ORDER BY 2 DESC, 1 LIMIT 200")})
    DEPECHE_CHECK(add_array(db, name, sql, {}, json));
  json.end('}');
  return out;
}

Result<std::string> timeline(Connection& db, const Request& request) {
  Asked asked = DEPECHE_TRY(read_parameters(request.parameters, {"by"}));
  const std::string_view by = asked.other("by");
  By period = By::Month;
  if (by == "day") {
    period = By::Day;
  } else if (by == "year") {
    period = By::Year;
  } else if (!by.empty() && by != "month") {
    return fail(Error::Code::InvalidArgument, "by: day, month or year");
  }
  asked.query.dated = true;
  const store::ReadTransaction still = DEPECHE_TRY(store::ReadTransaction::begin(db));
  const Counted all = DEPECHE_TRY(counted(db, asked.query, {period, By::QuadDenied, By::Status}));
  const auto is_dated = [&](size_t group) { return !std::holds_alternative<std::monostate>(all.key(group, 0)); };
  std::vector<size_t> groups = all.in_order();
  // Where there are too many the latest periods stay, each whole, and what is of no one period.
  constexpr std::ptrdiff_t kMostGroups = 20'000;
  const auto dated = std::find_if(groups.begin(), groups.end(), is_dated);
  auto begin = dated;
  if (groups.end() - dated > kMostGroups) {
    begin = groups.end() - kMostGroups;
    const auto same = [&](size_t group) { return all.key(group, 0) == all.key(begin[-1], 0); };
    begin = std::find_if_not(begin, groups.end(), same);
  }
  const bool is_cut = begin != dated;
  groups.erase(dated, begin);
  std::string out;
  record::JsonWriter json(out);
  json.begin('{').key("by").text(by.empty() ? "month" : by).key("is_cut").flag(is_cut).key("periods").begin('[');
  for (const size_t group : groups) {
    json.begin('{');
    const int64_t quad_denied = std::get<int64_t>(all.key(group, 1));
    add_key(all.key(group, 0), json.key("period"));
    json.key("quad").number(quad_denied / 2);
    add_key(all.key(group, 2), json.key("status"));
    json.key("denied").flag(quad_denied % 2 != 0);
    const store::Sums& s = all.sums(group);
    json.key("events").number(s.events).key("goldstein").number(s.mean_goldstein()).key("score").number(s.mean_score());
    json.end('}');
  }
  json.end(']').end('}');
  return out;
}

Result<std::string> network(Connection& db, const Request& request) {
  const Asked asked = DEPECHE_TRY(read_parameters(request.parameters, {"by", "edges"}));
  const std::string_view by = asked.other("by");
  const int64_t edges = DEPECHE_TRY(limit_of(asked, "edges", 400, 2000));
  const bool of_actors = by == "actor";
  if (!of_actors && !by.empty() && by != "country") return fail(Error::Code::InvalidArgument, "by: country or actor");
  const store::ReadTransaction still = DEPECHE_TRY(store::ReadTransaction::begin(db));
  const Counted all = DEPECHE_TRY(
      counted(db, asked.query, of_actors ? std::vector{By::ActorRow, By::RecipientRow} : std::vector{By::Dyad}));
  ActorNames names = DEPECHE_TRY(ActorNames::over(db));
  std::string out;
  record::JsonWriter json(out);
  json.begin('{').key("by").text(of_actors ? "actor" : "country").key("edges").begin('[');
  for (const size_t group : all.largest(static_cast<size_t>(edges))) {
    json.begin('{');
    if (of_actors) {
      DEPECHE_CHECK(names.add(all.key(group, 0), "from", "from_country", json));
      DEPECHE_CHECK(names.add(all.key(group, 1), "to", "to_country", json));
    } else {
      const auto dyad = std::get<std::string_view>(all.key(group, 0));
      const size_t dash = dyad.find('-');
      const std::string_view from = dyad.substr(0, dash), to = dyad.substr(dash + 1);
      json.key("from").text(from).key("to").text(to).key("from_country").text(from).key("to_country").text(to);
    }
    add_sums(all.sums(group), json);
    json.end('}');
  }
  json.end(']').end('}');
  return out;
}

Result<std::string> places(Connection& db, const Request& request) {
  const Asked asked = DEPECHE_TRY(read_parameters(request.parameters, {"places"}));
  int64_t left = DEPECHE_TRY(limit_of(asked, "places", 2000, 5000));
  const store::ReadTransaction still = DEPECHE_TRY(store::ReadTransaction::begin(db));
  const Counted all = DEPECHE_TRY(counted(db, asked.query, {By::PlaceRow}));
  Statement place = DEPECHE_TRY(db.prepare(
      "SELECT name, nullif(country, '') AS country, nullif(admin1, '') AS admin1, lat, lon FROM places WHERE place = ? "
      "AND lat IS NOT NULL AND lon IS NOT NULL"));
  std::string out;
  record::JsonWriter json(out);
  json.begin('{').key("places").begin('[');
  for (const size_t group : all.largest(all.groups())) {
    place.bind(1, std::get<int64_t>(all.key(group, 0)));
    if (!DEPECHE_TRY(place.step())) continue;
    if (left-- == 0) break;
    json.begin('{');
    add_members(place, json);
    place.reset();
    add_sums(all.sums(group), json);
    json.end('}');
  }
  json.end(']').end('}');
  return out;
}

Result<std::string> actor_page(Connection& db, const Request& request, std::string_view name) {
  const Asked asked = DEPECHE_TRY(read_parameters(request.parameters, {"country"}, false));
  const auto given =
      std::find_if(asked.others.begin(), asked.others.end(), [](const auto& p) { return p.first == "country"; });
  // Many are called "police": those of a country are one, and of none ("").
  const std::string whole = fmt::format("={}{}", name, given == asked.others.end() ? "/*" : "/" + given->second);
  store::Conditions mine;
  mine.named({whole});
  const store::ReadTransaction still = DEPECHE_TRY(store::ReadTransaction::begin(db));
  std::string out;
  record::JsonWriter json(out);
  json.begin('{').key("name").text(name);
  DEPECHE_CHECK(add_array(db, "entries",
                          "SELECT kind, nullif(country, '') AS country, nullif(sector, '') AS sector, nullif(wikidata, "
                          "'') AS wikidata FROM actors" +
                              mine.filter().where + " ORDER BY actor",
                          mine.filter(), json));
  if (out.find("{\"kind\"") == std::string::npos)
    return fail(Error::Code::NotFound, fmt::format("nobody is called '{}'", name));
  DEPECHE_CHECK(add_roles(db, mine.filter(), json));
  store::Query did, received;
  did.actor = received.recipient = {whole};
  const store::Selection done = DEPECHE_TRY(store::Selection::of(db, did));
  const store::Selection suffered = DEPECHE_TRY(store::Selection::of(db, received));
  const std::vector<Counted> of_done =
      DEPECHE_TRY(store::count_each(db, done, {{By::Type}, {By::Month}, {By::RecipientRow}}));
  const std::vector<Counted> of_suffered = DEPECHE_TRY(store::count_each(db, suffered, {{By::ActorRow}}));
  add_tally("types", {"type"}, of_done[0], json);
  add_months(of_done[1], json);
  ActorNames names = DEPECHE_TRY(ActorNames::over(db));
  constexpr size_t kMostOthers = 40;
  for (const auto& [key, others] : {std::pair("to", &of_done[2]), std::pair("by", &of_suffered[0])}) {
    json.key(key).begin('[');
    for (const size_t group : others->largest(kMostOthers)) {
      json.begin('{');
      DEPECHE_CHECK(names.add(others->key(group, 0), "name", "country", json));
      add_sums(others->sums(group), json);
      json.end('}');
    }
    json.end(']');
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
  const store::ReadTransaction still = DEPECHE_TRY(store::ReadTransaction::begin(db));
  std::string out;
  record::JsonWriter json(out);
  json.begin('{').key("left").text(left).key("right").text(right);
  for (const auto& [key, dyad] : {std::pair("there", left + "-" + right), std::pair("back", right + "-" + left)}) {
    store::Query query;
    query.dyad = {dyad};
    const store::Selection selection = DEPECHE_TRY(store::Selection::of(db, query));
    json.key(key).begin('{');
    const std::vector<Counted> all =
        DEPECHE_TRY(store::count_each(db, selection, {{By::Month}, {By::Type, By::Status}}));
    add_months(all[0], json);
    add_tally("types", {"type", "status"}, all[1], json);
    json.end('}');
  }
  json.end('}');
  return out;
}

}  // namespace depeche::serve
