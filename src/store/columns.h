// Facts of events as columns, beside their rows: what questions over a million events ask for takes 40 bytes of each
// there, and is read in milliseconds.
//
//   ColumnReader reader = DEPECHE_TRY(ColumnReader::over(db, {Column::Kind, Column::First}));
//   while (DEPECHE_TRY(reader.next()))
//     for (size_t i = 0; i < reader.size(); ++i)
//       if (reader[Column::Kind][i] != 0) use(reader.first_event() + i, reader[Column::First][i]);
//
// The table event_columns holds for each column and each kChunkEvents numbers of events one value: 32-bit integers,
// little-endian, in the order of the numbers. A number that no event has (any more) is of kind 0. ColumnKeeper
// (column_keeper.h) writes them.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "store/sqlite.h"

namespace depeche::store {

enum class Column : uint8_t {
  Kind,   // row of event_kinds: type, mode, status, contexts, quad class
  First,  // day of the event as 20230815; 0: none
  Last,
  Place,      // row of places; 0: none
  Article,    // row of articles
  Outlet,     // row of outlets: publisher and language
  Goldstein,  // in millionths
  Score,
  Confidence,
  Parties  // see parties()
};
constexpr size_t kColumns = 10;
constexpr int64_t kChunkEvents = 4096;

enum class Role : uint8_t { Actor, Recipient, Source, Denier, Confirmer };
constexpr unsigned bit(Role role) { return 1U << static_cast<unsigned>(role); }
constexpr std::array<std::string_view, 5> kRoleNames{"actor", "recipient", "source", "denier", "confirmer"};

// A role and a row of actors in 32 bits.
struct PartyCode {
  static constexpr uint32_t kRoleShift = 28, kActorMask = (1U << kRoleShift) - 1;
  static uint32_t pack(Role role, int64_t actor) {
    return (static_cast<uint32_t>(role) << kRoleShift) | (static_cast<uint32_t>(actor) & kActorMask);
  }
  static Role role(uint32_t party) { return static_cast<Role>(party >> kRoleShift); }
  static uint32_t actor(uint32_t party) { return party & kActorMask; }
};

class ColumnSet {
 public:
  constexpr ColumnSet(std::initializer_list<Column> columns) {
    for (const Column c : columns) add(c);
  }
  constexpr void add(Column c) { bits_ |= 1U << static_cast<unsigned>(c); }
  constexpr void add(ColumnSet other) { bits_ |= other.bits_; }
  static constexpr ColumnSet all() {
    ColumnSet columns{};
    for (size_t c = 0; c < kColumns; ++c) columns.add(static_cast<Column>(c));
    return columns;
  }
  constexpr bool has(Column c) const { return (bits_ >> static_cast<unsigned>(c) & 1U) != 0; }

 private:
  uint32_t bits_ = 0;
};

// The key of a column's chunk in the table.
constexpr int64_t chunk_key(Column column, int64_t chunk) { return (static_cast<int64_t>(column) << 40) | chunk; }

// Chunk after chunk of some columns. `db` must outlive it; for one state of the file, read within a transaction.
class ColumnReader {
 public:
  // Of chunks that may hold events `first` to `last`. Kind is read in any case.
  [[nodiscard]] static Result<ColumnReader> over(Connection& db, ColumnSet columns, int64_t first = 0,
                                                 int64_t last = INT64_MAX);
  // False: no chunk is left.
  [[nodiscard]] Result<bool> next();
  int64_t first_event() const { return chunk_ * kChunkEvents; }
  size_t size() const { return values_[0].size(); }
  // Only of columns asked for.
  const std::vector<int32_t>& operator[](Column c) const { return values_[static_cast<size_t>(c)]; }
  // Who takes part in event i of the chunk, in the order of roles and of the record.
  std::span<const uint32_t> parties(size_t i) const {
    const auto& ends = values_[static_cast<size_t>(Column::Parties)];
    const auto begin = static_cast<size_t>(i == 0 ? 0 : ends[i - 1]);
    return std::span(parties_).subspan(begin, static_cast<size_t>(ends[i]) - begin);
  }

 private:
  Result<void> take(Column column, std::string_view bytes);
  Error damaged() const;

  Connection* db_ = nullptr;
  std::vector<std::pair<Column, Statement>> statements_;
  int64_t chunk_ = -1;
  std::array<std::vector<int32_t>, kColumns> values_;  // of Parties: where each event's end
  std::vector<uint32_t> parties_;
};

// "2023-08-15" -> 20230815; 0 where it is no day.
int32_t day_number(std::string_view day);
// 7.4 -> 7,400,000, exact for decimals of up to six digits; beyond 2,000 either way it stays there.
int32_t millionths(double value);

}  // namespace depeche::store
