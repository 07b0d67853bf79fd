// How two pieces of work are done that do not touch each other: one after the other, or at once where a thread is free.
// Returns when both are done; what they make must not depend on which way it was.
//
//   for_each_of(sentences.size(), both, [&](size_t i) { out[i] = look_at(sentences[i]); });
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

namespace depeche {

using Both = std::function<void(const std::function<void()>&, const std::function<void()>&)>;

inline void one_after_the_other(const std::function<void()>& first, const std::function<void()>& second) {
  first();
  second();
}

// `work(i)` for each i below `n`; whoever is free takes the next.
template <class Work>
void for_each_of(size_t n, const Both& both, const Work& work) {
  std::atomic<size_t> next = 0;
  const std::function<void()> take = [&] {
    for (size_t i = next++; i < n; i = next++) work(i);
  };
  both(take, take);
}

}  // namespace depeche
