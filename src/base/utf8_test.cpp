#include "base/utf8.h"

#include <gtest/gtest.h>

namespace depeche {
namespace {

TEST(Utf8, FindsTheFirstBadByte) {
  EXPECT_FALSE(utf8::first_invalid("été 日本 🙂"));
  EXPECT_EQ(utf8::first_invalid("ab\xFF"), 2u);
  EXPECT_EQ(utf8::first_invalid("\xC0\x80"), 0u);       // overlong
  EXPECT_EQ(utf8::first_invalid("a\xED\xA0\x80"), 1u);  // surrogate
  EXPECT_EQ(utf8::first_invalid("a\xF0\x9F\x99"), 1u);  // cut short
}

TEST(Utf8, RepairReplacesEachBadPieceOnce) {
  size_t replaced = 0;
  EXPECT_EQ(utf8::repair("a\xF0\x9F\x99"
                         "b\xFF\xFE",
                         replaced),
            "a\uFFFDb\uFFFD\uFFFD");
  EXPECT_EQ(replaced, 3u);
}

TEST(Utf8, MapsBytesToCodePointsAndBack) {
  std::string text;
  for (int i = 0; i < 400; ++i) text += i % 3 == 0 ? "é" : i % 3 == 1 ? "a" : "🙂";
  const utf8::CodePointMap map(text);
  uint32_t n = 0;
  for (size_t i = 0; i < text.size();) {
    EXPECT_EQ(map.at(static_cast<uint32_t>(i)), n);
    EXPECT_EQ(map.byte_at(n), i);
    i += utf8::decode(text, i).length;
    ++n;
  }
  EXPECT_EQ(map.at(static_cast<uint32_t>(text.size())), n);
}

}  // namespace
}  // namespace depeche
