#include "serve/pages.h"

#include <fmt/format.h>

#include <optional>
#include <vector>

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

Result<std::string> page_of_rows(store::Connection& db, const Asked& asked, std::string_view name, store::Listed what,
                                 const std::string& sql, std::initializer_list<Part> parts) {
  std::optional<store::ListedRow> after;
  if (!asked.cursor.empty()) {
    // The day of an article is as its record has it.
    const size_t mark = std::min(asked.cursor.rfind('~'), asked.cursor.size());
    const Place place = DEPECHE_TRY(read_cursor(std::string_view(asked.cursor).substr(mark)));
    after = {place.row, DEPECHE_TRY(decode_percent(std::string_view(asked.cursor).substr(0, mark), false))};
  }
  const store::ReadTransaction still = DEPECHE_TRY(store::ReadTransaction::begin(db));
  std::vector<store::ListedRow> found = DEPECHE_TRY(store::list(db, asked.query, what, asked.limit + 1, after));
  std::string cursor;
  if (std::ssize(found) > asked.limit) {
    found.pop_back();
    cursor = to_cursor({encode_percent(found.back().day), found.back().row});
  }
  return shown_rows(db, name, store::numbers_of(found), cursor, sql, parts);
}

Result<std::string> shown_rows(store::Connection& db, std::string_view name, const std::vector<int64_t>& numbers,
                               const std::string& cursor, const std::string& sql, std::initializer_list<Part> parts) {
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
