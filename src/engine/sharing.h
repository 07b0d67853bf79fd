// Lends a second thread to one article's work while fewer articles are coded than there are threads: who waits for the
// answer waits less, and nobody else waits more.
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
    explicit Turn(const Sharing& sharing) : sharing_(sharing) { ++sharing_.articles_; }
    ~Turn() { --sharing_.articles_; }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    const Sharing& sharing_;
  };

  // Whether work given now would be shared.
  bool is_open() const { return articles_ < threads_; }
  void both(const std::function<void()>& first, const std::function<void()>& second) const;

 private:
  class Helper;
  int threads_;
  mutable std::atomic<int> articles_ = 0;
  std::vector<std::unique_ptr<Helper>> helpers_;
};

}  // namespace depeche::engine
