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

  explicit Helper(const Sharing& sharing) : sharing_(sharing), thread_([this] { run(); }) {}
  // Before any of them is destroyed: one that leaves rings the others.
  void stop() {
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
    if (sharing_.working_ < sharing_.threads_) ring();
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

  bool has_offer() const { return offered_ != nullptr; }
  void ring() {
    ++rung_;
    rung_.notify_one();
  }

 private:
  void run() {
    while (!ended_) {
      const uint32_t heard = rung_;
      if (has_offer() && sharing_.enter()) {
        if (const Work* const work = offered_.exchange(nullptr)) {
          (*work)();
          ++finished_;
          finished_.notify_one();
        }
        sharing_.leave();
      } else {
        rung_.wait(heard);
      }
    }
  }

  std::atomic<bool> busy_ = false, ended_ = false;
  std::atomic<const Work*> offered_ = nullptr;
  std::atomic<uint32_t> rung_ = 0, finished_ = 0;
  uint32_t before_ = 0;  // the giver's: `finished_` when it offered
  const Sharing& sharing_;
  std::thread thread_;
};

Sharing::Sharing(int threads) : threads_(threads) {
  for (int i = 0; threads > 1 && i < threads; ++i) helpers_.push_back(std::make_unique<Helper>(*this));
}

Sharing::~Sharing() {
  for (const auto& helper : helpers_) helper->stop();
}

void Sharing::both(const std::function<void()>& first, const std::function<void()>& second) const {
  for (const auto& helper : helpers_) {
    if (!helper->offer(second)) continue;
    first();
    helper->settle(second);
    return;
  }
  first();
  second();
}

bool Sharing::enter() const {
  int working = working_;
  while (working < threads_) {
    if (working_.compare_exchange_weak(working, working + 1)) return true;
  }
  return false;
}

// The place is free for whoever has an offer.
void Sharing::leave() const {
  --working_;
  for (const auto& helper : helpers_) {
    if (helper->has_offer()) helper->ring();
  }
}

}  // namespace depeche::engine
