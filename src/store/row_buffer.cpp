#include "store/row_buffer.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <string>
#include <vector>

namespace depeche::store {
namespace {

constexpr size_t kMostRows = 4096, kMostBytes = 1 << 20;

struct Cell {
  enum class Kind : uint8_t { Null, Integer, Real, Text, Blob } kind = Kind::Null;
  int length = 0;
  union {
    int64_t integer = 0;  // of text: where it begins
    double real;
  };
};

}  // namespace

struct RowBuffer::Rows {
  std::string declaration;
  size_t columns = 0, count = 0;
  std::vector<Cell> cells;  // those of the row that is not complete come last
  std::string texts;

  Cell& cell(int at) { return cells[count * columns + static_cast<size_t>(at - 1)]; }
  void set(int at, Cell::Kind kind, std::string_view bytes) {
    Cell& c = cell(at);
    c.kind = kind;
    c.length = static_cast<int>(bytes.size());
    c.integer = static_cast<int64_t>(texts.size());
    texts += bytes;
  }
  void clear() {
    count = 0;
    cells.assign(columns, {});
    texts.clear();
  }
};

namespace {

struct Table : sqlite3_vtab {
  RowBuffer::Rows* rows = nullptr;
};
struct Cursor : sqlite3_vtab_cursor {
  const RowBuffer::Rows* rows = nullptr;
  size_t row = 0;
};

int connect(sqlite3* db, void* rows, int, const char* const*, sqlite3_vtab** made, char**) {
  auto* const from = static_cast<RowBuffer::Rows*>(static_cast<std::shared_ptr<void>*>(rows)->get());
  if (const int code = sqlite3_declare_vtab(db, from->declaration.c_str()); code != SQLITE_OK) return code;
  auto* const table = new Table();
  table->rows = from;
  *made = table;
  return SQLITE_OK;
}

int disconnect(sqlite3_vtab* table) {
  delete static_cast<Table*>(table);
  return SQLITE_OK;
}

int plan(sqlite3_vtab*, sqlite3_index_info*) { return SQLITE_OK; }

int open(sqlite3_vtab* table, sqlite3_vtab_cursor** made) {
  auto* const cursor = new Cursor();
  cursor->rows = static_cast<Table*>(table)->rows;
  *made = cursor;
  return SQLITE_OK;
}

int close(sqlite3_vtab_cursor* cursor) {
  delete static_cast<Cursor*>(cursor);
  return SQLITE_OK;
}

int begin(sqlite3_vtab_cursor* cursor, int, const char*, int, sqlite3_value**) {
  static_cast<Cursor*>(cursor)->row = 0;
  return SQLITE_OK;
}

int next(sqlite3_vtab_cursor* cursor) {
  ++static_cast<Cursor*>(cursor)->row;
  return SQLITE_OK;
}

int is_at_end(sqlite3_vtab_cursor* at) {
  const auto* const cursor = static_cast<Cursor*>(at);
  return cursor->row >= cursor->rows->count ? 1 : 0;
}

int column(sqlite3_vtab_cursor* at, sqlite3_context* to, int number) {
  const auto* const cursor = static_cast<Cursor*>(at);
  const RowBuffer::Rows& rows = *cursor->rows;
  const Cell& cell = rows.cells[cursor->row * rows.columns + static_cast<size_t>(number)];
  switch (cell.kind) {
    case Cell::Kind::Null:
      break;
    case Cell::Kind::Integer:
      sqlite3_result_int64(to, cell.integer);
      break;
    case Cell::Kind::Real:
      sqlite3_result_double(to, cell.real);
      break;
    case Cell::Kind::Text:
      sqlite3_result_text(to, rows.texts.data() + cell.integer, cell.length, SQLITE_STATIC);
      break;
    case Cell::Kind::Blob:
      sqlite3_result_blob(to, rows.texts.data() + cell.integer, cell.length, SQLITE_STATIC);
      break;
  }
  return SQLITE_OK;
}

int number_of_row(sqlite3_vtab_cursor* cursor, sqlite3_int64* number) {
  *number = static_cast<sqlite3_int64>(static_cast<Cursor*>(cursor)->row);
  return SQLITE_OK;
}

const sqlite3_module& module() {
  static const sqlite3_module made = [] {
    sqlite3_module m{};
    m.xConnect = connect;
    m.xBestIndex = plan;
    m.xDisconnect = disconnect;
    m.xOpen = open;
    m.xClose = close;
    m.xFilter = begin;
    m.xNext = next;
    m.xEof = is_at_end;
    m.xColumn = column;
    m.xRowid = number_of_row;
    return m;
  }();
  return made;
}

}  // namespace

Result<RowBuffer> RowBuffer::over(Connection& db, std::string_view table,
                                  std::initializer_list<std::string_view> columns) {
  RowBuffer b;
  b.rows_ = std::make_shared<Rows>();
  b.rows_->columns = columns.size();
  b.rows_->declaration = fmt::format("CREATE TABLE held ({})", fmt::join(columns, ", "));
  b.rows_->clear();
  const std::string name = fmt::format("held_{}", table);
  DEPECHE_CHECK(db.add_module(name, module(), b.rows_));
  b.insert_ = DEPECHE_TRY(db.prepare(
      fmt::format("INSERT OR ROLLBACK INTO {0} ({1}) SELECT {1} FROM {2}", table, fmt::join(columns, ", "), name)));
  return b;
}

void RowBuffer::bind(int at, int64_t value) {
  Cell& c = rows_->cell(at);
  c.kind = Cell::Kind::Integer;
  c.integer = value;
}
void RowBuffer::bind(int at, double value) {
  Cell& c = rows_->cell(at);
  c.kind = Cell::Kind::Real;
  c.real = value;
}
void RowBuffer::bind(int at, std::string_view text) { rows_->set(at, Cell::Kind::Text, text); }
void RowBuffer::bind_blob(int at, std::string_view bytes) { rows_->set(at, Cell::Kind::Blob, bytes); }
void RowBuffer::bind_null(int at) { rows_->cell(at).kind = Cell::Kind::Null; }
void RowBuffer::bind_or_null(int at, std::string_view text) { text.empty() ? bind_null(at) : bind(at, text); }

Result<void> RowBuffer::add() {
  Rows& r = *rows_;
  ++r.count;
  r.cells.resize((r.count + 1) * r.columns);
  return r.count >= kMostRows || r.texts.size() >= kMostBytes ? flush() : Result<void>();
}

Result<void> RowBuffer::flush() {
  if (rows_->count == 0) return {};
  DEPECHE_CHECK(insert_.run());
  rows_->clear();
  return {};
}

}  // namespace depeche::store
