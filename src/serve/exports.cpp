#include "serve/exports.h"

#include <fmt/format.h>

#include "record/csv.h"
#include "serve/parameters.h"
#include "serve/rows.h"
#include "store/export_graphs.h"
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

Result<std::vector<Entry>> newest(Connection& db, const Selection& selection, int64_t limit, const std::string& base) {
  Statement rows = DEPECHE_TRY(db.prepare(
      "SELECT article, id, actor, type, mode, recipient, status, date, published, sentence FROM events WHERE event IN "
      "(SELECT value FROM json_each(?)) ORDER BY date_first DESC, event DESC"));
  const std::string numbers =
      store::json_of(DEPECHE_TRY(selection.first(Selection::Order::Newest, static_cast<size_t>(limit))));
  rows.bind(1, std::string_view(numbers));
  std::vector<Entry> out;
  while (DEPECHE_TRY(rows.step())) {
    const std::string article(rows.text(0)), event(rows.text(1));
    const auto or_mark = [](std::string_view name) { return name.empty() ? std::string_view("?") : name; };
    const std::string mode(rows.text(4)), day(rows.text(8).size() == 10 ? rows.text(8) : "1970-01-01");
    out.push_back({fmt::format("urn:depeche:{}:{}", encode_percent(article), encode_percent(event)),
                   fmt::format("{}{} \u2014 {} \u2192 {} ({}{}{})", rows.text(3), mode.empty() ? "" : " " + mode,
                               or_mark(rows.text(2)), or_mark(rows.text(5)), rows.text(6),
                               rows.text(7).empty() ? "" : ", ", rows.text(7)),
                   fmt::format("{}/#/reader/{}?event={}", base, encode_percent(article), encode_percent(event)),
                   std::string(rows.text(9)), day});
  }
  return out;
}

std::string atom(const std::vector<Entry>& entries, const std::string& self) {
  std::string updated = "1970-01-01";
  for (const Entry& e : entries) updated = std::max(updated, e.day);
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed "
      "xmlns=\"http://www.w3.org/2005/Atom\">\n<title>depeche</title>\n"
      "<id>{0}</id>\n<link rel=\"self\" href=\"{0}\"/>\n<updated>{1}T00:00:00Z</updated>\n<author><name>depeche</name>"
      "</author>\n",
      xml(self), updated);
  for (const Entry& e : entries) {
    out += fmt::format(
        "<entry><title>{}</title><id>{}</id><link href=\"{}\"/><updated>{}T00:00:00Z</updated><summary>{}</summary>"
        "</entry>\n",
        xml(e.title), xml(e.id), xml(e.link), e.day, xml(e.words));
  }
  return out + "</feed>\n";
}

std::string json_feed(const std::vector<Entry>& entries, const std::string& base, const std::string& self) {
  std::string out;
  record::JsonWriter json(out);
  json.begin('{').key("version").text("https://jsonfeed.org/version/1.1").key("title").text("depeche");
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
  const Selection selection = DEPECHE_TRY(Selection::of(db, asked.query));
  const std::string self = base + request.target;
  if (name == "events.csv")
    return Download{"text/csv; charset=utf-8", "events.csv", DEPECHE_TRY(table(db, selection, true))};
  if (name == "events.jsonl")
    return Download{"application/jsonl", "events.jsonl", DEPECHE_TRY(table(db, selection, false))};
  if (name == "events.atom") {
    const auto entries = DEPECHE_TRY(newest(db, selection, asked.limit, base));
    return Download{"application/atom+xml; charset=utf-8", "", atom(entries, self)};
  }
  if (name == "events.feed.json") {
    const auto entries = DEPECHE_TRY(newest(db, selection, asked.limit, base));
    return Download{"application/feed+json", "", json_feed(entries, base, self)};
  }
  return fail(Error::Code::NotFound, "exports are events.csv, events.jsonl, events.atom and events.feed.json");
}

}  // namespace depeche::serve
