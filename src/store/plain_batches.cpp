#include "store/plain_batches.h"

#include <bit>
#include <chrono>

#include "base/resource.h"

namespace depeche::store {
namespace {

// Days since 1970 of "2023-08-15".
std::optional<int32_t> days_of(std::string_view day) {
  if (day.size() != 10 || day[4] != '-' || day[7] != '-') return std::nullopt;
  const auto y = parse_number<int>(day.substr(0, 4));
  const auto m = parse_number<unsigned>(day.substr(5, 2)), d = parse_number<unsigned>(day.substr(8, 2));
  if (!y || !m || !d) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*y), std::chrono::month(*m), std::chrono::day(*d)};
  if (!date.ok()) return std::nullopt;
  return static_cast<int32_t>(std::chrono::sys_days(date).time_since_epoch().count());
}

}  // namespace

PlainBatch::Column& PlainBatch::next(bool is_known) {
  Column& c = columns_[column_++];
  if (is_known) c.known[rows_ / 64] |= uint64_t{1} << (rows_ % 64);
  return c;
}

void PlainBatch::text(std::string_view value) {
  Column& c = next(true);
  c.bytes += value;
  c.ends.push_back(static_cast<uint32_t>(c.bytes.size()));
}
void PlainBatch::day(std::string_view value) {
  const auto days = days_of(value);
  days ? next(true).values.push_back(static_cast<uint64_t>(*days)) : none();
}
void PlainBatch::integer(int64_t value) { next(true).values.push_back(static_cast<uint64_t>(value)); }
void PlainBatch::real(double value) { next(true).values.push_back(std::bit_cast<uint64_t>(value)); }
void PlainBatch::flag(bool value) { next(true).values.push_back(value ? 1 : 0); }
void PlainBatch::none() {
  const bool is_text = kPlainColumns[column_].kind == PlainKind::Text;
  Column& c = next(false);
  is_text ? c.ends.push_back(static_cast<uint32_t>(c.bytes.size())) : c.values.push_back(0);
}

void PlainBatch::add(const ExportEvent& event) {
  column_ = 0;
  plain_cells(event, *this);
  ++rows_;
}

void PlainBatch::clear() {
  for (Column& c : columns_) {
    c.known.fill(0);
    c.ends.clear();
    c.bytes.clear();
    c.values.clear();
  }
  rows_ = 0;
  ends_block = false;
}

PlainQueue::Batch PlainQueue::fresh() {
  const std::lock_guard lock(mutex_);
  if (empty_.empty()) return std::make_unique<PlainBatch>();
  Batch batch = std::move(empty_.back());
  empty_.pop_back();
  batch->clear();
  return batch;
}

bool PlainQueue::put(Batch batch) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.size() < kMostWaiting || closed_; });
  if (closed_) return false;
  waiting_.push_back(std::move(batch));
  changed_.notify_all();
  return true;
}

void PlainQueue::finish(Result<void> how) {
  const std::lock_guard lock(mutex_);
  result_ = std::move(how);
  finished_ = true;
  changed_.notify_all();
}

PlainQueue::Batch PlainQueue::take() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !waiting_.empty() || finished_; });
  if (waiting_.empty()) return nullptr;
  Batch batch = std::move(waiting_.front());
  waiting_.erase(waiting_.begin());
  changed_.notify_all();
  return batch;
}

void PlainQueue::give_back(Batch batch) {
  const std::lock_guard lock(mutex_);
  empty_.push_back(std::move(batch));
}

void PlainQueue::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

}  // namespace depeche::store
