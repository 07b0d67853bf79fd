#include "store/exports.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/resource.h"
#include "record/json_writer.h"
#include "store/export_graphs.h"
#include "store/export_tables.h"
#include "store/export_texts.h"
#include "store/record_rows.h"
#include "store/schema.h"
#include "store/sqlite.h"

namespace depeche::store {
namespace {

namespace fs = std::filesystem;

constexpr size_t kChunk = 1 << 16;

// What other databases of events have no word for: what did not happen, or has not yet.
bool is_event_elsewhere(const ExportEvent& e) {
  return e.status != "negated" && e.status != "planned" && e.status != "hypothetical" &&
         !(e.date_first.empty() && e.published.empty());
}

Result<Fips> fips_of(const std::string& path) {
  Fips fips;
  if (path.empty()) return fips;
  const Table table = DEPECHE_TRY(read_table(path, {"country", "fips"}));
  for (const Table::Row& row : table.rows)
    fips.emplace(Table::cell(row, table.column("country")), Table::cell(row, table.column("fips")));
  return fips;
}

Result<void> gdelt(Connection& db, const Filter& filter, const ExportOptions& options, bool mentions,
                   const ExportSink& sink) {
  const Fips fips = DEPECHE_TRY(fips_of(options.fips));
  std::map<int64_t, GdeltCounts> of_story;
  std::map<int64_t, std::string> dates;  // of stories' first events
  Statement stories =
      DEPECHE_TRY(db.prepare("SELECT s.story, s.events, s.publishers, s.reports, s.first_event, coalesce(f.date_first, "
                             "a.published, '') FROM story_rows s "
                             "JOIN event_rows f ON f.event = s.first_event JOIN articles a ON a.article = f.article"));
  while (DEPECHE_TRY(stories.step())) {
    of_story[stories.integer(0)] = {stories.integer(1), std::max<int64_t>(1, stories.integer(2)), stories.integer(3),
                                    stories.integer(4)};
    dates[stories.integer(0)] = std::string(stories.text(5));
  }
  std::string out;
  return each_event(db, filter,
                    [&](const ExportEvent& e) {
                      if (!is_event_elsewhere(e)) return true;
                      const auto at = of_story.find(e.story);
                      const GdeltCounts counts = at == of_story.end() ? GdeltCounts{1, 1, 1, e.event} : at->second;
                      if (mentions) {
                        add_gdelt_mention(
                            e, counts.first_event,
                            at == of_story.end() ? (e.date_first.empty() ? e.published : e.date_first) : dates[e.story],
                            out);
                      } else if (counts.first_event == e.event) {
                        add_gdelt_event(e, counts, fips, out);
                      }
                      if (out.size() < kChunk) return true;
                      const bool goes_on = sink(out);
                      out.clear();
                      return goes_on;
                    })
      .and_then([&]() -> Result<void> {
        sink(out);
        return {};
      });
}

void add_feature(const ExportEvent& e, std::string& out) {
  record::JsonWriter json(out);
  json.begin('{')
      .key("type")
      .text("Feature")
      .key("id")
      .number(e.event)
      .key("geometry")
      .begin('{')
      .key("type")
      .text("Point");
  json.key("coordinates").begin('[').number(e.lon).number(e.lat).end(']').end('}').key("properties").begin('{');
  json.key("event")
      .text(e.type)
      .key("mode")
      .text(e.mode)
      .key("actor")
      .text_or_null(joined(e.actor))
      .key("recipient")
      .text_or_null(joined(e.recipient));
  json.key("date")
      .text_or_null(e.date)
      .key("place")
      .text(e.place)
      .key("country")
      .text_or_null(e.place_country)
      .key("status")
      .text(e.status);
  json.key("goldstein").number(e.goldstein).key("story");
  e.story != 0 ? json.number(e.story) : json.null();
  json.key("sentence")
      .text(e.sentence)
      .key("article")
      .text(e.article_id)
      .key("publisher")
      .text_or_null(e.publisher)
      .key("url")
      .text_or_null(e.url);
  json.end('}').end('}');
}

// PROV-O as JSON-LD: each run an activity, what it used, the file it wrote to.
Result<std::string> provenance(Connection& db, const std::string& path) {
  std::string out;
  record::JsonWriter json(out);
  json.begin('{')
      .key("@context")
      .begin('{')
      .key("prov")
      .text("http://www.w3.org/ns/prov#")
      .key("xsd")
      .text("http://www.w3.org/2001/XMLSchema#");
  json.key("rdfs").text("http://www.w3.org/2000/01/rdf-schema#").end('}').key("@graph").begin('[');
  const auto id = [&json](std::string_view name, const std::string& value) {
    json.key(name).begin('{').key("@id").text(value).end('}');
  };
  json.begin('{')
      .key("@id")
      .text("urn:depeche:program")
      .key("@type")
      .text("prov:SoftwareAgent")
      .key("rdfs:label")
      .text("depeche")
      .end('}');
  Statement runs =
      DEPECHE_TRY(db.prepare("SELECT run, kind, manifest, started, ended, articles, events FROM runs ORDER BY run"));
  while (DEPECHE_TRY(runs.step())) {
    const std::string run = fmt::format("urn:depeche:run:{}", runs.integer(0));
    const auto time = [&](std::string_view name, int column) {
      if (!runs.is_null(column))
        json.key(name).begin('{').key("@value").text(runs.text(column)).key("@type").text("xsd:dateTime").end('}');
    };
    json.begin('{').key("@id").text(run).key("@type").text("prov:Activity").key("rdfs:label").text(runs.text(1));
    time("prov:startedAtTime", 3);
    time("prov:endedAtTime", 4);
    id("prov:wasAssociatedWith", "urn:depeche:program");
    id("prov:used", run + ":manifest");
    json.end('}');
    json.begin('{')
        .key("@id")
        .text(run + ":manifest")
        .key("@type")
        .text("prov:Entity")
        .key("prov:value")
        .text(runs.text(2))
        .end('}');
    json.begin('{').key("@id").text(run + ":records").key("@type").text("prov:Entity").key("rdfs:label");
    json.text(fmt::format("{} articles, {} events in {}", runs.integer(5), runs.integer(6),
                          fs::path(path).filename().string()));
    id("prov:wasGeneratedBy", run);
    id("prov:wasDerivedFrom", run + ":manifest");
    json.end('}');
  }
  json.end(']').end('}');
  out += '\n';
  return out;
}

// Articles that have an event of the filter; all where it is empty.
Result<std::vector<int64_t>> articles_of(Connection& db, const Filter& filter) {
  std::vector<int64_t> all;
  Statement s = DEPECHE_TRY(db.prepare(
      filter.where.empty() ? "SELECT article FROM articles ORDER BY article"
                           : fmt::format("SELECT DISTINCT e.article FROM event_rows e{} ORDER BY 1", filter.where)));
  bind(s, filter);
  while (DEPECHE_TRY(s.step())) all.push_back(s.integer(0));
  return all;
}

}  // namespace

const std::vector<ExportName>& export_names() {
  static const std::vector<ExportName> kNames = {{"jsonl", ExportFormat::Jsonl},
                                                 {"csv", ExportFormat::Csv},
                                                 {"tsv", ExportFormat::Tsv},
                                                 {"plover", ExportFormat::Plover},
                                                 {"gdelt", ExportFormat::Gdelt},
                                                 {"gdelt-mentions", ExportFormat::GdeltMentions},
                                                 {"icews", ExportFormat::Icews},
                                                 {"polecat", ExportFormat::Polecat},
                                                 {"annotations", ExportFormat::Annotations},
                                                 {"timeml", ExportFormat::Timeml},
                                                 {"geojson", ExportFormat::Geojson},
                                                 {"graphml", ExportFormat::Graphml},
                                                 {"gexf", ExportFormat::Gexf},
                                                 {"prov", ExportFormat::Prov}};
  return kNames;
}

Result<void> export_to(const std::string& path, const Query& query, ExportFormat format, const ExportOptions& options,
                       const ExportSink& sink) {
  Connection db = DEPECHE_TRY(open_for_export(path));
  const Filter filter = DEPECHE_TRY(filter_of(db, query));
  std::string out;
  const auto flush = [&](size_t above) {
    if (out.size() <= above) return true;
    const bool goes_on = sink(out);
    out.clear();
    return goes_on;
  };
  const auto each = [&](auto&& add) {
    return each_event(db, filter, [&](const ExportEvent& e) {
      add(e);
      return flush(kChunk);
    });
  };
  switch (format) {
    case ExportFormat::Gdelt:
    case ExportFormat::GdeltMentions:
      return gdelt(db, filter, options, format == ExportFormat::GdeltMentions, sink);
    case ExportFormat::Prov:
      out = DEPECHE_TRY(provenance(db, path));
      break;
    case ExportFormat::Graphml:
    case ExportFormat::Gexf: {
      ActorNetwork network;
      DEPECHE_CHECK(each([&](const ExportEvent& e) {
        if (is_event_elsewhere(e)) network.add(e);
      }));
      out = format == ExportFormat::Gexf ? network.gexf() : network.graphml();
      break;
    }
    case ExportFormat::Geojson:
    case ExportFormat::Annotations: {
      const bool is_map = format == ExportFormat::Geojson;
      out = is_map ? "{\"type\": \"FeatureCollection\", \"features\": ["
                   : "{\"@context\": \"http://www.w3.org/ns/anno.jsonld\", \"id\": \"urn:depeche:events\", \"type\": "
                     "\"AnnotationPage\", \"items\": [";
      bool first = true;
      DEPECHE_CHECK(each([&](const ExportEvent& e) {
        if (is_map && !e.has_degrees) return;
        out += first ? "\n" : ",\n";
        first = false;
        is_map ? add_feature(e, out) : add_annotation(e, out);
      }));
      out += "\n]}\n";
      break;
    }
    case ExportFormat::Timeml: {
      out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TimeMLCorpus>\n";
      for (const int64_t article : DEPECHE_TRY(articles_of(db, filter))) {
        out += timeml_of(DEPECHE_TRY(stored_record(db, article)));
        if (!flush(kChunk)) return {};
      }
      out += "</TimeMLCorpus>\n";
      break;
    }
    default: {
      out = header_of(format);
      const bool elsewhere = format == ExportFormat::Icews || format == ExportFormat::Polecat;
      DEPECHE_CHECK(each([&](const ExportEvent& e) {
        if (!elsewhere || is_event_elsewhere(e)) add_row(format, e, out);
      }));
    }
  }
  flush(0);
  return {};
}

Result<void> export_brat(const std::string& path, const Query& query, const std::string& folder) {
  Connection db = DEPECHE_TRY(open_for_export(path));
  const Filter filter = DEPECHE_TRY(filter_of(db, query));
  std::error_code error;
  fs::create_directories(folder, error);
  const auto write = [&folder](const std::string& name, const std::string& bytes) -> Result<void> {
    const fs::path file = fs::path(folder) / name;
    std::ofstream out(file, std::ios::binary);
    if (!out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())) || !out.flush())
      return fail(Error::Code::Unreadable, "cannot be written: is the disk full?", {.file = file.string()});
    return {};
  };
  DEPECHE_CHECK(write("annotation.conf", brat_configuration()));
  for (const int64_t article : DEPECHE_TRY(articles_of(db, filter))) {
    const StoredRecord record = DEPECHE_TRY(stored_record(db, article));
    // Ids of articles may be addresses: what is no letter, digit or dash becomes a dash, and the number keeps names
    // apart.
    std::string name;
    for (const char c : record.id.substr(0, 80))
      name +=
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ? c : '-';
    name = fmt::format("{}.{}", name, article);
    DEPECHE_CHECK(write(name + ".txt", record.text));
    DEPECHE_CHECK(write(name + ".ann", brat_of(record)));
  }
  return {};
}

}  // namespace depeche::store
