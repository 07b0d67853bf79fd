#include "engine/sharing.h"

#include <cstdint>
#include <thread>
#include <utility>

namespace depeche::engine {

// A thread that sleeps until it is offered work. Whoever takes the offer back first, it or the giver, does it; so the
// giver never waits for a thread that has not woken yet.
class Sharing::Helper {
 public:
  using Work = std::function<void()>;

  Helper() : thread_([this] { run(); }) {}
  ~Helper() {
    ended_ = true;
    ring();
    thread_.join();
  }
  Helper(const Helper&) = delete;
  Helper& operator=(const Helper&) = delete;

  // False: it is at other work.
  bool offer(const Work& work) {
    if (busy_.exchange(true)) return false;
    before_ = finished_;
    offered_ = &work;
    ring();
    return true;
  }
  // After an offer: until it is done.
  void settle(const Work& work) {
    const Work* expected = &work;
    if (offered_.compare_exchange_strong(expected, nullptr)) {
      work();
    } else {
      finished_.wait(before_);
    }
    busy_ = false;
  }

 private:
  void ring() {
    ++rung_;
    rung_.notify_one();
  }
  void run() {
    while (!ended_) {
      const uint32_t heard = rung_;
      if (const Work* const work = offered_.exchange(nullptr)) {
        (*work)();
        ++finished_;
        finished_.notify_one();
      } else if (!ended_) {
        rung_.wait(heard);
      }
    }
  }

  std::atomic<bool> busy_ = false, ended_ = false;
  std::atomic<const Work*> offered_ = nullptr;
  std::atomic<uint32_t> rung_ = 0, finished_ = 0;
  uint32_t before_ = 0;  // the giver's: `finished_` when it offered
  std::thread thread_;
};

Sharing::Sharing(int threads) : threads_(threads) {
  for (int i = 0; i < threads / 2; ++i) helpers_.push_back(std::make_unique<Helper>());
}

Sharing::~Sharing() = default;

void Sharing::both(const std::function<void()>& first, const std::function<void()>& second) const {
  if (is_open()) {
    for (const auto& helper : helpers_) {
      if (!helper->offer(second)) continue;
      first();
      helper->settle(second);
      return;
    }
  }
  first();
  second();
}

}  // namespace depeche::engine
