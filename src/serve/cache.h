// Answers that were made from the store as it is now, the last ones asked for. Safe from several threads.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "serve/reply.h"

namespace depeche::serve {

class Cache {
 public:
  explicit Cache(size_t bytes) : most_(bytes) {}
  std::shared_ptr<const Body> find(const std::string& key);
  // Left out where the store has changed since `version` was read.
  void put(const std::string& key, std::shared_ptr<const Body> body, uint64_t version);
  uint64_t version() const;
  void clear();  // the store has changed

 private:
  struct Entry {
    std::string key;
    std::shared_ptr<const Body> body;
  };
  static size_t weight(const Entry& entry) {
    return entry.key.size() + entry.body->bytes.size() + entry.body->zipped.size();
  }

  mutable std::mutex mutex_;
  size_t most_, weight_ = 0;
  uint64_t version_ = 0;
  std::list<Entry> entries_;  // the last used first
  std::unordered_map<std::string, std::list<Entry>::iterator> by_key_;
};

}  // namespace depeche::serve
