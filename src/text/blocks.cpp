// A line break runs on where the line before it does not end a sentence and the line after it begins with a small
// letter. Where a third of the breaks do, the lines are hard-wrapped (the others fall before names and new sentences):
// there only a short line that ends a sentence ends a block.
#include "text/blocks.h"

#include <algorithm>

#include "base/unicode.h"
#include "base/utf8.h"

namespace depeche::text {
namespace {

constexpr size_t kWrapColumns = 120;  // hard-wrapped text has no longer lines

bool is_blank(char32_t c) { return unicode::is_space(c) || c == 0xFEFF || c == 0x200B; }

// The code point that ends before `end`; requires end > 0.
utf8::Decoded before(std::string_view text, size_t end) {
  size_t at = end - 1;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return utf8::decode(text, at);
}

bool is_closing(char32_t c) {
  return c == U'»' || c == U'”' || c == U'’' || c == U'"' || c == U'\'' || c == U')' || c == U']' || c == U'›';
}

// The last code point, with closing quotes and brackets passed over; 0 where there is none.
char32_t last_inside(std::string_view text) {
  size_t end = text.size();
  while (end > 0) {
    const auto [c, length] = before(text, end);
    if (!is_closing(c) && !is_blank(c)) return c;
    end -= length;
  }
  return 0;
}

bool starts_with_item_mark(std::string_view line) {
  const auto [c, length] = utf8::decode(line, 0);
  return c == U'-' || c == U'–' || c == U'—' || c == U'•' || c == U'*' || c == U'·' || c == U'■' || c == U'►';
}

// Lines without blank ones between them -> blocks.
void add_chunk(std::string_view text, const std::vector<ByteSpan>& lines, std::vector<ByteSpan>& blocks) {
  if (lines.empty()) return;
  size_t longest = 0;
  size_t running = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    longest = std::max(longest, utf8::count(slice(text, lines[i])));
    running += i > 0 && !ends_sentence(slice(text, lines[i - 1])) && starts_lower(slice(text, lines[i]));
  }
  const bool wrapped = lines.size() > 1 && longest <= kWrapColumns && running * 3 >= lines.size() - 1;
  blocks.push_back(lines[0]);
  for (size_t i = 1; i < lines.size(); ++i) {
    const std::string_view last = slice(text, lines[i - 1]);
    const std::string_view next = slice(text, lines[i]);
    bool joins = !ends_sentence(last) && starts_lower(next);
    if (wrapped && !joins) {
      joins = !starts_with_item_mark(next) && (!ends_sentence(last) || utf8::count(last) * 4 > longest * 3);
    }
    if (joins) {
      blocks.back().end = lines[i].end;
    } else {
      blocks.push_back(lines[i]);
    }
  }
}

int count_words(std::string_view text) {
  int words = 0;
  bool inside = false;
  for (size_t at = 0; at < text.size();) {
    const auto [c, length] = utf8::decode(text, at);
    const bool blank = is_blank(c);
    words += !blank && !inside;
    inside = !blank;
    at += length;
  }
  return words;
}

}  // namespace

ByteSpan trim_span(std::string_view text, ByteSpan span) {
  while (span.begin < span.end) {
    const auto [c, length] = utf8::decode(text, span.begin);
    if (!is_blank(c)) break;
    span.begin += length;
  }
  while (span.begin < span.end) {
    const auto [c, length] = before(text, span.end);
    if (!is_blank(c)) break;
    span.end -= length;
  }
  return span;
}

bool ends_like_title(std::string_view text) {
  const char32_t end = last_inside(text);
  return unicode::is_alpha(end) || unicode::is_digit(end) || unicode::is_mark(end) || end == U'?' || end == U'!' ||
         end == U'%' || end == U'€' || end == U'$';
}

bool ends_sentence(std::string_view text) {
  const char32_t end = last_inside(text);
  return end == U'.' || end == U'!' || end == U'?' || end == U'…' || end == U':' || end == U';';
}

bool starts_lower(std::string_view text) {
  if (text.empty()) return false;
  const char32_t c = utf8::decode(text, 0).code_point;
  return unicode::is_alpha(c) &&
         unicode::lower(text.substr(0, utf8::decode(text, 0).length)) == text.substr(0, utf8::decode(text, 0).length);
}

std::vector<RawBlock> find_blocks(std::string_view text, uint32_t begin) {
  std::vector<ByteSpan> spans;
  std::vector<ByteSpan> lines;
  const auto size = static_cast<uint32_t>(text.size());
  while (begin < size) {
    uint32_t end = begin;
    while (end < size && text[end] != '\n' && text[end] != '\r') ++end;
    const ByteSpan line = trim_span(text, {begin, end});
    if (!line.empty()) {
      lines.push_back(line);
    } else {
      add_chunk(text, lines, spans);
      lines.clear();
    }
    begin = end + (end + 1 < size && text[end] == '\r' && text[end + 1] == '\n' ? 2 : 1);
  }
  add_chunk(text, lines, spans);
  std::vector<RawBlock> blocks;
  blocks.reserve(spans.size());
  for (const ByteSpan span : spans) blocks.push_back({span, count_words(slice(text, span))});
  return blocks;
}

}  // namespace depeche::text
