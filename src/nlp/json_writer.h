// Appends JSON to a string: the few forms that the runtime's output needs, without building a tree of values first.
// Internal to depeche::nlp.
#pragma once

#include <charconv>
#include <string>
#include <string_view>

namespace depeche::nlp::json {

// Whether a byte stands for itself inside a JSON string.
inline bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

// A JSON string, quotes included; `text` is well-formed UTF-8, which stays as it is.
inline void append_string(std::string& out, std::string_view text) {
  out += '"';
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    while (end < text.size() && is_plain(text[end])) ++end;
    out.append(text, at, end - at);
    at = end;
    if (at == text.size()) break;
    const char c = text[at++];
    static constexpr std::string_view kFrom = "\"\\\b\f\n\r\t", kTo = "\"\\bfnrt";
    out += '\\';
    if (const size_t named = kFrom.find(c); named != std::string_view::npos) {
      out += kTo[named];
    } else {
      static constexpr char kHex[] = "0123456789abcdef";
      out += "u00";
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[c & 15];
    }
  }
  out += '"';
}

inline void append_number(std::string& out, long value) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

inline void append_boolean(std::string& out, bool value) { out += value ? std::string_view("true") : "false"; }

// "key":[…] with one element for each of `values`, after a comma.
template <class Values, class Append>
void append_column(std::string& out, std::string_view key, const Values& values, Append&& append) {
  out += ",\"";
  out += key;
  out += "\":[";
  bool first = true;
  for (const auto& value : values) {
    if (!first) out += ',';
    first = false;
    append(value);
  }
  out += ']';
}

}  // namespace depeche::nlp::json
