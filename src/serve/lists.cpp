#include "serve/lists.h"

#include <fmt/format.h>

#include <optional>
#include <vector>

#include "serve/pages.h"
#include "serve/parameters.h"
#include "serve/rows.h"
#include "store/conditions.h"
#include "store/listing.h"
#include "store/selection.h"

namespace depeche::serve {
namespace {

using store::Connection;
using store::Statement;

// Events that have a day come first, newest first; those without after them.
Result<std::string> page_of_events(Connection& db, const Asked& asked) {
  const store::ReadTransaction still = DEPECHE_TRY(store::ReadTransaction::begin(db));
  const store::Selection selection = DEPECHE_TRY(store::Selection::of(db, asked.query));
  std::optional<store::Selection::Dated> after;
  if (!asked.cursor.empty()) {
    const Place place = DEPECHE_TRY(read_cursor(asked.cursor));
    after = {store::day_number(place.day), place.row};
  }
  // One more tells whether there is a page after this one.
  std::vector<int64_t> events =
      DEPECHE_TRY(selection.first(store::Selection::Order::Newest, static_cast<size_t>(asked.limit) + 1, after));
  const bool goes_on = static_cast<int64_t>(events.size()) > asked.limit;
  if (goes_on) events.pop_back();
  Statement rows = DEPECHE_TRY(
      db.prepare(fmt::format("SELECT {} FROM json_each(?) n JOIN event_rows e ON e.event = n.value{} ORDER BY n.key",
                             event_columns(), event_joins())));
  const std::string numbers = store::json_of(events);
  rows.bind(1, std::string_view(numbers));
  std::string out = R"({"events": [)";
  record::JsonWriter json(out);
  Place last;
  constexpr int kNumber = 0, kFirstDay = 13;
  while (DEPECHE_TRY(rows.step())) {
    json.begin('{');
    add_members(rows, json);
    json.end('}');
    last = {std::string(rows.text(kFirstDay)), rows.integer(kNumber)};
  }
  json.end(']');
  return out + ", " + next_of(goes_on ? to_cursor(last) : "");
}

}  // namespace

Result<std::string> list_events(Connection& db, const Request& request) {
  return page_of_events(db, DEPECHE_TRY(read_parameters(request.parameters, {})));
}

Result<std::string> list_articles(Connection& db, const Request& request) {
  const Asked asked = DEPECHE_TRY(read_parameters(request.parameters, {}));
  return page_of_rows(
      db, asked, "articles", store::Listed::Articles,
      fmt::format(
          "SELECT a.id, {}, a.published, a.publisher, a.language, a.url, a.event_count AS events FROM json_each(?) "
          "n JOIN articles a ON a.article = n.value ORDER BY n.key",
          title_column()));
}

Result<std::string> list_quotes(Connection& db, const Request& request) {
  const Asked asked = DEPECHE_TRY(read_parameters(
      request.parameters, {"speaker", "speaker-country", "article", "publisher", "language", "form", "text"}, false));
  store::Conditions conditions;
  const auto add = [&](std::string_view name, std::string_view sql, bool is_part = false) {
    const std::string_view value = asked.other(name);
    if (value.empty()) return;
    conditions.add(sql);
    conditions.value(is_part ? store::like_pattern(value) : std::string(value));
  };
  if (const std::string_view speaker = asked.other("speaker"); speaker.starts_with('=')) {
    store::Conditions whole;
    whole.named({std::string(speaker)});
    conditions.add_of("q.speaker IN (SELECT actor FROM actors{})", whole);
  } else {
    add("speaker", "q.speaker IN (SELECT actor FROM actors WHERE name LIKE ? ESCAPE '\\')", true);
  }
  add("speaker-country", "q.speaker IN (SELECT actor FROM actors WHERE country = ?)");
  add("article", "a.id = ?");
  add("publisher", "a.publisher = ?");
  add("language", "a.language = ?");
  add("form", "q.form = ?");
  add("text", "substr(a.text, q.begin + 1, q.end - q.begin) LIKE ? ESCAPE '\\'", true);
  // A quote's place in the list: its article and its number there.
  constexpr int64_t kMostOfArticle = 1 << 20;
  const store::ReadTransaction still = DEPECHE_TRY(store::ReadTransaction::begin(db));
  const int64_t after = asked.cursor.empty() ? 0 : DEPECHE_TRY(read_cursor(asked.cursor)).row;
  if (after != 0)
    conditions.add(fmt::format("(q.article, -q.n) < ({}, -{})", after / kMostOfArticle, after % kMostOfArticle));
  Statement rows = DEPECHE_TRY(db.prepare(
      fmt::format("SELECT a.id AS article, q.n, q.form, c.name AS speaker, nullif(c.country, '') AS "
                  "speaker_country, q.begin, q.end, substr(a.text, q.begin + 1, q.end - q.begin) AS words, "
                  "substr(a.text, q.cue_begin + 1, q.cue_end - q.cue_begin) AS cue, q.closed AS "
                  "\"closed:flag\", {}, a.published, a.publisher, a.language, a.url FROM quote_rows q JOIN "
                  "articles a USING (article) LEFT JOIN actors c ON c.actor = q.speaker{} ORDER BY q.article "
                  "DESC, q.n LIMIT {}",
                  title_column(), conditions.filter().where, asked.limit + 1)));
  bind(rows, conditions.filter());
  Statement article = DEPECHE_TRY(db.prepare("SELECT article FROM articles WHERE id = ?"));
  std::string out = R"({"quotes": [)", cursor, id;
  record::JsonWriter json(out);
  int64_t number = 0;
  for (int64_t n = 0; DEPECHE_TRY(rows.step()); ++n) {
    if (n == asked.limit) {
      article.bind(1, std::string_view(id));
      if (DEPECHE_TRY(article.step())) cursor = to_cursor({"", article.integer(0) * kMostOfArticle + number});
      break;
    }
    json.begin('{');
    add_members(rows, json);
    json.end('}');
    id = rows.text(0);
    number = rows.integer(1);
  }
  json.end(']');
  return out + ", " + next_of(cursor);
}

Result<std::string> search(Connection& db, const Request& request) {
  const Asked asked = DEPECHE_TRY(read_parameters(request.parameters, {}));
  // The words once more: an excerpt is of a match. Hits stand between STX and ETX.
  Statement excerpt = DEPECHE_TRY(db.prepare(
      fmt::format("SELECT a.id, {}, snippet(texts, 0, char(2), char(3), char(8230), 28) AS excerpt, a.published, "
                  "a.publisher, a.language, a.url, a.event_count AS events FROM texts JOIN articles a ON a.article = "
                  "texts.rowid WHERE texts MATCH ? AND texts.rowid = ?",
                  title_column())));
  const int64_t offset = DEPECHE_TRY(offset_of(asked));
  const std::vector<int64_t> found = DEPECHE_TRY(store::search(db, asked.query, asked.limit + 1, offset));
  const std::string words = store::phrases(asked.query.text);
  std::string out = R"({"hits": [)", cursor;
  record::JsonWriter json(out);
  for (size_t n = 0; n < found.size(); ++n) {
    if (static_cast<int64_t>(n) == asked.limit) {
      cursor = to_cursor({"", offset + asked.limit});
      break;
    }
    excerpt.bind(1, std::string_view(words));
    excerpt.bind(2, found[n]);
    DEPECHE_TRY(add_rows(excerpt, json));
  }
  json.end(']');
  return out + ", " + next_of(cursor);
}

}  // namespace depeche::serve
