// Rows of the plain table in the order of their events, read by threads of their own: blocks of events in turns, as one
// thread reads for longer than DuckDB writes. For this folder only.
//
//   PlainReaders readers = …begin(path, query);
//   while (PlainQueue::Batch batch = readers.take()) { … readers.give_back(std::move(batch)); }
//   DEPECHE_CHECK(readers.end());
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "store/plain_batches.h"
#include "store/query.h"
#include "store/sqlite.h"

namespace depeche::store {

class PlainReaders {
 public:
  // All see one state of the file.
  [[nodiscard]] static Result<std::unique_ptr<PlainReaders>> begin(const std::string& path, const Query& query);
  ~PlainReaders();
  // None: nothing is left, or a reader failed: result() tells.
  PlainQueue::Batch take();
  void give_back(PlainQueue::Batch batch);
  const Result<void>& result() const { return readers_[turn_]->queue.result(); }
  // Stops what still reads, and tells whether all went well.
  [[nodiscard]] Result<void> end();

 private:
  struct Reader {
    explicit Reader(Connection connection) : db(std::move(connection)) {}
    Connection db;
    PlainQueue queue;
    std::thread thread;
  };
  static Result<void> read(Reader& reader, const Filter& filter, int64_t first, int64_t last, int64_t block,
                           int64_t step);
  static Result<std::vector<Connection>> open(const std::string& path, size_t most);
  void stop();

  std::vector<std::unique_ptr<Reader>> readers_;
  size_t turn_ = 0;
};

}  // namespace depeche::store
