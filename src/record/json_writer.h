// Writes JSON piece by piece at the end of a string, commas set by itself, no blanks but after commas and colons.
//
//   JsonWriter json(out);
//   json.begin('{').key("id").text("a\"b").key("spans").begin('[').number(3).end(']').end('}');
//
// The caller keeps the order of JSON. Strings must be well-formed UTF-8.
#pragma once

#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

namespace depeche::record {

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& begin(char bracket);
  JsonWriter& end(char bracket);
  JsonWriter& key(std::string_view name);
  JsonWriter& text(std::string_view value);
  JsonWriter& text_or_null(std::string_view value);  // "" is null
  JsonWriter& flag(bool value);
  JsonWriter& null();
  // The shortest digits that read back as the same number; null for what JSON has no number for.
  JsonWriter& number(double value);
  template <std::integral T>
  JsonWriter& number(T value) {
    comma();
    char digits[24];
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
    return *this;
  }
  // Members or elements that are JSON already: `"a":1, "b":2`. Nothing where empty.
  JsonWriter& raw(std::string_view json);

 private:
  void comma();
  std::string& out_;
  bool needs_comma_ = false;
};

}  // namespace depeche::record
