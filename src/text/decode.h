// Bytes of unknown encoding -> well-formed UTF-8.
//
//   DecodedText d = decode_bytes(bytes);   // d.text; d.note says what was done, "" where nothing was
//
// Total and linear. Functions are pure; a Utf16Decoder belongs to one stream.
#pragma once

#include <string>
#include <string_view>

namespace depeche::text {

struct DecodedText {
  std::string text;
  std::string note;
};

// UTF-8 stays as it is (without a byte order mark), but where it was once taken for windows-1252 and encoded again.
// Else: UTF-8 with a few broken pieces is repaired, other bytes are read in the encoding that `declared` names (a label
// of the WHATWG list, "" for none), or in the one they look like, windows-1252 where that is not clear.
DecodedText decode_bytes(std::string bytes, std::string_view declared = {});

// Not text in any encoding that decode_bytes knows: NUL bytes, or more control characters than text has.
bool looks_binary(std::string_view bytes);

// UTF-16 in chunks of any size. Lone surrogates become U+FFFD.
class Utf16Decoder {
 public:
  enum class Order { LittleEndian, BigEndian };
  explicit Utf16Decoder(Order order) : order_(order) {}
  void decode(std::string_view bytes, std::string& out);
  void finish(std::string& out);  // an unfinished unit or pair at the end

 private:
  void unit(char32_t value, std::string& out);
  Order order_;
  int half_ = -1;      // first byte of a unit, -1 = none
  char32_t high_ = 0;  // first half of a pair, 0 = none
};

}  // namespace depeche::text
