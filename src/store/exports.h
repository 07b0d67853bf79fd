// What is stored, in the formats of others.
//
//   std::ofstream out("events.csv");
//   DEPECHE_CHECK(store::export_to("news.db", {}, store::ExportFormat::Csv, {}, [&](std::string_view bytes) { return
//   !!out.write(…); }));
//
// Events come in the order of their numbers, so that the same file gives the same bytes. docs/exports.md tells what
// each format is and what of the record it leaves out.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "store/query.h"

namespace depeche::store {

enum class ExportFormat {
  Jsonl,
  Csv,
  Tsv,
  Plover,
  Gdelt,
  GdeltMentions,
  Icews,
  Polecat,
  Annotations,
  Timeml,
  Geojson,
  Graphml,
  Gexf,
  Prov
};

struct ExportName {
  std::string_view name;
  ExportFormat format;
};
const std::vector<ExportName>& export_names();  // "jsonl", "csv", "gdelt-mentions" …

struct ExportOptions {
  std::string fips;  // resources/places/fips.tsv: countries as GDELT writes them; "" leaves them empty
};

// Writes piece by piece; false: no more can be written.
using ExportSink = std::function<bool(std::string_view bytes)>;

[[nodiscard]] Result<void> export_to(const std::string& path, const Query& query, ExportFormat format,
                                     const ExportOptions& options, const ExportSink& sink);

// brat's standoff: for each article ID.txt and ID.ann in `folder`, which is made; and annotation.conf.
[[nodiscard]] Result<void> export_brat(const std::string& path, const Query& query, const std::string& folder);

// Parquet by DuckDB's C library at `library`, which is loaded now. The table is the one of Csv, with numbers as
// numbers.
[[nodiscard]] Result<void> export_parquet(const std::string& path, const Query& query, const std::string& library,
                                          const std::string& to);

}  // namespace depeche::store
