#include "store/sqlite.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <tbb/scalable_allocator.h>

#include <filesystem>

namespace depeche::store {
namespace {

namespace fs = std::filesystem;

constexpr int kBusyMilliseconds = 10'000;

tl::unexpected<Error> fault(int code, sqlite3* db, const std::string& file) {
  const std::string said = db ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  const Where where{.file = file};
  switch (code & 0xff) {
    case SQLITE_FULL:
      return fail(Error::Code::Unreadable,
                  "the disk is full. What was stored before stays stored: make room and run the same command again",
                  where);
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return fail(Error::Code::Unreadable,
                  "the file or its folder is read-only: allow writing (chmod u+w) or name another file", where);
    case SQLITE_CANTOPEN:
      return fail(
          Error::Code::NotFound,
          "cannot be opened: see that the file, or its folder, exists and may be read, or written where it is to "
          "be changed",
          where);
    case SQLITE_NOTADB:
      return fail(Error::Code::Malformed, "is not a database of depeche: name another file", where);
    case SQLITE_CORRUPT:
      return fail(Error::Code::Malformed,
                  "the file is damaged (" + said + "): take the last backup, or ingest the same inputs into a new file",
                  where);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fail(Error::Code::Unreadable, "another program is writing to it: wait until it is done, then run again",
                  where);
    case SQLITE_IOERR:
      return fail(Error::Code::Unreadable,
                  "cannot be written or read (" + said +
                      "): a limit of file size or quota, or a fault of the disk. What was stored before stays stored: "
                      "remove the cause and run the same command again",
                  where);
    default:
      return fail(Error::Code::Malformed, said, where);
  }
}

// Before SQLite's first use only.
bool configure() {
  // Nobody asks how much memory it holds, and counting takes a lock at each piece.
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  // It allocates at each step of a statement (Debian's has no memory of its own for that), which takes a seventh of an
  // ingest with malloc().
  static sqlite3_mem_methods memory{
      [](int size) { return scalable_malloc(static_cast<size_t>(size)); },
      scalable_free,
      [](void* piece, int size) { return scalable_realloc(piece, static_cast<size_t>(size)); },
      [](void* piece) { return static_cast<int>(scalable_msize(piece)); },
      [](int size) { return (size + 7) & ~7; },
      [](void*) { return SQLITE_OK; },
      [](void*) {},
      nullptr};
  return sqlite3_config(SQLITE_CONFIG_MALLOC, &memory) == SQLITE_OK;
}

}  // namespace

void Statement::Finalizer::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
Statement::Statement(sqlite3_stmt* statement, std::string file) : statement_(statement), file_(std::move(file)) {}

void Statement::bind(int at, int64_t value) { sqlite3_bind_int64(statement_.get(), at, value); }
void Statement::bind(int at, double value) { sqlite3_bind_double(statement_.get(), at, value); }
void Statement::bind(int at, std::string_view text) {
  sqlite3_bind_text64(statement_.get(), at, text.data() ? text.data() : "", text.size(), SQLITE_STATIC, SQLITE_UTF8);
}
void Statement::bind_blob(int at, std::string_view bytes) {
  sqlite3_bind_blob64(statement_.get(), at, bytes.data(), bytes.size(), SQLITE_STATIC);
}
void Statement::bind_null(int at) { sqlite3_bind_null(statement_.get(), at); }
void Statement::bind_or_null(int at, std::string_view text) { text.empty() ? bind_null(at) : bind(at, text); }

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    sqlite3_reset(statement_.get());
    return false;
  }
  sqlite3* const db = sqlite3_db_handle(statement_.get());
  auto error = fault(sqlite3_extended_errcode(db), db, file_);
  sqlite3_reset(statement_.get());
  return error;
}

Result<void> Statement::run() {
  while (DEPECHE_TRY(step())) {
  }
  return {};
}

