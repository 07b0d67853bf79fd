// Well-formedness after Table 3-7 of the Unicode Standard.
#include "base/utf8.h"

#include <cstring>

namespace depeche::utf8 {
namespace {

unsigned byte(std::string_view s, size_t i) { return static_cast<unsigned char>(s[i]); }

// Length of the well-formed sequence at i, or 0; `bad` is then how many bytes the ill-formed piece takes.
uint32_t sequence(std::string_view s, size_t i, uint32_t& bad) {
  const unsigned lead = byte(s, i);
  bad = 1;
  if (lead < 0x80) return 1;
  uint32_t length = 0;
  unsigned low = 0x80, high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return 0;
  }
  for (uint32_t k = 1; k < length; ++k) {
    if (i + k >= s.size() || byte(s, i + k) < low || byte(s, i + k) > high) {
      bad = k;
      return 0;
    }
    low = 0x80;
    high = 0xBF;
  }
  return length;
}

// How many of the bytes from i on are surely ASCII: eight at a time.
size_t ascii_ahead(std::string_view s, size_t i) {
  const size_t begin = i;
  for (uint64_t eight = 0; i + sizeof eight <= s.size(); i += sizeof eight) {
    std::memcpy(&eight, s.data() + i, sizeof eight);
    if ((eight & 0x8080808080808080) != 0) break;
  }
  return i - begin;
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

std::optional<size_t> first_invalid(std::string_view bytes) {
  uint32_t bad = 0;
  for (size_t i = 0; i < bytes.size();) {
    i += ascii_ahead(bytes, i);
    if (i == bytes.size()) break;
    const uint32_t length = sequence(bytes, i, bad);
    if (length == 0) return i;
    i += length;
  }
  return std::nullopt;
}

std::string repair(std::string_view bytes, size_t& replaced) {
  std::string out;
  out.reserve(bytes.size());
  replaced = 0;
  uint32_t bad = 0;
  for (size_t i = 0; i < bytes.size();) {
    const uint32_t length = sequence(bytes, i, bad);
    if (length == 0) {
      append(out, 0xFFFD);
      ++replaced;
      i += bad;
    } else {
      out.append(bytes, i, length);
      i += length;
    }
  }
  return out;
}

Decoded decode(std::string_view text, size_t at) {
  const unsigned lead = byte(text, at);
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xE0) return {((lead & 0x1Fu) << 6) | (byte(text, at + 1) & 0x3Fu), 2};
  if (lead < 0xF0) {
    return {((lead & 0x0Fu) << 12) | ((byte(text, at + 1) & 0x3Fu) << 6) | (byte(text, at + 2) & 0x3Fu), 3};
  }
  return {((lead & 0x07u) << 18) | ((byte(text, at + 1) & 0x3Fu) << 12) | ((byte(text, at + 2) & 0x3Fu) << 6) |
              (byte(text, at + 3) & 0x3Fu),
          4};
}

void append(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

std::u32string to_code_points(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const Decoded d = decode(text, i);
    out += d.code_point;
    i += d.length;
  }
  return out;
}

size_t count(std::string_view text) {
  size_t n = 0;
  for (const char c : text) n += !is_continuation(c);
  return n;
}

CodePointMap::CodePointMap(std::string_view text) : text_(text) {
  uint32_t n = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (i % kStride == 0) counts_.push_back(n);
    n += !is_continuation(text[i]);
  }
  counts_.push_back(n);
  ascii_ = n == text.size();
}

uint32_t CodePointMap::at(uint32_t byte_offset) const {
  if (ascii_) return byte_offset;
  const uint32_t block = byte_offset / kStride;
  uint32_t n = counts_[block];
  for (uint32_t i = block * kStride; i < byte_offset; ++i) n += !is_continuation(text_[i]);
  return n;
}

uint32_t CodePointMap::byte_at(uint32_t code_point) const {
  if (ascii_) return code_point;
  const auto next = std::upper_bound(counts_.begin(), counts_.end(), code_point);
  const uint32_t block = static_cast<uint32_t>(next - counts_.begin()) - 1;
  uint32_t n = counts_[block];
  uint32_t i = block * kStride;
  for (; i < text_.size(); ++i) {
    if (is_continuation(text_[i])) continue;
    if (n == code_point) break;
    ++n;
  }
  return std::min<uint32_t>(i, static_cast<uint32_t>(text_.size()));  // the last block may begin past the end
}

}  // namespace depeche::utf8
