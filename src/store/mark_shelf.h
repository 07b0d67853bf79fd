// Marks of events by day, packed and in memory as far as they are asked for: what new events are compared with is read
// from the file once. What was not asked for longest goes where they become too many.
//
//   shelf.add(marks, packed);
//   MarkShelf::Day& day = *DEPECHE_TRY(shelf.day(19'000));
//   for (uint64_t entry : day.from(key)) unpack(day.marks(MarkShelf::Day::place(entry)), …);
//
// Days are of Marks::day. Within the caller's transaction, of which all added and removed events must pass here.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/marks.h"
#include "store/row_buffer.h"
#include "store/sqlite.h"

namespace depeche::store {

class MarkShelf {
 public:
  static constexpr int64_t kGone = -1;
  struct Day {
    std::vector<int64_t> events;  // kGone: it was removed
    std::vector<size_t> ends;     // of each one's marks
    std::string packed;
    std::vector<uint64_t> keys;  // key, then place in `events`; in order
    std::vector<uint32_t> seen;  // for whoever compares: a number of its own, by place
    uint64_t asked = 0;

    std::string_view marks(size_t i) const {
      const size_t begin = i == 0 ? 0 : ends[i - 1];
      return std::string_view(packed).substr(begin, ends[i] - begin);
    }
    // Entries of `keys` from that key on.
    std::span<const uint64_t> from(uint32_t key) const {
      return {std::lower_bound(keys.begin(), keys.end(), uint64_t{key} << 32), keys.end()};
    }
    static uint32_t key(uint64_t entry) { return static_cast<uint32_t>(entry >> 32); }
    static size_t place(uint64_t entry) { return static_cast<uint32_t>(entry); }
  };

  [[nodiscard]] static Result<MarkShelf> over(Connection& db);
  // Of events that the file does not have yet. A day that is not held needs none of them: it will be read whole.
  [[nodiscard]] Result<void> add(const std::vector<Marks>& events);
  [[nodiscard]] Result<void> remove(int64_t event, int32_t day);
  // Marks of an event that was added here, while its day is held; otherwise nothing.
  std::string_view find(int64_t event) const;
  // Stays until trim() or clear().
  [[nodiscard]] Result<Day*> day(int32_t day);
  // That many days are going to be asked for.
  [[nodiscard]] Result<void> expect(const std::vector<int32_t>& days);
  void trim();
  void clear();

 private:
  explicit MarkShelf(Connection& db) : db_(&db) {}
  static void put(Day& day, int64_t event, std::string_view packed, const Marks& marks);
  Result<void> put_row(Day& day, const Statement& row);
  void keep_place(const Marks& marks, size_t in_day);
  static void sort(Day& day, size_t sorted);
  Error damaged() const;

  Connection* db_;
  RowBuffer rows_;
  Statement drop_, of_day_, all_, newest_;
  struct Place {
    int32_t day = kNoDay;
    uint32_t in_day = 0;
  };
  std::unordered_map<int32_t, Day> days_;
  std::deque<Place> places_;  // of events from first_placed_ on
  int64_t first_placed_ = 0;
  size_t held_ = 0;
  uint64_t turn_ = 0;
  Marks marks_;
};

}  // namespace depeche::store
