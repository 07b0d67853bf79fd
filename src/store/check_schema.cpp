#include "store/check_schema.h"

#include <fmt/format.h>

#include <map>

#include "store/schema.h"

namespace depeche::store {
namespace {

// "view stories" -> what it is. Of tables the columns alone: how they came to be (ALTER TABLE) stands in their text.
using Things = std::map<std::string, std::string>;

Result<Things> things_of(Connection& db) {
  Things things;
  Statement all = DEPECHE_TRY(db.prepare(
      "SELECT type || ' ' || name, CASE WHEN type = 'table' THEN (SELECT group_concat(name || ' ' || type || "
      "' ' || \"notnull\" || ' ' || pk, ', ') FROM pragma_table_info(s.name)) ELSE sql END FROM "
      "main.sqlite_schema s WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"));
  while (DEPECHE_TRY(all.step())) things.emplace(all.text(0), all.text(1));
  return things;
}

}  // namespace

Result<void> check_schema(Connection& db, std::vector<std::string>& faults) {
  Connection fresh = DEPECHE_TRY(Connection::open(":memory:", Connection::Mode::Create));
  DEPECHE_CHECK(migrate(fresh));
  const Things there = DEPECHE_TRY(things_of(db));
  for (const auto& [name, text] : DEPECHE_TRY(things_of(fresh))) {
    const auto at = there.find(name);
    if (at == there.end()) {
      faults.push_back(fmt::format("the {} is not there", name));
    } else if (at->second != text) {
      faults.push_back(fmt::format("the {} is not as this version makes it", name));
    }
  }
  return {};
}

}  // namespace depeche::store
