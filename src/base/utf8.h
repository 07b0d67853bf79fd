// UTF-8: checking, repairing, walking, and the one map from byte offsets to code points.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"

namespace depeche::utf8 {

// Offset of the first byte that is not well-formed UTF-8 (overlong forms and surrogates count as such), or none.
std::optional<size_t> first_invalid(std::string_view bytes);

// Replaces each maximal ill-formed piece by U+FFFD (Unicode 15, 3.9 "best practice"); `replaced` counts them.
std::string repair(std::string_view bytes, size_t& replaced);

struct Decoded {
  char32_t code_point;
  uint32_t length;  // in bytes, 1..4
};
// The code point at `at`. Requires well-formed text and at < text.size().
Decoded decode(std::string_view text, size_t at);

void append(std::string& out, char32_t code_point);
std::u32string to_code_points(std::string_view text);
size_t count(std::string_view text);

// Byte offset -> code point index in one text. Built once where a record is written; the text must outlive it.
// Requires offsets on code point boundaries, at most text.size().
class CodePointMap {
 public:
  explicit CodePointMap(std::string_view text);
  uint32_t at(uint32_t byte) const;
  uint32_t byte_at(uint32_t code_point) const;  // the inverse

 private:
  static constexpr uint32_t kStride = 256;
  std::string_view text_;
  std::vector<uint32_t> counts_;  // code points before byte i * kStride
  bool ascii_ = false;
};

}  // namespace depeche::utf8
