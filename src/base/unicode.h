// Character classes and case with the meaning of Python's str methods (Unicode 14), which the models were trained with,
// and folding for look-ups. Tables: unicode_generated.cpp, made by tools/make_unicode_tables.py. No locale is read.
#pragma once

#include <string>
#include <string_view>

namespace depeche::unicode {

bool is_alpha(char32_t c);  // category L*
bool is_digit(char32_t c);  // Numeric_Type Decimal or Digit
bool is_upper(char32_t c);  // derived property Uppercase
bool is_space(char32_t c);  // str.isspace()
bool is_mark(char32_t c);   // category M*

// str.lower(): full mapping of SpecialCasing without locale, final sigma included.
std::string lower(std::string_view utf8);
// Of one code point; the code point itself where its lower case is not a single one.
char32_t lower(char32_t c);

// The letters A to Z in lower case; other bytes, of any encoding, as they are.
std::string ascii_lower(std::string_view bytes);

// For matching names: lower case, without accents and other marks, ligatures taken apart, typographic apostrophes,
// hyphens and spaces made plain. Never used for output.
std::string fold(std::string_view utf8);

// First letter in upper case (simple mapping), the rest untouched.
std::string capitalize(std::string_view utf8);

}  // namespace depeche::unicode
