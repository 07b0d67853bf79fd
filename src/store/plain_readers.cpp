#include "store/plain_readers.h"

#include <utility>

#include "store/export_rows.h"

namespace depeche::store {
namespace {

constexpr size_t kReaders = 2;
constexpr int64_t kBlock = 8 * static_cast<int64_t>(PlainBatch::kRows);  // events

}  // namespace

// Read transactions begin one after the other: they see the same where nobody committed meanwhile.
Result<std::vector<Connection>> PlainReaders::open(const std::string& path, size_t most) {
  constexpr int kTries = 20;
  std::vector<Connection> all;
  Connection watch = DEPECHE_TRY(Connection::open(path, Connection::Mode::Read));
  for (int i = 0; i < kTries && all.size() < most; ++i) {
    all.clear();
    const int64_t before = DEPECHE_TRY(watch.number("PRAGMA data_version"));
    while (all.size() < most) {
      all.push_back(DEPECHE_TRY(open_for_export(path)));
      DEPECHE_TRY(all.back().number("SELECT count(*) FROM coders"));  // the transaction begins with the first question
    }
    if (DEPECHE_TRY(watch.number("PRAGMA data_version")) != before) all.resize(1);
  }
  return all;
}

Result<std::unique_ptr<PlainReaders>> PlainReaders::begin(const std::string& path, const Query& query) {
  auto all = std::make_unique<PlainReaders>();
  std::vector<Connection> connections = DEPECHE_TRY(open(path, kReaders));
  const Filter filter = DEPECHE_TRY(filter_of(connections[0], query));
  if (!filter.where.empty()) connections.resize(1);  // what is chosen is looked up once
  const int64_t last = DEPECHE_TRY(connections[0].number("SELECT max(event) FROM event_rows"));
  const int64_t block = connections.size() == 1 ? last + 1 : kBlock;
  for (Connection& db : connections) all->readers_.push_back(std::make_unique<Reader>(std::move(db)));
  const auto step = static_cast<int64_t>(all->readers_.size()) * block;
  for (size_t i = 0; i < all->readers_.size(); ++i) {
    Reader& reader = *all->readers_[i];
    const int64_t first = static_cast<int64_t>(i) * block;
    reader.thread = std::thread([&reader, filter, first, last, block, step]() {
      reader.queue.finish(read(reader, filter, first, last, block, step));
    });
  }
  return all;
}

Result<void> PlainReaders::read(Reader& reader, const Filter& filter, int64_t first, int64_t last, int64_t block,
                                int64_t step) {
  EventReader events = DEPECHE_TRY(EventReader::over(reader.db, filter));
  PlainQueue& queue = reader.queue;
  PlainQueue::Batch batch = queue.fresh();
  bool goes_on = true;
  const auto hand_over = [&] {
    goes_on = queue.put(std::move(batch));
    batch = queue.fresh();
    return goes_on;
  };
  for (; first <= last && goes_on; first += step) {
    DEPECHE_TRY(events.each(first, first + block - 1, [&](const ExportEvent& event) {
      batch->add(event);
      return !batch->is_full() || hand_over();
    }));
    batch->ends_block = true;
    if (goes_on) hand_over();
  }
  return {};
}

PlainQueue::Batch PlainReaders::take() {
  while (PlainQueue::Batch batch = readers_[turn_]->queue.take()) {
    if (batch->ends_block) turn_ = (turn_ + 1) % readers_.size();
    if (batch->rows() > 0) return batch;
  }
  return nullptr;
}

void PlainReaders::give_back(PlainQueue::Batch batch) { readers_[turn_]->queue.give_back(std::move(batch)); }

void PlainReaders::stop() {
  for (const auto& reader : readers_) {
    reader->queue.close();
    if (reader->thread.joinable()) reader->thread.join();
  }
}

PlainReaders::~PlainReaders() { stop(); }

Result<void> PlainReaders::end() {
  stop();
  for (const auto& reader : readers_) {
    if (const auto& result = reader->queue.result(); !result) return tl::unexpected(result.error());
  }
  return {};
}

}  // namespace depeche::store
