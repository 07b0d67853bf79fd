// At most N values, kept in place: a list that neither allocates nor scatters what is compared millions of times.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>

namespace depeche::store {

template <class T, size_t N>
class Few {
 public:
  static_assert(N < 256);
  static constexpr size_t kMost = N;
  Few() = default;
  Few(std::initializer_list<T> values) { assign(std::span(values.begin(), values.size())); }
  // What is beyond N is left out.
  void assign(std::span<const T> values) {
    resize(std::min(values.size(), N));
    std::copy_n(values.begin(), size_, items_.begin());
  }
  void push_back(const T& value) {
    if (size_ < N) items_[size_++] = value;
  }
  void resize(size_t size) { size_ = static_cast<uint8_t>(size); }  // at most N
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T* data() { return items_.data(); }
  const T* data() const { return items_.data(); }
  const T* begin() const { return items_.data(); }
  const T* end() const { return items_.data() + size_; }
  T* begin() { return items_.data(); }
  T* end() { return items_.data() + size_; }
  const T& operator[](size_t i) const { return items_[i]; }

 private:
  uint8_t size_ = 0;
  std::array<T, N> items_{};
};

}  // namespace depeche::store