void Statement::reset() { sqlite3_reset(statement_.get()); }
int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
double Statement::real(int column) const { return sqlite3_column_double(statement_.get(), column); }
std::string_view Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  return bytes ? std::string_view(bytes, static_cast<size_t>(sqlite3_column_bytes(statement_.get(), column)))
               : std::string_view();
}
std::string_view Statement::blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  return bytes ? std::string_view(bytes, static_cast<size_t>(sqlite3_column_bytes(statement_.get(), column)))
               : std::string_view();
}
bool Statement::is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }
Statement::Kind Statement::kind(int column) const {
  switch (sqlite3_column_type(statement_.get(), column)) {
    case SQLITE_NULL:
      return Kind::Null;
    case SQLITE_INTEGER:
      return Kind::Integer;
    case SQLITE_FLOAT:
      return Kind::Real;
    default:
      return Kind::Text;
  }
}
int Statement::columns() const { return sqlite3_column_count(statement_.get()); }
std::string Statement::name(int column) const { return sqlite3_column_name(statement_.get(), column); }

void Connection::Closer::operator()(sqlite3* db) const { sqlite3_close_v2(db); }

Result<Connection> Connection::open(const std::string& path, Mode mode) {
  std::error_code ignored;
  const auto status = fs::status(path, ignored);
  const bool exists = fs::exists(status);
  if (!exists && mode != Mode::Create) {
    return fail(Error::Code::NotFound, "no such file: `depeche ingest INPUT --db FILE` makes one", {.file = path});
  }
  if (exists && fs::is_directory(status)) return fail(Error::Code::InvalidArgument, "is a folder", {.file = path});
  // The administrator may write to any file; one that nobody may write to is meant to stay as it is.
  constexpr auto kAnyWrite = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
  if (exists && mode != Mode::Read && (status.permissions() & kAnyWrite) == fs::perms::none)
    return fault(SQLITE_READONLY, nullptr, path);

  static const bool is_configured = configure();
  static_cast<void>(is_configured);
  const auto connect = [&path](const std::string& name, int flags) -> Result<Connection> {
    sqlite3* db = nullptr;
    const int code = sqlite3_open_v2(name.c_str(), &db, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    Connection connection;
    connection.db_.reset(db);
    connection.path_ = path;
    if (code != SQLITE_OK) return fault(code, db, path);
    sqlite3_extended_result_codes(db, 1);
    sqlite3_busy_timeout(db, kBusyMilliseconds);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    DEPECHE_CHECK(connection.exec("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF"));
    DEPECHE_TRY(connection.number("PRAGMA schema_version"));  // the first that looks into the file
    return connection;
  };
  if (mode != Mode::Read) {
    return connect(path, SQLITE_OPEN_READWRITE | (mode == Mode::Create ? SQLITE_OPEN_CREATE : 0));
  }
  auto connection = connect(path, SQLITE_OPEN_READONLY);
  // A program that was killed while it made the file leaves a journal, which only one who may write can undo.
  if (!connection && fs::exists(path + "-journal", ignored)) {
    static_cast<void>(connect(path, SQLITE_OPEN_READWRITE));
    connection = connect(path, SQLITE_OPEN_READONLY);
  }
  // In a folder that may not be written to, a file without a log beside it can be read as it stands.
  if (!connection && !fs::exists(path + "-wal", ignored) && connection.error().code != Error::Code::Malformed) {
    std::string name = "file:";
    for (const char c : fs::absolute(path, ignored).string()) {
      if (c == '?' || c == '#' || c == '%') {
        name += fmt::format("%{:02x}", static_cast<unsigned char>(c));
      } else {
        name += c;
      }
    }
    auto still = connect(name + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    if (still) return still;
  }
  return connection;
}

Result<void> Connection::exec(const std::string& sql) {
  if (sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return fault(sqlite3_extended_errcode(db_.get()), db_.get(), path_);
}

Result<Statement> Connection::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(db_.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  if (code != SQLITE_OK) return fault(sqlite3_extended_errcode(db_.get()), db_.get(), path_);
  return Statement(statement, path_);
}

Result<int64_t> Connection::number(std::string_view sql) {
  Statement statement = DEPECHE_TRY(prepare(sql));
  return DEPECHE_TRY(statement.step()) ? statement.integer(0) : 0;
}

void Connection::stop_at(std::chrono::steady_clock::time_point moment) {
  constexpr int kSteps = 4096;  // of SQLite's machine between two looks at the clock
  if (!stop_at_) {
    stop_at_ = std::make_unique<std::chrono::steady_clock::time_point>();
    const auto look = [](void* at) {
      return std::chrono::steady_clock::now() > *static_cast<std::chrono::steady_clock::time_point*>(at) ? 1 : 0;
    };
    sqlite3_progress_handler(db_.get(), kSteps, look, stop_at_.get());
  }
  *stop_at_ = moment;
}

bool Connection::is_stopped() const { return stop_at_ && std::chrono::steady_clock::now() > *stop_at_; }

int64_t Connection::last_id() const { return sqlite3_last_insert_rowid(db_.get()); }

Result<int64_t> Connection::find_or_add(Statement& find, Statement& add) {
  if (DEPECHE_TRY(find.step())) {
    const int64_t row = find.integer(0);
    find.reset();
    return row;
  }
  DEPECHE_CHECK(add.run());
  return last_id();
}

void Connection::leave_log() {
  log_pages_ = std::make_unique<int>(0);
  const auto count = [](void* at, sqlite3*, const char*, int pages) {
    *static_cast<int*>(at) = pages;
    return SQLITE_OK;
  };
  sqlite3_wal_hook(db_.get(), count, log_pages_.get());
}

Result<void> Connection::move_log() {
  const int code = sqlite3_wal_checkpoint_v2(db_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (code == SQLITE_OK) return {};
  return fault(code, db_.get(), path_);
}

Result<void> Connection::add_module(const std::string& name, const sqlite3_module& module, std::shared_ptr<void> data) {
  const auto release = [](void* held) { delete static_cast<std::shared_ptr<void>*>(held); };
  if (sqlite3_create_module_v2(db_.get(), name.c_str(), &module, new std::shared_ptr<void>(std::move(data)), release) ==
      SQLITE_OK)
    return {};
  return fault(sqlite3_extended_errcode(db_.get()), db_.get(), path_);
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(db_.get()) == 0; }

Result<void> Connection::is_sound(const std::string& original) {
  path_ = original;
  Statement all = DEPECHE_TRY(prepare("PRAGMA quick_check(1)"));
  if (!DEPECHE_TRY(all.step()) || all.text(0) == "ok") return {};
  return fail(Error::Code::Malformed,
              fmt::format("the file is damaged ({}) and was not copied: keep the last backup, run `depeche db check`",
                          all.text(0)),
              {.file = original});
}

Result<void> Connection::copy_to(const std::string& path) {
  std::error_code ignored;
  if (fs::exists(path, ignored)) return fail(Error::Code::InvalidArgument, "is there already", {.file = path});
  const std::string part = path + ".part";
  fs::remove(part, ignored);
  Connection copy;
  sqlite3* db = nullptr;
  int code = sqlite3_open_v2(part.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  copy.db_.reset(db);
  if (code != SQLITE_OK) return fault(code, db, path);
  sqlite3_backup* const backup = sqlite3_backup_init(db, "main", db_.get(), "main");
  if (!backup) return fault(sqlite3_extended_errcode(db), db, path);
  // In one go: page by page, a program that keeps writing would make it begin anew each time.
  code = sqlite3_backup_step(backup, -1);
  sqlite3_backup_finish(backup);
  auto copied = code == SQLITE_DONE ? copy.is_sound(path_) : Result<void>(fault(code, db, path));
  if (!copied) {
    copy.db_.reset();
    fs::remove(part, ignored);
    return copied;
  }
  copy.db_.reset();
  std::error_code moved;
  fs::rename(part, path, moved);
  if (moved) return fail(Error::Code::Unreadable, "cannot be written: " + moved.message(), {.file = path});
  return {};
}

}  // namespace depeche::store
