// What a database holds, in the formats of others.
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "commands.h"
#include "store/exports.h"

namespace depeche::app {
namespace {

namespace fs = std::filesystem;

struct Settings {
  store::Query query;
  std::string database, format, output, resources;
};

// The library in DEPECHE_DUCKDB, else the one that the script beside the sources has fetched or fetches now.
Result<std::string> duckdb_library() {
  if (const char* const given = std::getenv("DEPECHE_DUCKDB")) return std::string(given);
  const fs::path script = fs::path(DEPECHE_RESOURCES_DIR).parent_path() / "tools" / "fetch_duckdb.sh";
  const auto advice = [](std::string_view why) {
    return fail(
        Error::Code::NotFound,
        fmt::format(
            "Parquet is written by DuckDB's library, {}: name it with DEPECHE_DUCKDB=libduckdb.so, or export csv",
            why));
  };
  std::error_code ignored;
  if (!fs::exists(script, ignored)) return advice("which is not here");
  FILE* const pipe = popen(fmt::format("'{}'", script.string()).c_str(), "r");
  if (!pipe) return advice("which cannot be fetched");
  std::string path;
  std::array<char, 512> piece{};
  while (fgets(piece.data(), static_cast<int>(piece.size()), pipe)) path += piece.data();
  if (pclose(pipe) != 0) return advice("which could not be fetched");
  path.erase(path.find_last_not_of('\n') + 1);
  return path;
}

int done(const Result<void>& result) {
  if (result) return kOk;
  complain(result.error().describe());
  return result.error().code == Error::Code::InvalidArgument ? kUsage : kCannotStart;
}

int run(const Settings& s) {
  if (s.format == "parquet" || s.format == "brat") {
    if (s.output.empty()) {
      complain(fmt::format("--format {} needs --output: {}", s.format, s.format == "brat" ? "a folder" : "a file"));
      return kUsage;
    }
    if (s.format == "brat") return done(store::export_brat(s.database, s.query, s.output));
    const auto library = duckdb_library();
    if (!library) return cannot_start(library.error());
    return done(store::export_parquet(s.database, s.query, *library, s.output));
  }
  store::ExportFormat format = store::ExportFormat::Jsonl;
  for (const store::ExportName& name : store::export_names()) {
    if (name.name == s.format) format = name.format;
  }
  store::ExportOptions options;
  const fs::path fips = fs::path(resources_folder(s.resources)) / "places" / "fips.tsv";
  std::error_code ignored;
  if (fs::exists(fips, ignored)) options.fips = fips.string();
  // A file gets its name once it is whole.
  const std::string part = s.output + ".part";
  std::ofstream file;
  if (!s.output.empty()) {
    file.open(part, std::ios::binary);
    if (!file) {
      complain(s.output + ": cannot be written: see that its folder exists and may be written to");
      return kCannotStart;
    }
  }
  std::ostream& out = s.output.empty() ? std::cout : file;
  bool written = true;
  const auto exported = store::export_to(s.database, s.query, format, options, [&](std::string_view bytes) {
    written = static_cast<bool>(out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())));
    return written;
  });
  if (s.output.empty()) {
    const int status = end_output(written, kOk);
    return exported ? status : done(exported);
  }
  file.close();
  if (!exported || !written || !file) {
    fs::remove(part, ignored);
    if (!exported) return done(exported);
    complain(s.output + ": cannot be written: is the disk full?");
    return kSomeFailed;
  }
  fs::rename(part, s.output, ignored);
  if (!ignored) return kOk;
  complain(s.output + ": cannot be written: " + ignored.message());
  return kSomeFailed;
}

}  // namespace

void add_export(CLI::App& app, Command& chosen) {
  auto settings = std::make_shared<Settings>();
  CLI::App* const command =
      app.add_subcommand("export", "Events of a database that meet all conditions, in a format of other programs");
  command->add_option("--db", settings->database, "The database that `depeche ingest` made")->required();
  std::vector<std::string> names = {"parquet", "brat"};
  for (const store::ExportName& name : store::export_names()) names.emplace_back(name.name);
  command->add_option("--format", settings->format, "The format; docs/exports.md tells what each holds")
      ->required()
      ->check(CLI::IsMember(names));
  command->add_option("-o,--output", settings->output, "A file, for brat a folder; otherwise standard output");
  command->add_option("--resources", settings->resources, "The folder of lists and rules");
  add_filters(*command, settings->query);
  command->callback([settings, &chosen] { chosen = [settings] { return run(*settings); }; });
}

}  // namespace depeche::app
