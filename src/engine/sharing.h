// Lends a second thread to one article's work while fewer articles are coded than there are threads: who waits for the
// answer waits less, and nobody else waits more. Work is offered always; a helper takes it when a thread's place is
// free, which may be in the middle.
//
//   Sharing sharing(threads);
//   const Sharing::Turn turn(sharing);   // one article, from here to the end of the scope
//   sharing.both(first_half, second_half);
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <vector>

namespace depeche::engine {

class Sharing {
 public:
  // `threads` for all articles together; below 2 nothing is shared and no thread is started.
  explicit Sharing(int threads);
  ~Sharing();
  Sharing(const Sharing&) = delete;
  Sharing& operator=(const Sharing&) = delete;

  class Turn {
   public:
    explicit Turn(const Sharing& sharing) : sharing_(sharing) { ++sharing_.working_; }
    ~Turn() { sharing_.leave(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    const Sharing& sharing_;
  };

  bool is_on() const { return !helpers_.empty(); }
  // `second` may begin late or when `first` has done everything.
  void both(const std::function<void()>& first, const std::function<void()>& second) const;

 private:
  class Helper;
  bool enter() const;  // false: all places are taken
  void leave() const;
  int threads_;
  mutable std::atomic<int> working_ = 0;  // articles and helpers
  std::vector<std::unique_ptr<Helper>> helpers_;
};

}  // namespace depeche::engine
