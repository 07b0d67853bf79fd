#include "store/export_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "record/csv.h"
#include "record/json_writer.h"
#include "store/plain_table.h"

namespace depeche::store {
namespace {

// Cells of a line, in the manner of CSV (quoted where needed) or of TSV (tabs and line ends become blanks).
class Line {
 public:
  Line(char separator, std::string& out) : separator_(separator), out_(out) {}
  Line& text(std::string_view value) {
    between();
    if (separator_ == ',') {
      record::append_csv_cell(value, out_);
      return *this;
    }
    for (const char c : value) out_ += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
    return *this;
  }
  Line& number(int64_t value) { return text(std::to_string(value)); }
  // As plain_cells() calls them.
  Line& day(std::string_view value) { return text(value); }
  Line& integer(int64_t value) { return number(value); }
  Line& flag(bool value) { return text(value ? "1" : "0"); }
  Line& number_or_none(int64_t value, int64_t none) { return value == none ? text("") : number(value); }
  Line& real(double value) { return text(fmt::format("{}", value)); }
  Line& none(int cells = 1) {
    for (int i = 0; i < cells; ++i) text("");
    return *this;
  }
  void end() { out_ += separator_ == ',' ? "\r\n" : "\n"; }

 private:
  void between() {
    if (!first_) out_ += separator_;
    first_ = false;
  }
  char separator_;
  std::string& out_;
  bool first_ = true;
};

constexpr std::string_view kIcews[] = {
    "Event ID",  "Event Date",  "Source Name",    "Source Sectors", "Source Country", "Event Text",      "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID",       "Sentence Number", "Publisher",
    "City",      "District",    "Province",       "Country",        "Latitude",       "Longitude"};

constexpr std::string_view kPolecat[] = {"Event ID",
                                         "Event Date",
                                         "Event Type",
                                         "Event Mode",
                                         "Intensity",
                                         "Quad Code",
                                         "Contexts",
                                         "Actor Name",
                                         "Primary Actor Sector",
                                         "Actor Sectors",
                                         "Actor Title",
                                         "Actor Name Raw",
                                         "Wikipedia Actor ID",
                                         "Actor Country",
                                         "Actor COW",
                                         "Recipient Name",
                                         "Primary Recipient Sector",
                                         "Recipient Sectors",
                                         "Recipient Title",
                                         "Recipient Name Raw",
                                         "Wikipedia Recipient ID",
                                         "Recipient Country",
                                         "Recipient COW",
                                         "Placename",
                                         "City",
                                         "District",
                                         "Province",
                                         "Country",
                                         "Latitude",
                                         "Longitude",
                                         "GeoNames ID",
                                         "Raw Placename",
                                         "Feature Type",
                                         "Source",
                                         "Publication Date",
                                         "Story People",
                                         "Story Organizations",
                                         "Story Locations",
                                         "Language",
                                         "Version"};

std::string contexts(const ExportEvent& e, std::string_view between) {
  return fmt::format("{}", fmt::join(e.contexts, between));
}

// The place where it is no more than a country is none of a town.
bool is_town(const ExportEvent& e) { return e.geonames != 0; }

void add_plain(const ExportEvent& e, char separator, std::string& out) {
  Line line(separator, out);
  plain_cells(e, line);
  line.end();
}

void add_parties(record::JsonWriter& json, std::string_view name, const std::vector<const ExportParty*>& parties) {
  json.key(name).begin('[');
  for (const ExportParty* p : parties) {
    json.begin('{')
        .key("text")
        .text(p->name)
        .key("country")
        .text_or_null(p->country)
        .key("sector")
        .text_or_null(p->sector);
    json.key("kind").text_or_null(p->kind).key("wikidata").text_or_null(p->wikidata).end('}');
  }
  json.end(']');
}

// PLOVER's fields under PLOVER's names; what it has no name for under those of the record.
void add_plover(const ExportEvent& e, bool plover, std::string& out) {
  record::JsonWriter json(out);
  json.begin('{').key("id").text(fmt::format("{}#{}", e.article_id, e.id));
  json.key("date").text_or_null(e.date).key("event").text(e.type).key("mode").text(e.mode).key("context").begin('[');
  for (const std::string& c : e.contexts) json.text(c);
  json.end(']');
  add_parties(json, "actor", e.actor);
  add_parties(json, "recipient", e.recipient);
  json.key(plover ? "event_loc" : "place");
  if (e.place.empty()) {
    json.null();
  } else {
    json.begin('{')
        .key("text")
        .text(e.place)
        .key("country")
        .text_or_null(e.place_country)
        .key("admin1")
        .text_or_null(e.admin1);
    json.key("lat");
    e.has_degrees ? json.number(e.lat) : json.null();
    json.key("lon");
    e.has_degrees ? json.number(e.lon) : json.null();
    json.key("geonames");
    e.geonames != 0 ? json.number(e.geonames) : json.null();
    json.end('}');
  }
  json.key("quad")
      .number(e.quad)
      .key("score")
      .number(e.score)
      .key("cameo")
      .text_or_null(e.cameo)
      .key("goldstein")
      .number(e.goldstein);
  json.key("status")
      .text(e.status)
      .key("hedged")
      .flag(e.hedged)
      .key("historical")
      .flag(e.historical)
      .key("confidence")
      .number(e.confidence);
  add_parties(json, "according_to", e.source);
  add_parties(json, "denied_by", e.denier);
  add_parties(json, "confirmed_by", e.confirmer);
  json.key("story");
  e.story != 0 ? json.number(e.story) : json.null();
  json.key("trigger").text(e.trigger).key("text").text(e.sentence).key("rule").text_or_null(e.rule);
  json.key("source")
      .begin('{')
      .key("article")
      .text(e.article_id)
      .key("publisher")
      .text_or_null(e.publisher)
      .key("published")
      .text_or_null(e.published);
  json.key("url").text_or_null(e.url).key("language").text_or_null(e.language).end('}').end('}');
  out += '\n';
}

void add_icews(const ExportEvent& e, std::string& out) {
  Line line('\t', out);
  line.number(e.event).text(e.date_first.empty() ? e.published : e.date_first);
  line.text(joined(e.actor))
      .text(joined(e.actor, &ExportParty::sector, ","))
      .text(e.actor.empty() ? "" : e.actor[0]->country);
  line.text(e.type).text(e.cameo).real(e.goldstein);
  line.text(joined(e.recipient))
      .text(joined(e.recipient, &ExportParty::sector, ","))
      .text(e.recipient.empty() ? "" : e.recipient[0]->country);
  line.number(e.article)
      .number(1)
      .text(e.publisher)
      .text(is_town(e) ? e.place : "")
      .none()
      .text(e.admin1)
      .text(e.place_country);
  e.has_degrees ? line.real(e.lat).real(e.lon) : line.none(2);
  line.end();
}

void add_polecat(const ExportEvent& e, std::string& out) {
  Line line('\t', out);
  line.text(fmt::format("{}#{}", e.article_id, e.id))
      .text(e.date_first.empty() ? e.published : e.date_first)
      .text(e.type)
      .text(e.mode)
      .real(e.score);
  line.number(e.quad).text(contexts(e, ";"));
  for (const auto* const side : {&e.actor, &e.recipient}) {
    line.text(joined(*side))
        .text(side->empty() ? "" : side->front()->sector)
        .text(joined(*side, &ExportParty::sector, ";"))
        .none();
    line.text(joined(*side))
        .text(joined(*side, &ExportParty::wikidata, ";"))
        .text(side->empty() ? "" : side->front()->country)
        .none();
  }
  line.text(e.place).text(is_town(e) ? e.place : "").none().text(e.admin1).text(e.place_country);
  e.has_degrees ? line.real(e.lat).real(e.lon) : line.none(2);
  line.number_or_none(e.geonames, 0)
      .text(e.place)
      .none()
      .text(e.publisher)
      .text(e.published)
      .none(3)
      .text(e.language)
      .text("depeche")
      .end();
}

std::string digits_of(std::string_view date) {
  std::string out;
  std::copy_if(date.begin(), date.end(), std::back_inserter(out), [](char c) { return c >= '0' && c <= '9'; });
  return out;
}

void add_gdelt_actor(Line& line, const std::vector<const ExportParty*>& side) {
  if (side.empty()) {
    line.none(10);
    return;
  }
  const ExportParty& p = *side.front();
  std::string name;
  for (const char c : p.name) name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  line.text(p.country + (p.sector == "UNK" ? "" : p.sector))
      .text(name)
      .text(p.country)
      .none(4)
      .text(p.sector == "UNK" ? "" : p.sector)
      .none(2);
}

void add_gdelt_place(Line& line, const ExportEvent& e, const Fips& fips, bool known) {
  if (!known || e.place.empty() || !e.has_degrees) {
    line.number(0).none(7);
    return;
  }
  const auto at = fips.find(e.place_country);
  const std::string code = at == fips.end() ? "" : at->second;
  line.number(is_town(e) ? 4 : 1)
      .text(e.place)
      .text(code)
      .text(code)
      .none()
      .real(e.lat)
      .real(e.lon)
      .text(is_town(e) ? std::to_string(e.geonames) : code);
}

}  // namespace

std::string header_of(ExportFormat format) {
  std::string out;
  const auto line = [&out](char separator, const auto& columns) {
    Line l(separator, out);
    for (const std::string_view c : columns) l.text(c);
    l.end();
  };
  if (format == ExportFormat::Csv || format == ExportFormat::Tsv) {
    Line l(format == ExportFormat::Csv ? ',' : '\t', out);
    for (const PlainColumn& c : kPlainColumns) l.text(c.name);
    l.end();
  }
  if (format == ExportFormat::Icews) line('\t', kIcews);
  if (format == ExportFormat::Polecat) line('\t', kPolecat);
  return out;
}

void add_row(ExportFormat format, const ExportEvent& e, std::string& out) {
  switch (format) {
    case ExportFormat::Csv:
      return add_plain(e, ',', out);
    case ExportFormat::Tsv:
      return add_plain(e, '\t', out);
    case ExportFormat::Icews:
      return add_icews(e, out);
    case ExportFormat::Polecat:
      return add_polecat(e, out);
    case ExportFormat::Plover:
      return add_plover(e, true, out);
    default:
      return add_plover(e, false, out);
  }
}

// GDELT 2.0, "GDELT Event Codebook": the 61 columns of a row, in its order.
void add_gdelt_event(const ExportEvent& e, const GdeltCounts& counts, const Fips& fips, std::string& out) {
  const std::string day = digits_of(e.date_first.empty() ? e.published : e.date_first);
  const std::string added = digits_of(e.published.empty() ? e.date_first : e.published);
  double fraction = 0;
  if (day.size() == 8)
    fraction = std::stoi(day.substr(0, 4)) + (std::stoi(day.substr(4, 2)) * 30 + std::stoi(day.substr(6, 2))) / 365.0;
  Line line('\t', out);
  line.number(e.event)
      .text(day)
      .text(day.substr(0, std::min<size_t>(6, day.size())))
      .text(day.substr(0, std::min<size_t>(4, day.size())))
      .text(fmt::format("{:.4f}", fraction));
  add_gdelt_actor(line, e.actor);
  add_gdelt_actor(line, e.recipient);
  const std::string_view code = e.cameo;
  line.number(e.sentence_begin == 0 ? 1 : 0)
      .text(code)
      .text(code.substr(0, 3))
      .text(code.substr(0, 2))
      .number(e.quad)
      .real(e.goldstein);
  line.number(counts.mentions).number(counts.sources).number(counts.articles).number(0);
  add_gdelt_place(line, e, fips, false);
  add_gdelt_place(line, e, fips, false);
  add_gdelt_place(line, e, fips, true);
  line.text(added.size() == 8 ? added + "000000" : "").text(e.url).end();
}

// The 16 columns of its table of mentions.
void add_gdelt_mention(const ExportEvent& e, int64_t first_event, const std::string& first_date, std::string& out) {
  const auto moment = [](const std::string& date) {
    const std::string day = digits_of(date);
    return day.size() == 8 ? day + "000000" : std::string();
  };
  Line line('\t', out);
  line.number(first_event)
      .text(moment(first_date))
      .text(moment(e.published))
      .number(e.url.empty() ? 2 : 1)
      .text(e.publisher);
  line.text(e.url.empty() ? e.article_id : e.url)
      .number(1)
      .number(-1)
      .number(-1)
      .number(std::max<int64_t>(e.trigger_begin, -1))
      .number(1);
  line.number(static_cast<int64_t>(e.confidence * 100 + 0.5))
      .number(e.text_length)
      .number(0)
      .text(e.language == "fr" ? "srclc:fra;eng:depeche" : "")
      .none()
      .end();
}

}  // namespace depeche::store
