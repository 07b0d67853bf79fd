// Which events meet a query's filters, found in the columns.
//
//   const Selection selection = DEPECHE_TRY(Selection::of(db, query));
//   DEPECHE_CHECK(selection.each_chunk({Column::First}, [&](const ColumnReader& chunk, std::span<const uint32_t>
//   chosen) {
//     for (const uint32_t i : chosen) use(chunk.first_event() + i, chunk[Column::First][i]);
//   }));
//
// For one state of the file read within a transaction. One thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "store/columns.h"
#include "store/query.h"
#include "store/sqlite.h"

namespace depeche::store {

// Numbers of rows, as a table that is asked by number.
class RowSet {
 public:
  void add(int64_t row);
  bool has(int64_t row) const {
    const auto at = static_cast<size_t>(row);
    return at < is_in_.size() && is_in_[at] != 0;
  }

 private:
  std::vector<uint8_t> is_in_;
};

class Selection {
 public:
  // `db` must outlive it. InvalidArgument where a filter cannot be read.
  [[nodiscard]] static Result<Selection> of(Connection& db, const Query& query);
  Selection(Selection&&) noexcept;
  ~Selection();

  bool is_everything() const;
  using Take = std::function<void(const ColumnReader& chunk, std::span<const uint32_t> chosen)>;
  [[nodiscard]] Result<void> each_chunk(ColumnSet columns, const Take& take) const;

  // Their numbers, in order.
  [[nodiscard]] Result<std::vector<int64_t>> events() const;
  // The first `most` by day and number, those without a day before all others; or the last, from the end.
  enum class Order { Oldest, Newest };
  struct Dated {
    int32_t day = 0;  // as in columns
    int64_t event = 0;
  };
  [[nodiscard]] Result<std::vector<int64_t>> first(Order order, size_t most, std::optional<Dated> after = {}) const;
  [[nodiscard]] Result<RowSet> articles() const;
  // Values of a column of numbers, of those rows of a table whose `event` is among these, in order.
  [[nodiscard]] Result<RowSet> values_of(std::string_view table, std::string_view column,
                                         const std::vector<int64_t>& chosen) const;
  static constexpr size_t kFew = 5000;  // events soon looked up one by one; of more, reading all rows is sooner

 private:
  struct Impl;
  explicit Selection(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Row numbers as JSON: for `IN (SELECT value FROM json_each(?))`.
std::string json_of(std::span<const int64_t> rows);

// Until it goes, all is read of one state of the file.
class ReadTransaction {
 public:
  [[nodiscard]] static Result<ReadTransaction> begin(Connection& db);
  ReadTransaction(ReadTransaction&& other) noexcept : db_(std::exchange(other.db_, nullptr)) {}
  ReadTransaction& operator=(ReadTransaction&&) = delete;
  ~ReadTransaction();

 private:
  explicit ReadTransaction(Connection* db) : db_(db) {}
  Connection* db_;  // null: it is part of another
};

}  // namespace depeche::store
