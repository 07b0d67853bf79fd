#include "serve/cache.h"

namespace depeche::serve {

std::shared_ptr<const Body> Cache::find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto at = by_key_.find(key);
  if (at == by_key_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, at->second);
  return at->second->body;
}

void Cache::put(const std::string& key, std::shared_ptr<const Body> body, uint64_t version) {
  const std::lock_guard lock(mutex_);
  if (version != version_ || by_key_.contains(key)) return;
  entries_.push_front({key, std::move(body)});
  weight_ += weight(entries_.front());
  by_key_.emplace(key, entries_.begin());
  while (weight_ > most_ && !entries_.empty()) {
    weight_ -= weight(entries_.back());
    by_key_.erase(entries_.back().key);
    entries_.pop_back();
  }
}

uint64_t Cache::version() const {
  const std::lock_guard lock(mutex_);
  return version_;
}

void Cache::clear() {
  const std::lock_guard lock(mutex_);
  ++version_;
  weight_ = 0;
  by_key_.clear();
  entries_.clear();
}

}  // namespace depeche::serve
