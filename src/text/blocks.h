// Where a text's paragraphs are: blank lines part them, single newlines too unless they only wrap a running sentence.
#pragma once

#include <string_view>
#include <vector>

#include "base/span.h"

namespace depeche::text {

struct RawBlock {
  ByteSpan span;  // without surrounding blanks, not empty
  int words = 0;  // runs of non-blanks
};

// Blocks of text[begin, size), in order. Requires well-formed UTF-8 and begin on a code point boundary. Linear.
std::vector<RawBlock> find_blocks(std::string_view text, uint32_t begin);

// The span without blanks (any Unicode space, byte order marks, zero-width spaces) at its ends.
ByteSpan trim_span(std::string_view text, ByteSpan span);

// What may stand at the end of a title: no full stop, comma, colon, semicolon or dash. `text` is trimmed, not empty.
bool ends_like_title(std::string_view text);
// Ends with . ! ? … : or ; also inside closing quotes and brackets.
bool ends_sentence(std::string_view text);
bool starts_lower(std::string_view text);

}  // namespace depeche::text
