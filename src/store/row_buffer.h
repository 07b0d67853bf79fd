// Rows of one table, held in memory until one statement inserts them all: each statement of its own would look up the
// table, descend from its root and allocate anew, which takes as long as the row itself.
//
//   RowBuffer rows = DEPECHE_TRY(RowBuffer::over(db, "times", {"article", "n", "value"}));
//   rows.bind(1, article); …               as with a Statement, but that text is copied
//   DEPECHE_CHECK(rows.add());
//   DEPECHE_CHECK(rows.flush());           before anybody reads them, and before the transaction ends
//
// The statement reads them as a table that exists for this connection only. A row that the table does not take ends the
// transaction as a whole: nothing is kept to undo the one statement by.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>

#include "store/sqlite.h"

namespace depeche::store {

class RowBuffer {
 public:
  RowBuffer() = default;
  [[nodiscard]] static Result<RowBuffer> over(Connection& db, std::string_view table,
                                              std::initializer_list<std::string_view> columns);
  // Columns count from 1; each row binds all.
  void bind(int at, int64_t value);
  void bind(int at, double value);
  void bind(int at, std::string_view text);
  void bind_blob(int at, std::string_view bytes);
  void bind_null(int at);
  void bind_or_null(int at, std::string_view text);  // "" is NULL
  // The row is complete. Many are inserted at once.
  [[nodiscard]] Result<void> add();
  [[nodiscard]] Result<void> flush();

  struct Rows;

 private:
  std::shared_ptr<Rows> rows_;
  Statement insert_;
};

}  // namespace depeche::store
