// Positions in text: byte offsets into untouched UTF-8, half-open. Code points exist only where a record is written.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <string_view>

namespace depeche {

struct ByteSpan {
  uint32_t begin = 0;
  uint32_t end = 0;

  friend auto operator<=>(const ByteSpan&, const ByteSpan&) = default;
  uint32_t size() const { return end - begin; }
  bool empty() const { return begin == end; }
  bool contains(ByteSpan other) const { return begin <= other.begin && other.end <= end; }
  bool contains(uint32_t at) const { return begin <= at && at < end; }
  bool overlaps(ByteSpan other) const { return begin < other.end && other.begin < end; }
};

// Requires span.end <= text.size().
inline std::string_view slice(std::string_view text, ByteSpan span) { return text.substr(span.begin, span.size()); }

inline ByteSpan hull(ByteSpan a, ByteSpan b) { return {std::min(a.begin, b.begin), std::max(a.end, b.end)}; }

}  // namespace depeche
