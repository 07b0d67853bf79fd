// The light scan: words, numbers and marks of one block, with what the time grammar knows of each.
//
// Words are looked up in lower case; digits become numbers ("1 550", "30,4", "2e", "1950s"), number words are added up.
// One pass, linear in the block.
#pragma once

#include <string_view>
#include <vector>

#include "base/span.h"
#include "ground/timex/lexicon.h"

namespace depeche::ground::timex {

struct Piece {
  ByteSpan span;
  Letter letter = 0;
  bool blank_before = false;
  bool sentence_start = false;
  uint32_t sentence = 0;       // counts from 0 in the block
  bool capital = false;        // begins with an upper-case letter
  bool is_word = false;        // letters
  uint8_t digits = 0;          // number of digits, 0 for words
  const Word* word = nullptr;  // its entry, if any
  int64_t number = -1;         // value of a number in digits or words
};

// Appends the pieces of text[block]. Requires well-formed UTF-8 and block within the text.
void scan(std::string_view text, ByteSpan block, const Lexicon& lexicon, std::vector<Piece>& pieces);

}  // namespace depeche::ground::timex
