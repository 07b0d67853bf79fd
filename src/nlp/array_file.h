// Arrays of plain values, one behind another, as they lie in memory: what a compiled pack is made of. Internal to
// depeche::nlp.
//
//   ArrayWriter out;  out.array(std::span(numbers));  std::string bytes = std::move(out).bytes();
//   ArrayReader in(bytes);  std::span<const uint32_t> numbers;  if (!in.array(numbers)) …
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace depeche::nlp {

constexpr size_t kArrayAlignment = 16;

class ArrayWriter {
 public:
  template <class T>
  void array(std::span<const T> values) {
    static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= kArrayAlignment);
    const uint64_t count = values.size();
    bytes_.append(reinterpret_cast<const char*>(&count), sizeof(count));
    pad();
    bytes_.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
    pad();
  }
  std::string bytes() && { return std::move(bytes_); }

 private:
  void pad() { bytes_.resize((bytes_.size() + kArrayAlignment - 1) / kArrayAlignment * kArrayAlignment); }
  std::string bytes_;
};

// `bytes` begin at an address that is a multiple of kArrayAlignment, and outlive the spans.
class ArrayReader {
 public:
  explicit ArrayReader(std::string_view bytes) : bytes_(bytes) {}
  // The next array as it was written; false where what is left holds no such array.
  template <class T>
  bool array(std::span<const T>& out) {
    uint64_t count = 0;
    if (bytes_.size() < kArrayAlignment) return false;
    std::memcpy(&count, bytes_.data(), sizeof(count));
    bytes_.remove_prefix(kArrayAlignment);
    if (count > bytes_.size() / sizeof(T)) return false;
    out = {reinterpret_cast<const T*>(bytes_.data()), static_cast<size_t>(count)};
    const size_t size = out.size_bytes(), padded = (size + kArrayAlignment - 1) / kArrayAlignment * kArrayAlignment;
    if (padded > bytes_.size()) return false;
    bytes_.remove_prefix(padded);
    return true;
  }
  bool at_end() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

}  // namespace depeche::nlp
