// Parquet by DuckDB: events go to a file of its CSV reader, it makes a table of them and writes that.
#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>

#include "base/resource.h"
#include "store/export_tables.h"
#include "store/exports.h"

namespace depeche::store {
namespace {

namespace fs = std::filesystem;

// The part of DuckDB's C API that is used here (duckdb.h, stable since 1.0).
struct DuckResult {
  uint64_t columns, rows, changed;
  void* column_data;
  char* error;
  void* internal;
};
using Open = int (*)(const char*, void**);
using Connect = int (*)(void*, void**);
using Ask = int (*)(void*, const char*, DuckResult*);
using ErrorOf = const char* (*)(DuckResult*);
using Destroy = void (*)(DuckResult*);
using Close = void (*)(void**);

struct Library {
  void* handle = nullptr;
  Open open = nullptr;
  Connect connect = nullptr;
  Ask query = nullptr;
  ErrorOf error = nullptr;
  Destroy destroy = nullptr;
  Close close = nullptr, disconnect = nullptr;
};

Result<Library> load(const std::string& path) {
  Library l;
  l.handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!l.handle)
    return fail(Error::Code::NotFound, fmt::format("DuckDB's library cannot be loaded: {}", dlerror()), {.file = path});
  const auto find = [&](auto& function, const char* name) {
    function = reinterpret_cast<std::decay_t<decltype(function)>>(dlsym(l.handle, name));
    return function != nullptr;
  };
  if (find(l.open, "duckdb_open") && find(l.connect, "duckdb_connect") && find(l.query, "duckdb_query") &&
      find(l.error, "duckdb_result_error") && find(l.destroy, "duckdb_destroy_result") &&
      find(l.close, "duckdb_close") && find(l.disconnect, "duckdb_disconnect"))
    return l;
  return fail(Error::Code::Unsupported, "is no library of DuckDB", {.file = path});
}

// A file that goes with the scope.
struct Scratch {
  explicit Scratch(std::string file) : path(std::move(file)) {}
  ~Scratch() {
    std::error_code ignored;
    fs::remove(path, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  std::string path;
};

std::string sql_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    out += c;
    if (c == '\'') out += c;
  }
  return out + "'";
}

}  // namespace

Result<void> export_parquet(const std::string& path, const Query& query, const std::string& library,
                            const std::string& to) {
  const Library duck = DEPECHE_TRY(load(library));
  const Scratch table(to + ".csv.part"), part(to + ".part");
  {
    std::ofstream out(table.path, std::ios::binary);
    bool whole = static_cast<bool>(out);
    DEPECHE_CHECK(export_to(path, query, ExportFormat::Csv, {}, [&](std::string_view bytes) {
      whole = static_cast<bool>(out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())));
      return whole;
    }));
    if (!whole || !out.flush())
      return fail(Error::Code::Unreadable, "cannot be written: the folder must exist and have room",
                  {.file = table.path});
  }
  void *database = nullptr, *connection = nullptr;
  if (duck.open(nullptr, &database) != 0 || duck.connect(database, &connection) != 0)
    return fail(Error::Code::Unreadable, "DuckDB does not start", {.file = library});
  // Every column's type is told: nothing is guessed from what the first rows happen to hold.
  const std::map<std::string_view, std::string_view> types = {
      {"event", "BIGINT"},   {"quad", "BIGINT"},    {"geonames", "BIGINT"},   {"story", "BIGINT"},
      {"killed", "BIGINT"},  {"wounded", "BIGINT"}, {"score", "DOUBLE"},      {"goldstein", "DOUBLE"},
      {"lat", "DOUBLE"},     {"lon", "DOUBLE"},     {"confidence", "DOUBLE"}, {"date_first", "DATE"},
      {"date_last", "DATE"}, {"hedged", "BOOLEAN"}, {"historical", "BOOLEAN"}};
  std::string columns, header = header_of(ExportFormat::Csv);
  header.resize(header.find('\r'));
  for (const std::string_view name : split(header, ',')) {
    const auto at = types.find(name);
    columns +=
        fmt::format("{}'{}': '{}'", columns.empty() ? "" : ", ", name, at == types.end() ? "VARCHAR" : at->second);
  }
  const std::string sql = fmt::format(
      "COPY (SELECT * FROM read_csv({}, header = true, delim = ',', quote = '\"', escape = '\"', auto_detect = false, "
      "new_line = '\\r\\n', max_line_size = 100000000, columns = {{{}}})) TO {} (FORMAT parquet, COMPRESSION zstd)",
      sql_text(table.path), columns, sql_text(part.path));
  DuckResult result{};
  const bool failed = duck.query(connection, sql.c_str(), &result) != 0;
  const char* const said = failed ? duck.error(&result) : nullptr;
  const std::string message = said ? said : "";
  duck.destroy(&result);
  duck.disconnect(&connection);
  duck.close(&database);
  if (failed) return fail(Error::Code::Unreadable, "DuckDB cannot write it: " + message, {.file = to});
  std::error_code error;
  fs::rename(part.path, to, error);
  if (error) return fail(Error::Code::Unreadable, "cannot be written: " + error.message(), {.file = to});
  return {};
}

}  // namespace depeche::store
