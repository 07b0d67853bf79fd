// Stories and disputes, as the views of the store tell them.
#include <fmt/format.h>

#include <string>

#include "base/resource.h"
#include "serve/lists.h"
#include "serve/pages.h"
#include "serve/rows.h"
#include "serve/views.h"
#include "store/listing.h"
#include "store/selection.h"

namespace depeche::serve {
namespace {

using store::Connection;
using store::Filter;
using store::Statement;

// Who takes which side of a dispute, in which words, in which sentence those stand (`said`), and where.
constexpr std::string_view kPositions =
    "SELECT h.side, h.stance, coalesce(c.name, a.publisher) AS holder, coalesce(nullif(c.country, ''), iif(h.actor IS "
    "NULL, m.country, NULL)) AS country, h.actor IS NULL AS \"is_medium:flag\", substr(a.text, h.begin + 1, h.end - "
    "h.begin) AS words, coalesce((SELECT substr(a.text, (x.value ->> 0) + 1, (x.value ->> 1) - (x.value ->> 0)) FROM "
    "json_each(a.rest, '$.sentences') x WHERE x.value ->> 0 <= h.begin AND x.value ->> 1 > h.begin), substr(a.text, "
    "e.sentence_begin + 1, e.sentence_end - e.sentence_begin)) AS said, substr(a.text, e.sentence_begin + 1, "
    "e.sentence_end - e.sentence_begin) AS sentence, a.id AS article, e.id AS event, a.publisher, m.country AS "
    "publisher_country, a.language, a.published FROM dispute_holders h JOIN event_rows e ON e.event = h.event JOIN "
    "articles a ON a.article = e.article LEFT JOIN actors c ON c.actor = h.actor LEFT JOIN media m ON m.publisher = "
    "a.publisher WHERE h.dispute = ? ORDER BY h.event, h.n";

// Which medium left whom out. Asked of one dispute at a time: for several the view would go through all.
constexpr std::string_view kSilences =
    "SELECT publisher, publisher_country AS country, side, holder FROM dispute_silences WHERE dispute = ?";

// A number as it stands in lists; 0, which no row has, for all else ("0x1", "1.5").
int64_t row_of(std::string_view text) {
  const auto number = parse_number<int64_t>(text);
  return number && std::to_string(*number) == text ? *number : 0;
}

}  // namespace

Result<std::string> list_stories(Connection& db, const Request& request) {
  const Asked asked = DEPECHE_TRY(read_parameters(request.parameters, {}));
  return page_of_rows(db, asked, "stories", store::Listed::Stories,
                      "SELECT s.* FROM json_each(?) n JOIN stories s ON s.story = n.value ORDER BY n.key");
}

Result<std::string> list_disputes(Connection& db, const Request& request) {
  const Asked asked = DEPECHE_TRY(read_parameters(request.parameters, {"dispute"}));
  const std::string sql = "SELECT d.* FROM json_each(?) n JOIN disputes d ON d.dispute = n.value ORDER BY n.key";
  const std::initializer_list<Part> parts = {{"positions", kPositions}, {"silences", kSilences}};
  const std::string_view number = asked.other("dispute");
  if (number.empty()) return page_of_rows(db, asked, "disputes", store::Listed::Disputes, sql, parts);
  const store::ReadTransaction still = DEPECHE_TRY(store::ReadTransaction::begin(db));
  return shown_rows(db, "disputes", {row_of(number)}, "", sql, parts);
}

Result<std::string> story_page(Connection& db, const Request& request, std::string_view number) {
  DEPECHE_CHECK(read_parameters(request.parameters, {}, false));
  Statement story = DEPECHE_TRY(db.prepare("SELECT * FROM stories WHERE story = ?"));
  story.bind(1, row_of(number));
  if (!DEPECHE_TRY(story.step())) return fail(Error::Code::NotFound, fmt::format("no story has the number {}", number));
  std::string out;
  record::JsonWriter json(out);
  json.begin('{');
  add_members(story, json);
  const Filter one{"", {std::string(number)}};
  DEPECHE_CHECK(
      add_array(db, "told",
                "SELECT event, article, id, publisher, publisher_country, language, published, url, type, mode, "
                "actor, recipient, date, place, killed, wounded, status, according_to, denied_by, sentence, why "
                "FROM story_reports WHERE story = CAST(? AS INTEGER) ORDER BY published, event",
                one, json));
  DEPECHE_CHECK(
      add_array(db, "values",
                "SELECT field, CAST(value AS TEXT) AS value, reports, said_by, according_to FROM story_values "
                "WHERE story = CAST(? AS INTEGER) ORDER BY field, reports DESC, value",
                one, json));
  json.end('}');
  return out;
}

}  // namespace depeche::serve
