// The list of whole-word patterns that a tokenizer keeps as they are: `(?iu)(?:^…$)|(?:^…$)|…`, hundreds of
// alternatives over a few huge character classes, too large for PCRE2. Each alternative runs as a set of states, in
// time linear in the word. Understands literals, classes, groups with alternatives, and ? * +. Internal to
// depeche::nlp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace depeche::nlp {

class WordPatterns {
 public:
  // Matches nothing.
  WordPatterns() = default;
  [[nodiscard]] static Result<WordPatterns> compile(std::string_view pattern, Where where);

  bool matches(std::string_view word) const;

 private:
  friend class WordPatternParser;
  // Code points, folded where the pattern ignores case: two-level bitmap.
  struct CharacterSet {
    std::vector<uint16_t> page_of;  // of each 256 code points; 0 = none, 1 = all
    std::vector<uint64_t> pages;    // 4 words each, from page 2 on
    bool contains(char32_t c) const;
    void add(char32_t first, char32_t last);
  };
  // One state: reads a code point of `set` and goes on, or (Split) goes on at both without reading.
  struct State {
    enum class Kind : uint8_t { Read, Split, Accept } kind = Kind::Accept;
    uint32_t set = 0;
    int32_t next = -1, other = -1;
  };
  struct Alternative {
    int32_t start = 0;
    uint32_t first_set = 0;  // what its first code point may be
  };
  bool runs(int32_t start, const std::u32string& word) const;

  bool ignore_case_ = false;
  std::vector<CharacterSet> sets_;
  std::vector<State> states_;
  std::vector<Alternative> alternatives_;
  CharacterSet gate_;  // every match holds one of these, where it is not empty
  bool gated_ = false;
};

}  // namespace depeche::nlp
