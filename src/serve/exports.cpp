#include "serve/exports.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "record/csv.h"
#include "serve/parameters.h"
#include "serve/rows.h"
#include "store/export_graphs.h"
#include "store/listing.h"
#include "store/selection.h"

namespace depeche::serve {
namespace {

using store::Connection;
using store::Selection;
using store::Statement;
using store::xml;

Result<std::string> table(Connection& db, const Selection& selection, bool csv) {
  Statement rows = DEPECHE_TRY(db.prepare(
      "SELECT article, id, type, mode, context, quad, score, cameo, goldstein, actor, actor_country, recipient, "
      "recipient_country, date, time_basis, place, place_country, lat, lon, status, according_to, denied_by, "
      "confirmed_by, "
      "hedged AS \"hedged:flag\", historical AS \"historical:flag\", confidence, trigger, sentence, rule, published, "
      "publisher, language, url, story, killed, wounded FROM events WHERE event IN (SELECT value FROM json_each(?)) "
      "ORDER BY date_first, event"));
  const std::string numbers = store::json_of(DEPECHE_TRY(selection.first(Selection::Order::Oldest, kMostExported)));
  rows.bind(1, std::string_view(numbers));
  std::string out;
  if (csv) {
    for (int i = 0; i < rows.columns(); ++i) {
      if (i > 0) out += ',';
      const std::string name = rows.name(i);
      record::append_csv_cell(name.substr(0, name.find(':')), out);
    }
    out += "\r\n";
  }
  while (DEPECHE_TRY(rows.step())) {
    if (csv) {
      for (int i = 0; i < rows.columns(); ++i) {
        if (i > 0) out += ',';
        record::append_csv_cell(rows.kind(i) == Statement::Kind::Real ? fmt::format("{}", rows.real(i)) : rows.text(i),
                                out);
      }
      out += "\r\n";
    } else {
      record::JsonWriter json(out);
      json.begin('{');
      add_members(rows, json);
      json.end('}');
      out += '\n';
    }
  }
  return out;
}

struct Entry {
  std::string id, title, link, words, day;
};

// Feeds know days alone; what has none is of the first.
std::string day_of(std::string_view published) {
  return std::string(published.size() == 10 ? published : std::string_view("1970-01-01"));
}

Result<std::vector<Entry>> newest_events(Connection& db, const Asked& asked, const std::string& base) {
  const Selection selection = DEPECHE_TRY(Selection::of(db, asked.query));
  Statement rows = DEPECHE_TRY(db.prepare(
      "SELECT article, id, actor, type, mode, recipient, status, date, published, sentence FROM events WHERE event IN "
      "(SELECT value FROM json_each(?)) ORDER BY date_first DESC, event DESC"));
  const std::string numbers =
      store::json_of(DEPECHE_TRY(selection.first(Selection::Order::Newest, static_cast<size_t>(asked.limit))));
  rows.bind(1, std::string_view(numbers));
  std::vector<Entry> out;
  while (DEPECHE_TRY(rows.step())) {
    const std::string article(rows.text(0)), event(rows.text(1));
    const auto or_mark = [](std::string_view name) { return name.empty() ? std::string_view("?") : name; };
    const std::string mode(rows.text(4));
    out.push_back({fmt::format("urn:depeche:{}:{}", encode_percent(article), encode_percent(event)),
                   fmt::format("{}{} \u2014 {} \u2192 {} ({}{}{})", rows.text(3), mode.empty() ? "" : " " + mode,
                               or_mark(rows.text(2)), or_mark(rows.text(5)), rows.text(6),
                               rows.text(7).empty() ? "" : ", ", rows.text(7)),
                   fmt::format("{}/#/reader/{}?event={}", base, encode_percent(article), encode_percent(event)),
                   std::string(rows.text(9)), day_of(rows.text(8))});
  }
  return out;
}

// Lists that have feeds beside that of events. Of each row: its id, title, words, and the day it was last told of.
struct Fed {
  std::string_view name, address;
  store::Listed what;
  std::string_view sql;  // {} where the title goes
};
constexpr Fed kFed[] = {
    {"articles", "reader/", store::Listed::Articles,
     "SELECT a.id, {}, coalesce(a.publisher, ''), a.published FROM json_each(?) n JOIN articles a ON a.article = "
     "n.value "
     "ORDER BY n.key"},
    {"stories", "story/", store::Listed::Stories,
     "SELECT v.story, {}, v.first_sentence, v.last_published FROM json_each(?) n JOIN stories v ON v.story = n.value "
     "ORDER BY n.key"},
    {"disputes", "disputes?dispute=", store::Listed::Disputes,
     "SELECT v.dispute, {}, coalesce(v.asserted_by, '?') || ' / ' || coalesce(v.denied_by, '?') || ': ' || v.sentence, "
     "v.last_published FROM "
     "json_each(?) n JOIN disputes v ON v.dispute = n.value ORDER BY n.key"}};
// Who does what to whom, when; of the views of stories and of disputes.
constexpr std::string_view kTitle =
    "v.type || iif(v.mode = '', '', ' ' || v.mode) || ' \u2014 ' || coalesce(v.actor, '?') || ' \u2192 ' || "
    "coalesce(v.recipient, '?') || iif(v.date IS NULL, '', ' (' || v.date || ')')";

Result<std::vector<Entry>> newest_of(const Fed& fed, Connection& db, const Asked& asked, const std::string& base) {
  const std::string numbers =
      store::json_of(store::numbers_of(DEPECHE_TRY(store::list(db, asked.query, fed.what, asked.limit))));
  const std::string_view title = fed.what == store::Listed::Articles ? title_column() : kTitle;
  Statement rows = DEPECHE_TRY(db.prepare(fmt::format(fmt::runtime(fed.sql), title)));
  rows.bind(1, std::string_view(numbers));
  std::vector<Entry> out;
  while (DEPECHE_TRY(rows.step())) {
    const std::string id = encode_percent(rows.text(0));
    out.push_back({fmt::format("urn:depeche:{}:{}", fed.name, id), std::string(rows.text(1)),
                   fmt::format("{}/#/{}{}", base, fed.address, id), std::string(rows.text(2)), day_of(rows.text(3))});
  }
  return out;
}

std::string atom(std::string_view title, const std::vector<Entry>& entries, const std::string& self) {
  std::string updated = "1970-01-01";
  for (const Entry& e : entries) updated = std::max(updated, e.day);
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed "
      "xmlns=\"http://www.w3.org/2005/Atom\">\n<title>depeche: {2}</title>\n"
      "<id>{0}</id>\n<link rel=\"self\" href=\"{0}\"/>\n<updated>{1}T00:00:00Z</updated>\n<author><name>depeche</name>"
      "</author>\n",
      xml(self), updated, title);
  for (const Entry& e : entries) {
    out += fmt::format(
        "<entry><title>{}</title><id>{}</id><link href=\"{}\"/><updated>{}T00:00:00Z</updated><summary>{}</summary>"
        "</entry>\n",
        xml(e.title), xml(e.id), xml(e.link), e.day, xml(e.words));
  }
  return out + "</feed>\n";
}

std::string json_feed(std::string_view title, const std::vector<Entry>& entries, const std::string& base,
                      const std::string& self) {
  std::string out;
  record::JsonWriter json(out);
  json.begin('{')
      .key("version")
      .text("https://jsonfeed.org/version/1.1")
      .key("title")
      .text(fmt::format("depeche: {}", title));
  json.key("home_page_url").text(base + "/").key("feed_url").text(self).key("items").begin('[');
  for (const Entry& e : entries) {
    json.begin('{').key("id").text(e.id).key("url").text(e.link).key("title").text(e.title);
    json.key("content_text").text(e.words).key("date_published").text(e.day + "T00:00:00Z").end('}');
  }
  json.end(']').end('}');
  return out;
}

}  // namespace

