#include "store/mark_shelf.h"

#include <algorithm>
#include <utility>

namespace depeche::store {
namespace {

constexpr size_t kMostHeld = 2'000'000;  // events, some 130 bytes each
constexpr size_t kManyDays = 100;        // from here on they are read in one go, not day by day

}  // namespace

Result<MarkShelf> MarkShelf::over(Connection& db) {
  MarkShelf s(db);
  const std::pair<Statement*, std::string_view> statements[] = {
      {&s.drop_, "DELETE FROM story_marks WHERE event = ?"},
      {&s.of_day_, "SELECT event, marks FROM story_marks WHERE day = ? ORDER BY event"},
      {&s.all_, "SELECT event, marks, day FROM story_marks ORDER BY event"},
      {&s.newest_, "SELECT max(event) FROM story_marks"}};
  for (const auto& [statement, sql] : statements) *statement = DEPECHE_TRY(db.prepare(sql));
  s.rows_ = DEPECHE_TRY(RowBuffer::over(db, "story_marks", {"event", "day", "marks"}));
  return s;
}

void MarkShelf::put(Day& day, int64_t event, std::string_view packed, const Marks& marks) {
  const uint64_t place = day.events.size();
  day.events.push_back(event);
  day.packed += packed;
  day.ends.push_back(day.packed.size());
  day.seen.push_back(0);
  for (const uint32_t key : keys_of(marks)) day.keys.push_back(uint64_t{key} << 32 | place);
}

Error MarkShelf::damaged() const {
  return {Error::Code::Malformed, "marks of a story cannot be read: run `depeche db check`", {.file = db_->path()}};
}

Result<void> MarkShelf::put_row(Day& day, const Statement& row) {
  const std::string_view packed = row.blob(1);
  if (!unpack(packed, row.integer(0), marks_)) return tl::unexpected(damaged());
  put(day, marks_.event, packed, marks_);
  ++held_;
  return {};
}

void MarkShelf::sort(Day& day, size_t sorted) {
  const auto middle = day.keys.begin() + static_cast<std::ptrdiff_t>(sorted);
  std::sort(middle, day.keys.end());
  std::inplace_merge(day.keys.begin(), middle, day.keys.end());
}

Result<void> MarkShelf::add(const std::vector<Marks>& events) {
  std::unordered_map<int32_t, size_t> sorted;  // days held that grow
  for (const Marks& m : events) {
    const std::string bytes = packed(m);
    rows_.bind(1, m.event);
    rows_.bind(2, int64_t{m.day});
    rows_.bind_blob(3, bytes);
    DEPECHE_CHECK(rows_.add());
    const auto held = days_.find(m.day);
    if (held == days_.end()) continue;
    sorted.try_emplace(m.day, held->second.keys.size());
    keep_place(m, held->second.events.size());
    put(held->second, m.event, bytes, m);
    ++held_;
  }
  for (const auto& [day, size] : sorted) sort(days_.at(day), size);
  return rows_.flush();
}

void MarkShelf::keep_place(const Marks& m, size_t in_day) {
  if (places_.empty() || m.event < first_placed_ || places_.size() > kMostHeld) {
    places_.clear();
    first_placed_ = m.event;
  }
  const auto at = static_cast<size_t>(m.event - first_placed_);
  if (at >= places_.size()) places_.resize(at + 1);
  places_[at] = {m.day, static_cast<uint32_t>(in_day)};
}

std::string_view MarkShelf::find(int64_t event) const {
  if (event < first_placed_ || event >= first_placed_ + static_cast<int64_t>(places_.size())) return {};
  const Place& place = places_[static_cast<size_t>(event - first_placed_)];
  const auto day = days_.find(place.day);
  // A day that went and was read again may have others in its places.
  const bool is_there =
      day != days_.end() && place.in_day < day->second.events.size() && day->second.events[place.in_day] == event;
  return is_there ? day->second.marks(place.in_day) : std::string_view();
}

Result<void> MarkShelf::remove(int64_t event, int32_t day) {
  drop_.bind(1, event);
  DEPECHE_CHECK(drop_.run());
  if (const auto held = days_.find(day); held != days_.end())
    std::replace(held->second.events.begin(), held->second.events.end(), event, kGone);
  return {};
}

Result<MarkShelf::Day*> MarkShelf::day(int32_t number) {
  const auto [at, is_new] = days_.try_emplace(number);
  Day& day = at->second;
  day.asked = ++turn_;
  if (!is_new) return &day;
  of_day_.bind(1, int64_t{number});
  const auto read = [&]() -> Result<void> {
    while (DEPECHE_TRY(of_day_.step())) DEPECHE_CHECK(put_row(day, of_day_));
    return {};
  };
  if (const auto done = read(); !done) {
    held_ -= day.events.size();
    days_.erase(at);
    return tl::unexpected(done.error());
  }
  sort(day, 0);
  return &day;
}

Result<void> MarkShelf::expect(const std::vector<int32_t>& days) {
  std::vector<int32_t> missing;
  for (const int32_t day : days) {
    if (!days_.contains(day)) missing.push_back(day);
  }
  if (missing.size() < kManyDays) return {};
  if (!DEPECHE_TRY(newest_.step())) return {};
  const int64_t newest = newest_.integer(0);
  newest_.reset();
  if (newest > static_cast<int64_t>(kMostHeld)) return {};
  std::unordered_map<int32_t, Day> read;
  for (const int32_t day : missing) read[day].asked = turn_;
  while (DEPECHE_TRY(all_.step())) {
    if (const auto at = read.find(static_cast<int32_t>(all_.integer(2))); at != read.end())
      DEPECHE_CHECK(put_row(at->second, all_));
  }
  for (auto& [day, marks] : read) sort(marks, 0);
  days_.merge(read);
  return {};
}

void MarkShelf::clear() {
  days_.clear();
  places_.clear();
  held_ = 0;
}

void MarkShelf::trim() {
  if (held_ <= kMostHeld) return;
  std::vector<std::pair<uint64_t, int32_t>> order;
  for (const auto& [number, day] : days_) order.emplace_back(day.asked, number);
  std::sort(order.begin(), order.end());
  for (const auto& [asked, number] : order) {
    if (held_ <= kMostHeld * 3 / 4) return;
    held_ -= days_.at(number).events.size();
    days_.erase(number);
  }
}

}  // namespace depeche::store
