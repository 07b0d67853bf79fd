// Mostly-valid UTF-8 is told from another encoding by counting: in text of a one-byte encoding, accented letters seldom
// form valid sequences; in damaged UTF-8 most of them do.
#include "text/decode.h"

#include <fmt/format.h>
#include <iconv.h>
#include <uchardet/uchardet.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <memory>

#include "base/utf8.h"

namespace depeche::text {
namespace {

constexpr size_t kGuessBytes = 1 << 16;  // more does not change the guess

size_t high_bytes(std::string_view bytes) {
  return static_cast<size_t>(
      std::count_if(bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }));
}

std::string guess_encoding(std::string_view bytes) {
  const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(), &uchardet_delete);
  // Plain ASCII in front tells nothing; begin where the first other byte is near.
  const auto first = std::find_if(bytes.begin(), bytes.end(), [](char c) { return (c & 0x80) != 0; });
  const size_t begin = static_cast<size_t>(std::max<std::ptrdiff_t>(0, first - bytes.begin() - 256));
  const std::string_view sample = bytes.substr(begin, kGuessBytes);
  if (uchardet_handle_data(detector.get(), sample.data(), sample.size()) != 0) return "";
  uchardet_data_end(detector.get());
  return uchardet_get_charset(detector.get());
}

// The detector names Western text by any of its relatives when it is short; windows-1252 holds all their printable
// characters that news in a Western language uses, and more.
bool is_western(std::string_view name) {
  for (const std::string_view other : {"", "ASCII", "ISO-8859-1", "ISO-8859-3", "ISO-8859-9", "ISO-8859-10",
                                       "ISO-8859-15", "ISO-8859-16", "WINDOWS-1252", "WINDOWS-1257", "WINDOWS-1258"}) {
    if (name == other) return true;
  }
  return false;
}

// The encoding of a label, in capitals; some labels stand for a larger encoding than they say
// (encoding.spec.whatwg.org).
std::string encoding_of(std::string_view label) {
  std::string out(label);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::toupper(c); });
  for (const auto& [name, wider] : {std::pair{"LATIN1", "ISO-8859-1"},
                                    {"L1", "ISO-8859-1"},
                                    {"ASCII", "ISO-8859-1"},
                                    {"US-ASCII", "ISO-8859-1"},
                                    {"CP1252", "WINDOWS-1252"},
                                    {"X-CP1252", "WINDOWS-1252"},
                                    {"LATIN-9", "ISO-8859-15"},
                                    {"ISO-8859-9", "WINDOWS-1254"},
                                    {"GB2312", "GBK"},
                                    {"GB_2312-80", "GBK"},
                                    {"UTF8", "UTF-8"},
                                    {"UTF-16", ""},
                                    {"UTF-16LE", ""},
                                    {"UTF-16BE", ""}}) {
    if (out == name) return wider;
  }
  return out;
}

// Bytes that the encoding does not have become U+FFFD. False where the encoding is not known here.
bool convert(std::string_view bytes, const std::string& encoding, std::string& out) {
  const iconv_t converter = iconv_open("UTF-8", encoding.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) return false;
  std::string input(bytes);
  char* in = input.data();
  size_t in_left = input.size();
  char buffer[4096];
  while (in_left > 0) {
    char* to = buffer;
    size_t to_left = sizeof buffer;
    const size_t done = iconv(converter, &in, &in_left, &to, &to_left);
    const int fault = done == static_cast<size_t>(-1) ? errno : 0;
    out.append(buffer, static_cast<size_t>(to - buffer));
    if (fault == 0 || fault == E2BIG) continue;
    utf8::append(out, 0xFFFD);
    if (fault != EILSEQ) break;  // an unfinished character at the end
    ++in;
    --in_left;
  }
  iconv_close(converter);
  return true;
}

}  // namespace

DecodedText decode_bytes(std::string bytes, std::string_view declared) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
  const auto invalid = utf8::first_invalid(bytes);
  if (!invalid) return {std::move(bytes), ""};
  size_t replaced = 0;
  std::string repaired = utf8::repair(bytes, replaced);
  const auto repair = [&]() -> DecodedText {
    return {std::move(repaired), fmt::format("not UTF-8 at byte {}: {} pieces replaced by U+FFFD", *invalid, replaced)};
  };
  if (replaced * 10 <= high_bytes(bytes)) return repair();
  std::string encoding = encoding_of(declared);
  if (encoding.empty() || encoding == "UTF-8") encoding = guess_encoding(bytes);
  if (encoding == "UTF-8") return repair();
  if (is_western(encoding)) encoding = "WINDOWS-1252";
  DecodedText decoded;
  if (!convert(bytes, encoding, decoded.text)) return repair();
  if (utf8::first_invalid(decoded.text)) decoded.text = utf8::repair(decoded.text, replaced);
  decoded.note = fmt::format("not UTF-8 at byte {}: read as {}", *invalid, encoding);
  return decoded;
}

bool looks_binary(std::string_view bytes) {
  size_t controls = 0;
  for (const char c : bytes) {
    if (c == '\0') return true;
    controls += static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f';
  }
  return controls * 20 > bytes.size();
}

void Utf16Decoder::unit(char32_t value, std::string& out) {
  const bool is_low = value >= 0xDC00 && value < 0xE000;
  if (high_ != 0) {
    utf8::append(out, is_low ? 0x10000 + ((high_ - 0xD800) << 10) + (value - 0xDC00) : 0xFFFD);
    high_ = 0;
    if (is_low) return;
  }
  if (value >= 0xD800 && value < 0xDC00) {
    high_ = value;
  } else {
    utf8::append(out, is_low ? 0xFFFD : value);
  }
}

void Utf16Decoder::decode(std::string_view bytes, std::string& out) {
  for (const char c : bytes) {
    const int byte = static_cast<unsigned char>(c);
    if (half_ < 0) {
      half_ = byte;
      continue;
    }
    const int value = order_ == Order::LittleEndian ? half_ | (byte << 8) : (half_ << 8) | byte;
    half_ = -1;
    unit(static_cast<char32_t>(value), out);
  }
}

void Utf16Decoder::finish(std::string& out) {
  if (half_ >= 0 || high_ != 0) utf8::append(out, 0xFFFD);
  half_ = -1;
  high_ = 0;
}

}  // namespace depeche::text
