#include "record/display.h"

#include <algorithm>
#include <iterator>

#include "base/unicode.h"
#include "base/utf8.h"

namespace depeche::record {
namespace {

struct Range {
  char32_t first, last;
};

// Blocks of East_Asian_Width W and F (UAX #11), and emoji that terminals show two columns wide.
constexpr Range kWide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x23E9, 0x23EC},   {0x2614, 0x2615},   {0x26A1, 0x26A1},
    {0x26BD, 0x26BE},   {0x2705, 0x2705},   {0x270A, 0x270B},   {0x274C, 0x274C},   {0x2753, 0x2755},
    {0x2757, 0x2757},   {0x2795, 0x2797},   {0x2B50, 0x2B50},   {0x2E80, 0x303E},   {0x3041, 0x4DBF},
    {0x4E00, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x16FE0, 0x18AFF}, {0x1B000, 0x1B2FF}, {0x1F004, 0x1F004},
    {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A}, {0x1F1E6, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C},
    {0x1F37E, 0x1F393}, {0x1F3A0, 0x1F3CA}, {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4}, {0x1F3F8, 0x1F43E},
    {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D}, {0x1F54B, 0x1F567}, {0x1F5FB, 0x1F64F},
    {0x1F680, 0x1F6C5}, {0x1F6D0, 0x1F6D7}, {0x1F6DD, 0x1F6DF}, {0x1F6EB, 0x1F6EC}, {0x1F6F4, 0x1F6FC},
    {0x1F7E0, 0x1F7EB}, {0x1F90C, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
};
// Format characters without width.
constexpr Range kNone[] = {{0xAD, 0xAD},     {0x200B, 0x200F}, {0x202A, 0x202E},  {0x2060, 0x206F},
                           {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xE0001, 0xE01EF}};

template <size_t N>
bool is_in(const Range (&ranges)[N], char32_t c) {
  const auto after = std::upper_bound(std::begin(ranges), std::end(ranges), c,
                                      [](char32_t value, const Range& range) { return value < range.first; });
  return after != std::begin(ranges) && c <= std::prev(after)->last;
}

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }
bool turns_direction(char32_t c) {
  return c == 0x200E || c == 0x200F || c == 0x061C || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

int width_of(char32_t c) {
  if (c < 0x7F) return c >= 0x20 ? 1 : 0;
  if (is_control(c) || is_in(kNone, c) || unicode::is_mark(c)) return 0;
  return is_in(kWide, c) ? 2 : 1;
}

// Bytes of the longest front part of at most `width` columns, at least one character with what is set upon it.
size_t front(std::string_view text, int width) {
  size_t at = 0;
  int used = 0;
  while (at < text.size()) {
    const auto [c, length] = utf8::decode(text, at);
    const int more = width_of(c);
    if (used > 0 && used + more > width && more > 0) break;
    used += more;
    at += length;
  }
  return at;
}

}  // namespace

int display_width(std::string_view text) {
  int width = 0;
  for (size_t at = 0; at < text.size();) {
    const auto [c, length] = utf8::decode(text, at);
    width += width_of(c);
    at += length;
  }
  return width;
}

std::string one_line(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const auto [c, length] = utf8::decode(text, at);
    if (unicode::is_space(c)) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else if (!is_control(c) && !turns_direction(c)) {
      out.append(text, at, length);
    }
    at += length;
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string cut_to(std::string_view text, int width) {
  if (display_width(text) <= width) return std::string(text);
  if (width < 1) return "";
  if (width < 2) return "…";
  std::string out(text.substr(0, front(text, width - 1)));
  if (display_width(out) >= width) return "…";
  while (out.ends_with(' ')) out.pop_back();
  return out + "…";
}

std::vector<std::string> wrap(std::string_view text, int width) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    size_t size = front(text, width);
    size_t next = size;
    if (size < text.size()) {
      // A space right behind the line ends it as well as one inside.
      const size_t space = text[size] == ' ' ? size : text.substr(0, size).rfind(' ');
      if (space != std::string_view::npos && space > 0) {
        size = space;
        next = space + 1;
      }
    }
    lines.emplace_back(text.substr(0, size));
    text.remove_prefix(next);
  }
  if (lines.empty()) lines.emplace_back();
  return lines;
}

}  // namespace depeche::record
