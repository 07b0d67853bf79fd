// What events are grouped by: the keys of an event under one grouping, as small numbers, and what they stand for.
// Within this folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/string_map.h"
#include "store/columns.h"
#include "store/counts.h"
#include "store/sqlite.h"

namespace depeche::store {

// Pairs of numbers -> numbers from 0 on, in the order in which they were met.
class PairTable {
 public:
  uint32_t number_of(uint32_t a, uint32_t b) {
    if (a < small_.size() && b < small_[a].size() && small_[a][b] != 0) return small_[a][b] - 1;  // nearly always
    return new_or_far(a, b);
  }
  size_t size() const { return pairs_.size(); }
  std::pair<uint32_t, uint32_t> pair(size_t number) const {
    return {static_cast<uint32_t>(pairs_[number] >> 32), static_cast<uint32_t>(pairs_[number])};
  }

 private:
  uint32_t new_or_far(uint32_t a, uint32_t b);
  void grow();

  struct Slot {
    uint64_t pair = 0;
    uint32_t number = 0;  // + 1; 0: free
  };
  uint32_t add(uint64_t pair);
  Slot& slot_of(uint64_t pair);

  std::vector<uint64_t> pairs_;
  std::vector<Slot> slots_;
  // number + 1 by a and b, where both are small: most are, and this lies closer together than hashes.
  std::vector<std::vector<uint32_t>> small_;
  size_t hashed_ = 0;
};

class Grouping {
 public:
  [[nodiscard]] static Result<Grouping> of(Connection& db, By by);
  ColumnSet columns() const;
  // Keys of event i of the chunk, added to `keys`; the same may come twice.
  void add_keys(const ColumnReader& chunk, size_t i, std::vector<uint32_t>& keys);
  Cell cell(uint32_t key) const;
  // Before cells are asked for: those of pairs and periods are made.
  void finish();

 private:
  static constexpr uint32_t kNone = 0;  // the key of no value

  uint32_t text(std::string_view text);
  uint32_t& key_at(int64_t row);  // of key_of_row_, which grows to hold it
  Result<void> read(Connection& db, std::string_view sql, bool empty_is_none);
  Result<void> read_contexts(Connection& db);
  Result<void> read_same_actors(Connection& db);
  uint32_t key_of(int32_t row) const;
  void add_parties(const ColumnReader& chunk, size_t i, unsigned roles, std::vector<uint32_t>& keys) const;
  void add_dyads(const ColumnReader& chunk, size_t i, std::vector<uint32_t>& keys);

  By by_ = By::Type;
  std::vector<uint32_t> key_of_row_;            // of kinds, actors, places or outlets
  std::vector<std::vector<uint32_t>> of_kind_;  // contexts
  std::vector<uint32_t> first_row_;             // by key: of actors of one name and country
  StringMap<uint32_t> numbers_;
  std::vector<std::string> texts_{std::string()};
  PairTable pairs_;
};

}  // namespace depeche::store
