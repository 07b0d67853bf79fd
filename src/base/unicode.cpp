// Classes are bitmaps of the basic plane and searched ranges above it; mappings are searched tables with a shortcut for
// usual letters.
#include "base/unicode.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <span>

#include "base/unicode_tables.h"
#include "base/utf8.h"

namespace depeche::unicode {
namespace {

using tables::Mapping;
using tables::Range;

class Class {
 public:
  Class(const Range* ranges, size_t size) : ranges_(ranges, size) {
    for (const Range& r : ranges_) {
      for (char32_t c = r.first; c <= r.last && c < 0x10000; ++c) basic_.set(c);
    }
  }
  bool holds(char32_t c) const {
    if (c < 0x10000) return basic_[c];
    const auto after =
        std::upper_bound(ranges_.begin(), ranges_.end(), c, [](char32_t x, const Range& r) { return x < r.first; });
    return after != ranges_.begin() && c <= (after - 1)->last;
  }

 private:
  std::span<const Range> ranges_;
  std::bitset<0x10000> basic_;
};

const Class& alpha() {
  static const Class c(tables::kAlpha, tables::kAlpha_size);
  return c;
}
const Class& digit() {
  static const Class c(tables::kDigit, tables::kDigit_size);
  return c;
}
const Class& upper_class() {
  static const Class c(tables::kUpper, tables::kUpper_size);
  return c;
}
const Class& mark() {
  static const Class c(tables::kMark, tables::kMark_size);
  return c;
}
const Class& cased() {
  static const Class c(tables::kCased, tables::kCased_size);
  return c;
}
const Class& case_ignorable() {
  static const Class c(tables::kCaseIgnorable, tables::kCaseIgnorable_size);
  return c;
}

// The row of each character; of the alphabets and marks that news is written in, without a search.
class Mappings {
 public:
  Mappings(const Mapping* rows, size_t size) : rows_(rows, size) {
    for (const Mapping& m : rows_) {
      if (m.from < kUsual) usual_[m.from] = &m;
    }
  }
  const Mapping* find(char32_t c) const {
    if (c < kUsual) return usual_[c];
    const auto at =
        std::lower_bound(rows_.begin(), rows_.end(), c, [](const Mapping& m, char32_t x) { return m.from < x; });
    return at != rows_.end() && at->from == c ? &*at : nullptr;
  }

 private:
  static constexpr char32_t kUsual = 0x2070;
  std::span<const Mapping> rows_;
  std::array<const Mapping*, kUsual> usual_{};
};

const Mappings& lowering() {
  static const Mappings m(tables::kLower, tables::kLower_size);
  return m;
}
const Mappings& folding() {
  static const Mappings m(tables::kFold, tables::kFold_size);
  return m;
}
const Mappings& titling() {
  static const Mappings m(tables::kTitle, tables::kTitle_size);
  return m;
}

void append_mapped(std::string& out, const Mappings& mappings, char32_t c) {
  if (const Mapping* m = mappings.find(c)) {
    for (int i = 0; i < m->size; ++i) utf8::append(out, m->to[i]);
  } else {
    utf8::append(out, c);
  }
}

constexpr char32_t kCapitalSigma = 0x3A3, kSmallSigma = 0x3C3, kFinalSigma = 0x3C2;

// SpecialCasing Final_Sigma: a cased letter before, none after, looking past case-ignorable characters.
bool is_final_sigma(std::u32string_view text, size_t at) {
  bool before = false;
  for (size_t i = at; i-- > 0;) {
    if (case_ignorable().holds(text[i])) continue;
    before = cased().holds(text[i]);
    break;
  }
  if (!before) return false;
  for (size_t i = at + 1; i < text.size(); ++i) {
    if (!case_ignorable().holds(text[i])) return !cased().holds(text[i]);
  }
  return true;
}

char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool is_ascii(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

bool is_alpha(char32_t c) { return alpha().holds(c); }
bool is_digit(char32_t c) { return digit().holds(c); }
bool is_upper(char32_t c) { return upper_class().holds(c); }
bool is_mark(char32_t c) { return mark().holds(c); }

bool is_space(char32_t c) {
  return (c >= 0x9 && c <= 0xD) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

char32_t lower(char32_t c) {
  const Mapping* const m = lowering().find(c);
  return m && m->size == 1 ? m->to[0] : c;
}

std::string ascii_lower(std::string_view bytes) {
  std::string out(bytes);
  for (char& c : out) c = ascii_lower(c);
  return out;
}

std::string lower(std::string_view text) {
  if (is_ascii(text)) return ascii_lower(text);
  std::string out;
  out.reserve(text.size());
  const std::u32string points = utf8::to_code_points(text);
  for (size_t i = 0; i < points.size(); ++i) {
    const char32_t c = points[i];
    if (c == kCapitalSigma) {
      utf8::append(out, is_final_sigma(points, i) ? kFinalSigma : kSmallSigma);
    } else {
      append_mapped(out, lowering(), c);
    }
  }
  return out;
}

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      const char c = text[i++];
      out += c == '`' ? '\'' : is_space(static_cast<unsigned char>(c)) ? ' ' : ascii_lower(c);
      continue;
    }
    const auto [c, length] = utf8::decode(text, i);
    append_mapped(out, folding(), c);
    i += length;
  }
  return out;
}

std::string capitalize(std::string_view text) {
  if (text.empty()) return {};
  const auto [c, length] = utf8::decode(text, 0);
  std::string out;
  append_mapped(out, titling(), c);
  return out.append(text.substr(length));
}

}  // namespace depeche::unicode
