#include "store/columns.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace depeche::store {
namespace {

static_assert(std::endian::native == std::endian::little, "columns are little-endian");

template <class T>
void copy(std::string_view bytes, std::vector<T>& out) {
  out.resize(bytes.size() / sizeof(T));
  std::memcpy(out.data(), bytes.data(), out.size() * sizeof(T));
}

}  // namespace

Result<ColumnReader> ColumnReader::over(Connection& db, ColumnSet columns, int64_t first, int64_t last) {
  ColumnReader r;
  r.db_ = &db;
  columns.add(Column::Kind);
  for (size_t i = 0; i < kColumns; ++i) {
    const auto column = static_cast<Column>(i);
    if (!columns.has(column)) continue;
    Statement s =
        DEPECHE_TRY(db.prepare("SELECT key, bytes FROM event_columns WHERE key BETWEEN ? AND ? ORDER BY key"));
    s.bind(1, chunk_key(column, first / kChunkEvents));
    s.bind(2, chunk_key(column, std::min(last / kChunkEvents, chunk_key(Column(1), 0) - 1)));
    r.statements_.emplace_back(column, std::move(s));
  }
  return r;
}

Error ColumnReader::damaged() const {
  return {Error::Code::Malformed,
          "the columns of events are damaged: `depeche db check` tells more",
          {.file = db_->path()}};
}

Result<void> ColumnReader::take(Column column, std::string_view bytes) {
  auto& values = values_[static_cast<size_t>(column)];
  if (column != Column::Parties) {
    copy(bytes, values);
    return values.size() == size() ? Result<void>() : tl::unexpected(damaged());
  }
  // How many events, where the parties of each end, and the parties.
  const size_t ends = size() * sizeof(int32_t);
  if (bytes.size() < ends) return tl::unexpected(damaged());
  copy(bytes.substr(0, ends), values);
  copy(bytes.substr(ends), parties_);
  int32_t before = 0;
  for (const int32_t end : values) {
    if (end < before || static_cast<size_t>(end) > parties_.size()) return tl::unexpected(damaged());
    before = end;
  }
  return {};
}

Result<bool> ColumnReader::next() {
  if (db_->is_stopped()) return fail(Error::Code::Unreadable, "interrupted", {.file = db_->path()});
  for (auto& [column, statement] : statements_) {
    const bool there = DEPECHE_TRY(statement.step());
    if (column == Column::Kind) {
      if (!there) return false;
      chunk_ = statement.integer(0);
      if (statement.blob(1).size() > kChunkEvents * sizeof(int32_t)) return tl::unexpected(damaged());
    } else if (!there || statement.integer(0) != chunk_key(column, chunk_)) {
      return tl::unexpected(damaged());
    }
    DEPECHE_CHECK(take(column, statement.blob(1)));
  }
  return true;
}

int32_t day_number(std::string_view day) {
  if (day.size() != 10) return 0;
  int32_t number = 0;
  for (const char c : day) {
    if (c == '-') continue;
    if (c < '0' || c > '9') return 0;
    number = number * 10 + (c - '0');
  }
  return number;
}

int32_t millionths(double value) {
  constexpr double kMost = 2000, kParts = 1e6;
  if (std::isnan(value)) return 0;
  return static_cast<int32_t>(std::lround(std::clamp(value, -kMost, kMost) * kParts));
}

}  // namespace depeche::store
