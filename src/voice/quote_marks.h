// Stretches of text between quotation marks, found by the marks alone: no model, no language. Which of them report
// somebody's words is decided later (quotes.h).
//
// Marks: « » << >> “ ” „ ‟ " '' ‹ › ‘ ’ ' and a dash that opens a paragraph. Straight marks open or close by what
// stands beside them. Rules for what is odd: a mark that closes nothing is ignored; an unclosed stretch runs to the
// next mark that opens one of its kind, else to the end of its paragraph; an unclosed single mark is an apostrophe.
// Where the next paragraph begins with the mark again, that stretch continues the first; where none opens and a later
// paragraph closes it, the stretch runs there. Linear in the text; nesting deeper than kMaxDepth is not told.
#pragma once

#include <cstdint>
#include <vector>

#include "base/span.h"
#include "text/document.h"

namespace depeche::voice {

enum class MarkKind : uint8_t { Guillemets, Double, Straight, SingleGuillemets, Single, Dash };

struct Marked {
  ByteSpan span;   // inside the marks, without padding
  ByteSpan outer;  // with the marks
  MarkKind kind = MarkKind::Guillemets;
  uint8_t depth = 0;  // 0 = in no other stretch
  bool closed = true;
  bool continues = false;  // goes on from the stretch before it, which the paragraph before left open
  int32_t block = 0;       // of Document::blocks, where it begins
  int32_t parent = -1;     // the stretch around it
};

constexpr uint8_t kMaxDepth = 3;

// In text order, outer ones first. Residue is left out.
std::vector<Marked> find_marked(const text::Document& document);

}  // namespace depeche::voice
