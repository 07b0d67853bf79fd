#include "serve/actors.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "serve/lists.h"
#include "serve/pages.h"
#include "serve/parameters.h"
#include "store/columns.h"
#include "store/conditions.h"
#include "store/selection.h"

namespace depeche::serve {
namespace {

using store::Column;
using store::ColumnReader;
using store::Connection;
using store::PartyCode;
using store::Role;
using store::Statement;

using Roles = std::array<int64_t, store::kRoleNames.size()>;

// By the row of the actor.
Result<std::vector<Roles>> roles_of_all(Connection& db) {
  std::vector<Roles> all;
  ColumnReader reader = DEPECHE_TRY(ColumnReader::over(db, {Column::Parties}));
  while (DEPECHE_TRY(reader.next())) {
    for (size_t i = 0; i < reader.size(); ++i) {
      if (reader[Column::Kind][i] == 0) continue;
      for (const uint32_t p : reader.parties(i)) {
        if (PartyCode::actor(p) >= all.size()) all.resize(std::max<size_t>(PartyCode::actor(p) + 1, all.size() * 2));
        ++all[PartyCode::actor(p)][static_cast<size_t>(PartyCode::role(p))];
      }
    }
  }
  return all;
}

// Rows of one name and country, taken together.
struct Named {
  std::string name, country, kind, wikidata;
  Roles roles{};
  int64_t sum = 0;
};

Result<std::vector<Named>> named_actors(Connection& db, const store::Conditions& where) {
  const std::vector<Roles> roles = DEPECHE_TRY(roles_of_all(db));
  Statement rows =
      DEPECHE_TRY(db.prepare("SELECT actor, name, country, kind, wikidata FROM actors" + where.filter().where));
  bind(rows, where.filter());
  std::map<std::pair<std::string, std::string>, Named> all;
  while (DEPECHE_TRY(rows.step())) {
    const auto row = static_cast<size_t>(rows.integer(0));
    if (row >= roles.size()) continue;
    int64_t sum = 0;
    for (const int64_t n : roles[row]) sum += n;
    if (sum == 0) continue;
    Named& named = all[{std::string(rows.text(1)), std::string(rows.text(2))}];
    named.kind = std::max(named.kind, std::string(rows.text(3)));
    named.wikidata = std::max(named.wikidata, std::string(rows.text(4)));
    named.sum += sum;
    for (size_t r = 0; r < roles[row].size(); ++r) named.roles[r] += roles[row][r];
  }
  std::vector<Named> list;
  for (auto& [key, named] : all) {
    named.name = key.first;
    named.country = key.second;
    list.push_back(std::move(named));
  }
  std::stable_sort(list.begin(), list.end(), [](const Named& a, const Named& b) { return a.sum > b.sum; });
  return list;
}

}  // namespace

Result<void> add_roles(Connection& db, const store::Filter& actors, record::JsonWriter& json) {
  store::RowSet mine;
  Statement rows = DEPECHE_TRY(db.prepare("SELECT actor FROM actors" + actors.where));
  bind(rows, actors);
  while (DEPECHE_TRY(rows.step())) mine.add(rows.integer(0));
  std::map<std::string_view, int64_t> events;
  ColumnReader reader = DEPECHE_TRY(ColumnReader::over(db, {Column::Parties}));
  while (DEPECHE_TRY(reader.next())) {
    for (size_t i = 0; i < reader.size(); ++i) {
      if (reader[Column::Kind][i] == 0) continue;
      unsigned roles = 0;
      for (const uint32_t p : reader.parties(i)) {
        if (mine.has(PartyCode::actor(p))) roles |= store::bit(PartyCode::role(p));
      }
      for (size_t r = 0; roles != 0 && r < store::kRoleNames.size(); ++r) {
        if ((roles >> r & 1U) != 0) ++events[store::kRoleNames[r]];
      }
    }
  }
  json.key("roles").begin('[');
  for (const auto& [role, n] : events) json.begin('{').key("role").text(role).key("events").number(n).end('}');
  json.end(']');
  return {};
}

Result<std::string> list_actors(Connection& db, const Request& request) {
  const Asked asked = DEPECHE_TRY(read_parameters(request.parameters, {"name", "country", "kind"}, false));
  const auto offset = static_cast<size_t>(DEPECHE_TRY(offset_of(asked)));
  store::Conditions where;
  if (const std::string_view name = asked.other("name"); !name.empty()) {
    where.add("name LIKE ? ESCAPE '\\'");
    where.value(store::like_pattern(name));
  }
  for (const auto& [name, sql] : {std::pair("country", "country IN ({})"), std::pair("kind", "kind IN ({})")}) {
    if (const std::string_view value = asked.other(name); !value.empty()) where.among(sql, {std::string(value)});
  }
  const store::ReadTransaction still = DEPECHE_TRY(store::ReadTransaction::begin(db));
  const std::vector<Named> all = DEPECHE_TRY(named_actors(db, where));
  std::string out = R"({"actors": [)";
  record::JsonWriter json(out);
  const size_t end = std::min(all.size(), offset + static_cast<size_t>(asked.limit));
  for (size_t i = offset; i < end; ++i) {
    const Named& a = all[i];
    json.begin('{').key("name").text(a.name).key("kind").text(a.kind).key("country").text_or_null(a.country);
    json.key("wikidata").text_or_null(a.wikidata).key("roles").number(a.sum);
    const std::pair<std::string_view, Role> parts[] = {
        {"did", Role::Actor}, {"received", Role::Recipient}, {"told", Role::Source}, {"denied", Role::Denier}};
    for (const auto& [key, role] : parts) json.key(key).number(a.roles[static_cast<size_t>(role)]);
    json.end('}');
  }
  json.end(']');
  return out + ", " + next_of(end < all.size() ? to_cursor({"", static_cast<int64_t>(end)}) : "");
}

}  // namespace depeche::serve
