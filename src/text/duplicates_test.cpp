#include "text/duplicates.h"

#include <gtest/gtest.h>

namespace depeche::text {
namespace {

// `count` words that differ by `seed`.
std::string words(int count, uint32_t seed) {
  std::string out;
  for (int i = 0; i < count; ++i) {
    seed = seed * 1664525 + 1013904223;
    out += (i > 0 ? " w" : "w") + std::to_string(seed >> 12);
  }
  return out;
}

std::string twin(DuplicateFinder& finder, const std::string& id, const std::string& text, const std::string& url = "") {
  const auto found = finder.find({.id = id, .text = text, .url = url});
  return found ? found->id + (found->same_address ? " address" : " words") : "";
}

TEST(Duplicates, ByAddress) {
  DuplicateFinder finder;
  EXPECT_EQ(twin(finder, "a", "x", "https://www.a.fr/1?id=2&utm_source=z#top"), "");
  EXPECT_EQ(twin(finder, "b", "y", "http://a.fr/1/?id=2"), "a address");
  EXPECT_EQ(twin(finder, "c", "y", "http://a.fr/1/?id=3"), "");
  for (const char* const front : {"https://a.fr/", "https://a.fr", ""}) {
    EXPECT_EQ(twin(finder, "d", "z", front), "") << front;  // leads to no article of its own
    EXPECT_EQ(twin(finder, "e", "z", front), "") << front;
  }
}

TEST(Duplicates, ByWords) {
  DuplicateFinder finder;
  const std::string text = words(200, 1);
  EXPECT_EQ(twin(finder, "a", text), "");
  EXPECT_EQ(twin(finder, "b", words(200, 2)), "");
  EXPECT_EQ(twin(finder, "c", text), "a words");
  EXPECT_EQ(twin(finder, "d", "Added " + text + " at both\u00A0ends."), "a words");
  EXPECT_EQ(twin(finder, "e", text.substr(0, text.size() / 2) + words(100, 3)), "");  // half of it
  EXPECT_EQ(twin(finder, "f", words(20, 4)), "");                                     // too short to tell
  EXPECT_EQ(twin(finder, "g", words(20, 4)), "");
}

TEST(Duplicates, NearlyTheSameAreFoundAmongMany) {
  DuplicateFinder finder;
  for (uint32_t i = 0; i < 3000; ++i) EXPECT_EQ(twin(finder, std::to_string(i), words(60, i + 10)), "");
  int found = 0;
  for (uint32_t i = 0; i < 3000; ++i) {
    std::string text = words(60, i + 10);
    text.insert(text.size() / 2, "another");  // changes up to three of 58 runs
    found += twin(finder, "t", text) == std::to_string(i) + " words";
  }
  EXPECT_GT(found, 2850);
}

TEST(Duplicates, OldOnesAreForgotten) {
  DuplicateFinder finder(/*window=*/4);
  EXPECT_EQ(twin(finder, "0", words(60, 50), "https://a.fr/0"), "");
  for (uint32_t i = 1; i <= 4; ++i) EXPECT_EQ(twin(finder, std::to_string(i), words(60, 50 + i)), "");
  EXPECT_EQ(twin(finder, "5", words(60, 50), "https://a.fr/0"), "");
  EXPECT_EQ(twin(finder, "6", words(60, 50)), "5 words");
  EXPECT_EQ(twin(finder, "7", words(60, 54)), "4 words");
}

}  // namespace
}  // namespace depeche::text
