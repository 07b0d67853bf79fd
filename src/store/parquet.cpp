// Parquet by DuckDB: two threads read blocks of events in turns into batches of columns, DuckDB asks for them as for a
// table's rows and writes them. Rows stay in their order, so that the same file gives the same bytes.
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <filesystem>
#include <string>
#include <type_traits>

#include "store/duckdb.h"
#include "store/exports.h"
#include "store/plain_readers.h"

namespace depeche::store {
namespace {

namespace fs = std::filesystem;

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

DuckType type_of(PlainKind kind) {
  switch (kind) {
    case PlainKind::Integer:
      return kDuckBigint;
    case PlainKind::Real:
      return kDuckDouble;
    case PlainKind::Day:
      return kDuckDate;
    case PlainKind::Flag:
      return kDuckBoolean;
    case PlainKind::Text:
      break;
  }
  return kDuckVarchar;
}

void put_texts(const DuckLibrary& duck, const PlainBatch::Column& from, size_t rows, void* vector) {
  auto* const to = static_cast<DuckString*>(duck.vector_data(vector));
  uint32_t begin = 0;
  for (size_t row = 0; row < rows; ++row) {
    const char* const bytes = from.bytes.data() + begin;
    const uint32_t length = from.ends[row] - begin;
    begin = from.ends[row];
    if (length > DuckString::kInlined) {
      duck.assign_string(vector, row, bytes, length);
      continue;
    }
    to[row] = {length, {}};
    std::copy_n(bytes, length, to[row].bytes);
  }
}

template <class Value>
void put_values(const DuckLibrary& duck, const PlainBatch::Column& from, size_t rows, void* vector) {
  auto* const to = static_cast<Value*>(duck.vector_data(vector));
  std::transform(from.values.begin(), from.values.begin() + static_cast<std::ptrdiff_t>(rows), to, [](uint64_t value) {
    if constexpr (std::is_same_v<Value, double>) return std::bit_cast<double>(value);
    return static_cast<Value>(value);
  });
}

void put_column(const DuckLibrary& duck, PlainKind kind, const PlainBatch::Column& from, size_t rows, void* vector) {
  switch (kind) {
    case PlainKind::Text:
      put_texts(duck, from, rows, vector);
      break;
    case PlainKind::Integer:
      put_values<int64_t>(duck, from, rows, vector);
      break;
    case PlainKind::Real:
      put_values<double>(duck, from, rows, vector);
      break;
    case PlainKind::Day:
      put_values<int32_t>(duck, from, rows, vector);
      break;
    case PlainKind::Flag:
      put_values<uint8_t>(duck, from, rows, vector);
      break;
  }
  duck.ensure_validity(vector);
  std::copy_n(from.known.begin(), (rows + 63) / 64, duck.validity(vector));
}

void bind_columns(void* info) {
  const DuckLibrary& duck = DuckLibrary::loaded();
  for (const PlainColumn& column : kPlainColumns) {
    void* type = duck.create_logical_type(type_of(column.kind));
    duck.add_result_column(info, std::string(column.name).c_str(), type);
    duck.destroy_logical_type(&type);
  }
}

void fill_chunk(void* info, void* chunk) {
  const DuckLibrary& duck = DuckLibrary::loaded();
  auto& readers = *static_cast<PlainReaders*>(duck.function_extra_info(info));
  PlainQueue::Batch batch = readers.take();
  if (!batch) {
    if (const auto& read = readers.result(); !read) duck.function_error(info, read.error().message.c_str());
    duck.set_chunk_size(chunk, 0);
    return;
  }
  for (size_t c = 0; c < std::size(kPlainColumns); ++c)
    put_column(duck, kPlainColumns[c].kind, (*batch)[c], batch->rows(), duck.chunk_vector(chunk, c));
  duck.set_chunk_size(chunk, batch->rows());
  readers.give_back(std::move(batch));
}

Result<void> write_table(const DuckLibrary& duck, PlainReaders& readers, const std::string& to) {
  void *database = nullptr, *connection = nullptr;
  if (duck.open(nullptr, &database) != 0 || duck.connect(database, &connection) != 0)
    return fail(Error::Code::Unreadable, "DuckDB does not start", {.file = to});
  void* function = duck.create_table_function();
  duck.set_name(function, "depeche_events");
  duck.set_extra_info(function, &readers, nullptr);
  duck.set_bind(function, bind_columns);
  duck.set_init(function, [](void*) {});
  duck.set_function(function, fill_chunk);
  duck.register_function(connection, function);
  duck.destroy_table_function(&function);
  const std::string sql =
      fmt::format("COPY (SELECT * FROM depeche_events()) TO {} (FORMAT parquet, COMPRESSION zstd)", sql_text(to));
  DuckResult result{};
  const bool failed = duck.query(connection, sql.c_str(), &result) != 0;
  const char* const said = failed ? duck.error(&result) : nullptr;
  const std::string message = said ? said : "";
  duck.destroy(&result);
  duck.disconnect(&connection);
  duck.close(&database);
  if (failed) return fail(Error::Code::Unreadable, "DuckDB cannot write it: " + message, {.file = to});
  return {};
}

}  // namespace

Result<void> export_parquet(const std::string& path, const Query& query, const std::string& library,
                            const std::string& to) {
  const DuckLibrary* const duck = DEPECHE_TRY(DuckLibrary::load(library));
  const Scratch part(to + ".part");
  const auto readers = DEPECHE_TRY(PlainReaders::begin(path, query));
  const auto written = write_table(*duck, *readers, part.path);
  DEPECHE_CHECK(readers->end());
  if (!written) return fail(written.error().code, written.error().message, {.file = to});
  std::error_code error;
  fs::rename(part.path, to, error);
  if (error) return fail(Error::Code::Unreadable, "cannot be written: " + error.message(), {.file = to});
  return {};
}

}  // namespace depeche::store
