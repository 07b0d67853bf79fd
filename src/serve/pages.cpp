#include "serve/pages.h"

#include <fmt/format.h>

#include "serve/rows.h"
#include "store/selection.h"

namespace depeche::serve {

std::string next_of(const std::string& cursor) {
  return cursor.empty() ? R"("next": null})" : fmt::format(R"("next": "{}"}})", cursor);
}

Result<int64_t> offset_of(const Asked& asked) {
  if (asked.cursor.empty()) return 0;
  const Place place = DEPECHE_TRY(read_cursor(asked.cursor));
  constexpr int64_t kFarthest = 100'000;
  if (!place.day.empty() || place.row > kFarthest)
    return fail(Error::Code::InvalidArgument, "cursor: take it as the answer before gave it");
  return place.row;
}

Result<std::string> page_of(store::Connection& db, const Asked& asked, std::string_view name, const std::string& sql,
                            const store::Filter& filter) {
  const int64_t offset = DEPECHE_TRY(offset_of(asked));
  store::Statement rows = DEPECHE_TRY(db.prepare(fmt::format("{} LIMIT {} OFFSET {}", sql, asked.limit + 1, offset)));
  bind(rows, filter);
  std::string out = fmt::format("{{\"{}\": [", name), cursor;
  record::JsonWriter json(out);
  for (int64_t n = 0; DEPECHE_TRY(rows.step()); ++n) {
    if (n == asked.limit) {
      cursor = to_cursor({"", offset + n});
      break;
    }
    json.begin('{');
    add_members(rows, json);
    json.end('}');
  }
  json.end(']');
  return out + ", " + next_of(cursor);
}

Result<std::string> page_of_rows(store::Connection& db, const Asked& asked, std::string_view name, const FindRows& find,
                                 const std::string& sql, std::initializer_list<Part> parts) {
  const int64_t offset = DEPECHE_TRY(offset_of(asked));
  const store::ReadTransaction still = DEPECHE_TRY(store::ReadTransaction::begin(db));
  std::vector<int64_t> numbers = DEPECHE_TRY(find(asked.limit + 1, offset));
  std::string cursor;
  if (static_cast<int64_t>(numbers.size()) > asked.limit) {
    numbers.pop_back();
    cursor = to_cursor({"", offset + asked.limit});
  }
  store::Statement rows = DEPECHE_TRY(db.prepare(sql));
  const std::string given = store::json_of(numbers);
  rows.bind(1, std::string_view(given));
  std::vector<store::Statement> questions;
  for (const Part& part : parts) questions.push_back(DEPECHE_TRY(db.prepare(part.sql)));
  std::string out = "{";
  record::JsonWriter json(out);
  json.key(name).begin('[');
  for (size_t n = 0; DEPECHE_TRY(rows.step()); ++n) {
    json.begin('{');
    add_members(rows, json);
    auto question = questions.begin();
    for (const Part& part : parts) {
      question->bind(1, numbers[n]);
      json.key(part.name).begin('[');
      DEPECHE_TRY(add_rows(*question, json));
      json.end(']');
      (question++)->reset();
    }
    json.end('}');
  }
  json.end(']');
  return out + ", " + next_of(cursor);
}

}  // namespace depeche::serve
