// SQLite with Results: a connection, its statements, and errors that say what to do. For this folder only.
//
//   Statement find = DEPECHE_TRY(db.prepare("SELECT id FROM articles WHERE article = ?"));
//   find.bind(1, article);
//   while (DEPECHE_TRY(find.step())) use(find.text(0));
//
// Values are bound, never written into SQL. A connection belongs to one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"

struct sqlite3;
struct sqlite3_module;
struct sqlite3_stmt;

namespace depeche::store {

class Statement {
 public:
  Statement() = default;
  Statement(sqlite3_stmt* statement, std::string file);
  // Parameters count from 1. Text must stay alive until step() or reset().
  void bind(int at, int64_t value);
  void bind(int at, double value);
  void bind(int at, std::string_view text);
  void bind_blob(int at, std::string_view bytes);
  void bind_null(int at);
  void bind_or_null(int at, std::string_view text);  // "" is NULL
  // True: a row stands ready. Done statements are reset at once.
  [[nodiscard]] Result<bool> step();
  [[nodiscard]] Result<void> run();  // to its end, rows unread
  void reset();

  // Columns count from 0 and are valid until the next step().
  int64_t integer(int column) const;
  double real(int column) const;
  std::string_view text(int column) const;
  std::string_view blob(int column) const;
  bool is_null(int column) const;
  enum class Kind { Null, Integer, Real, Text };
  Kind kind(int column) const;
  int columns() const;
  std::string name(int column) const;

 private:
  struct Finalizer {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
  std::string file_;
};

class Connection {
 public:
  enum class Mode { Read, Write, Create };  // Create: also where there is no file yet
  [[nodiscard]] static Result<Connection> open(const std::string& path, Mode mode);

  [[nodiscard]] Result<void> exec(const std::string& sql);
  [[nodiscard]] Result<Statement> prepare(std::string_view sql);
  [[nodiscard]] Result<int64_t> number(std::string_view sql);  // first column of the first row, 0 where there is none
  // Statements fail once this moment has passed, until another is set.
  void stop_at(std::chrono::steady_clock::time_point moment);
  bool is_stopped() const;
  int64_t last_id() const;
  // The number that `find` gives, or that of the row that `add` makes. Both are bound.
  [[nodiscard]] Result<int64_t> find_or_add(Statement& find, Statement& add);
  bool in_transaction() const;
  // A table of this connection that `module` reads out of `data`, a std::shared_ptr to it on its side.
  [[nodiscard]] Result<void> add_module(const std::string& name, const sqlite3_module& module,
                                        std::shared_ptr<void> data);
  // From now on what commits write stays in the log, until another connection moves it into the file.
  void leave_log();
  int log_pages() const { return log_pages_ ? *log_pages_ : 0; }  // in the log after the last commit
  // Moves what stands in the log and nobody needs there; without waiting for anybody.
  [[nodiscard]] Result<void> move_log();
  const std::string& path() const { return path_; }
  // All pages as they are now, into a file that must not exist. A damaged file is not copied.
  [[nodiscard]] Result<void> copy_to(const std::string& path);

 private:
  [[nodiscard]] Result<void> is_sound(const std::string& original);  // this copy of it
  struct Closer {
    void operator()(sqlite3* db) const;
  };
  std::unique_ptr<std::chrono::steady_clock::time_point> stop_at_;
  std::unique_ptr<int> log_pages_;
  std::unique_ptr<sqlite3, Closer> db_;
  std::string path_;
};

}  // namespace depeche::store
