// Records of a stream, read and parsed by a thread of its own while the caller stores those before.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "store/record_reader.h"
#include "store/store.h"
#include "text/byte_stream.h"

namespace depeche::app {

constexpr size_t kMaxRecordBytes = 100'000'000;  // of a record's line

class RecordStream {
 public:
  struct Piece {
    Result<store::StoredRecord> record;
    store::Fingerprint fingerprint{};
    int line = 0;
    store::StoryParts parts;
  };
  // `stream` and `knowledge` must outlive it.
  RecordStream(text::ByteStream& stream, std::string name, const store::Knowledge& knowledge)
      : stream_(stream), name_(std::move(name)), knowledge_(knowledge) {
    reader_ = std::thread([this] { read(); });
  }
  ~RecordStream() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    changed_.notify_all();
    reader_.join();
  }
  RecordStream(const RecordStream&) = delete;
  RecordStream& operator=(const RecordStream&) = delete;

  // In the order of the lines; empty: no more. What is done with is given back to the thread that allocated it.
  std::vector<Piece> next(std::vector<Piece> done = {}) {
    std::unique_lock lock(mutex_);
    done_.push_back(std::move(done));
    changed_.wait(lock, [this] { return !batches_.empty() || ended_; });
    if (batches_.empty()) return {};
    std::vector<Piece> batch = std::move(batches_.front());
    batches_.pop_front();
    lock.unlock();
    changed_.notify_all();
    return batch;
  }

 private:
  static constexpr size_t kBatch = 64, kBatchBytes = 1 << 20;
  static constexpr size_t kAhead = 32;  // batches: what is read while a transaction ends

  bool hand_over(std::vector<Piece>& batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return batches_.size() < kAhead || stopped_; });
    if (stopped_) return false;
    batches_.push_back(std::move(batch));
    batch.clear();
    const std::vector<std::vector<Piece>> done = std::exchange(done_, {});
    lock.unlock();
    changed_.notify_all();
    return true;
  }

  void read() {
    store::RecordReader reader;
    std::vector<Piece> batch;
    std::string line;
    size_t bytes = 0;
    const auto fault = [&](std::string message, int number) {
      batch.push_back(
          {fail(Error::Code::Malformed, std::move(message), {.file = name_, .line = number}), {}, number, {}});
    };
    bool goes_on = true;
    for (int number = 1; goes_on; ++number) {
      const auto piece = stream_.read_line(kMaxRecordBytes, line);
      if (piece == text::ByteStream::Piece::End) break;
      if (piece == text::ByteStream::Piece::TooLong) {
        fault("the line is too long", number);
        continue;
      }
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      Piece& next = batch.emplace_back(Piece{reader.read(line), store::fingerprint_of(line), number, {}});
      if (next.record)
        next.parts = store::story_parts(*next.record, knowledge_);
      else
        next.record.error().where = {.file = name_, .line = number};
      bytes += line.size();
      if (batch.size() < kBatch && bytes < kBatchBytes) continue;
      bytes = 0;
      goes_on = hand_over(batch);
    }
    if (goes_on && !stream_.fault().empty())
      batch.push_back({fail(Error::Code::Unreadable, stream_.fault(), {.file = name_}), {}, 0, {}});
    if (goes_on && !batch.empty()) hand_over(batch);
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    changed_.notify_all();
  }

  text::ByteStream& stream_;
  std::string name_;
  const store::Knowledge& knowledge_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::vector<Piece>> batches_;
  std::vector<std::vector<Piece>> done_;
  bool stopped_ = false, ended_ = false;
  std::thread reader_;
};

}  // namespace depeche::app
