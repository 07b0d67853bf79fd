// The shape of the generated tables; only unicode.cpp includes this.
#pragma once

#include <cstddef>

namespace depeche::unicode::tables {

struct Range {
  char32_t first, last;  // inclusive
};
struct Mapping {
  char32_t from;
  unsigned char size;
  char32_t to[4];
};

extern const Range kAlpha[], kDigit[], kUpper[], kMark[], kCased[], kCaseIgnorable[];
extern const size_t kAlpha_size, kDigit_size, kUpper_size, kMark_size, kCased_size, kCaseIgnorable_size;
extern const Mapping kLower[], kTitle[], kFold[];
extern const size_t kLower_size, kTitle_size, kFold_size;

}  // namespace depeche::unicode::tables
