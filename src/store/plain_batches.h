// Rows of the plain table by column, and a queue of them between the thread that reads events and the one that writes
// them. For this folder only.
#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <iterator>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "store/plain_table.h"

namespace depeche::store {

class PlainBatch {
 public:
  static constexpr size_t kRows = 2048;
  struct Column {
    std::array<uint64_t, kRows / 64> known{};  // a bit a row
    std::vector<uint32_t> ends;                // of texts: where each row's end
    std::string bytes;                         // of texts, one after the other
    std::vector<uint64_t> values;              // of the others: the bits of an int64_t, a double, days, 0 or 1
  };

  size_t rows() const { return rows_; }
  bool is_full() const { return rows_ == kRows; }
  bool ends_block = false;  // the next rows are another reader's
  const Column& operator[](size_t column) const { return columns_[column]; }
  void add(const ExportEvent& event);
  void clear();

  // As plain_cells() calls them.
  void text(std::string_view value);
  void day(std::string_view value);  // none where it is no day
  void integer(int64_t value);
  void real(double value);
  void flag(bool value);
  void none();

 private:
  Column& next(bool is_known);
  std::array<Column, std::size(kPlainColumns)> columns_;
  size_t rows_ = 0, column_ = 0;
};

// At most kMostWaiting batches wait. Each side may end it: the reader because nothing is left or it failed, the writer
// because it can take no more.
class PlainQueue {
 public:
  using Batch = std::unique_ptr<PlainBatch>;
  // An emptied batch to fill.
  Batch fresh();
  // False: the writer has closed it.
  bool put(Batch batch);
  void finish(Result<void> how);
  // None: nothing is left; result() tells whether all was read.
  Batch take();
  void give_back(Batch batch);
  void close();
  const Result<void>& result() const { return result_; }  // once take() gave none

 private:
  static constexpr size_t kMostWaiting = 24;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Batch> waiting_, empty_;
  bool finished_ = false, closed_ = false;
  Result<void> result_;
};

}  // namespace depeche::store
