// Mostly-valid UTF-8 is told from another encoding by counting: in text of a one-byte encoding, accented letters seldom
// form valid sequences; in damaged UTF-8 most of them do.
#include "text/decode.h"

#include <fmt/format.h>
#include <iconv.h>
#include <uchardet/uchardet.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
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

// What windows-1252 has at bytes 0x80 to 0x9F; 0 where it has nothing, then the control character of that number
// stands.
constexpr std::array<char16_t, 32> kWindows1252 = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

// The byte from 0x80 on that is this character in windows-1252, or -1.
int windows_1252(char32_t c) {
  if (c >= 0x80 && c <= 0xFF) return c >= 0xA0 || kWindows1252[c - 0x80] == 0 ? static_cast<int>(c) : -1;
  const auto at = c > 0xFF && c < 0x10000 ? std::find(kWindows1252.begin(), kWindows1252.end(), c) : kWindows1252.end();
  return at == kWindows1252.end() ? -1 : 0x80 + static_cast<int>(at - kWindows1252.begin());
}

// The byte that `c` at `at` was. The last one of "\u00E0" came to be a no-break space, which often has become a blank;
// a blank beside it, which parted the words, remains.
int byte_of(std::string_view text, size_t at, char32_t c, std::string_view bytes) {
  if (c == ' ' && bytes.ends_with('\xC3') && text.substr(at + 1, 1) == " ") return 0xA0;
  return c < 0x80 ? -1 : windows_1252(c);
}

// UTF-8 that was once read as windows-1252 and written as UTF-8 again ("\u00C3\u00A9" for "\u00E9"): each run of
// characters that, as bytes, are UTF-8 is read so. `runs` counts them.
std::string undo_double_encoding(std::string_view text, size_t& runs) {
  std::string out, bytes;
  size_t run = 0;         // where it begins
  bool by_blank = false;  // it may be what the author wrote: no proof of its own
  runs = 0;
  const auto close = [&](size_t end) {
    if (bytes.empty()) return;
    const bool is_utf8 = bytes.size() > 1 && !utf8::first_invalid(bytes);
    runs += is_utf8 && !by_blank;
    by_blank = false;
    out += is_utf8 ? std::string_view(bytes) : text.substr(run, end - run);
    bytes.clear();
  };
  for (size_t at = 0; at < text.size();) {
    const auto [c, length] = utf8::decode(text, at);
    const int byte = byte_of(text, at, c, bytes);
    if (byte < 0) {
      close(at);
      out += text.substr(at, length);
    } else {
      if (bytes.empty()) run = at;
      bytes += static_cast<char>(byte);
      by_blank |= c == ' ';
    }
    at += length;
  }
  close(text.size());
  return out;
}

constexpr size_t kLeastRuns = 2;  // fewer may be what the author wrote

DecodedText without_double_encoding(std::string text) {
  // It always shows as one of these; most texts hold neither.
  if (text.find("\xC3\x83") == std::string::npos && text.find("\xC3\xA2\xE2\x82\xAC") == std::string::npos)
    return {std::move(text), ""};
  size_t runs = 0;
  std::string repaired = undo_double_encoding(text, runs);
  if (runs < kLeastRuns) return {std::move(text), ""};
  return {std::move(repaired), fmt::format("UTF-8 that was taken for windows-1252: {} places repaired", runs)};
}

}  // namespace

DecodedText decode_bytes(std::string bytes, std::string_view declared) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
  const auto invalid = utf8::first_invalid(bytes);
  if (!invalid) return without_double_encoding(std::move(bytes));
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
  if (bytes.find('\0') != std::string_view::npos) return true;
  size_t controls = 0;
  const auto look = [&](char c) {
    controls += static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f';
  };
  size_t at = 0;
  // Eight at a time where none of them is below the blank.
  for (uint64_t eight = 0; at + sizeof eight <= bytes.size(); at += sizeof eight) {
    std::memcpy(&eight, bytes.data() + at, sizeof eight);
    if (((eight - 0x2020202020202020) & ~eight & 0x8080808080808080) == 0) continue;
    for (const char c : bytes.substr(at, sizeof eight)) look(c);
  }
  for (const char c : bytes.substr(at)) look(c);
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