Result<Download> export_view(Connection& db, const Request& request, std::string_view name, const std::string& base) {
  const Asked asked = DEPECHE_TRY(read_parameters(request.parameters, {}));
  const store::ReadTransaction still = DEPECHE_TRY(store::ReadTransaction::begin(db));
  if (name == "events.csv" || name == "events.jsonl") {
    const Selection selection = DEPECHE_TRY(Selection::of(db, asked.query));
    const bool csv = name == "events.csv";
    return Download{csv ? "text/csv; charset=utf-8" : "application/jsonl", std::string(name),
                    DEPECHE_TRY(table(db, selection, csv))};
  }
  const size_t dot = std::min(name.find('.'), name.size());
  const std::string_view of = name.substr(0, dot), form = name.substr(dot);
  const auto* const fed = std::find_if(std::begin(kFed), std::end(kFed), [&](const Fed& f) { return f.name == of; });
  if ((form == ".atom" || form == ".feed.json") && (of == "events" || fed != std::end(kFed))) {
    const std::vector<Entry> entries =
        DEPECHE_TRY(of == "events" ? newest_events(db, asked, base) : newest_of(*fed, db, asked, base));
    const std::string self = base + request.target;
    if (form == ".atom") return Download{"application/atom+xml; charset=utf-8", "", atom(of, entries, self)};
    return Download{"application/feed+json", "", json_feed(of, entries, base, self)};
  }
  return fail(
      Error::Code::NotFound,
      "exports are events.csv, events.jsonl, and events, stories, disputes and articles as .atom and .feed.json");
}

}  // namespace depeche::serve
