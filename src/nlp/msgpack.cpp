#include "nlp/msgpack.h"

#include <fmt/format.h>

#include <bit>
#include <cstring>

namespace depeche::nlp {

void MsgpackReader::fail_here(std::string what) {
  if (!fault_.empty()) return;
  fault_ = std::move(what);
  fault_at_ = at_;
  at_ = bytes_.size();
}

tl::unexpected<Error> MsgpackReader::error() const {
  return fail(Error::Code::Malformed, fault_, {file_, 0, 0, static_cast<int64_t>(fault_at_)});
}

uint64_t MsgpackReader::big_endian(int size) {
  uint64_t value = 0;
  for (const char c : take(static_cast<uint64_t>(size))) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

std::string_view MsgpackReader::take(uint64_t size) {
  if (size > bytes_.size() - at_) {
    fail_here(fmt::format("{} bytes announced, {} left", size, bytes_.size() - at_));
    return {};
  }
  const std::string_view out = bytes_.substr(at_, size);
  at_ += size;
  return out;
}

uint32_t MsgpackReader::array() {
  const unsigned char c = peek();
  uint64_t n = 0;
  if (c >= 0x90 && c <= 0x9F) {
    ++at_;
    n = c & 0x0F;
  } else if (c == 0xDC) {
    ++at_;
    n = big_endian(2);
  } else if (c == 0xDD) {
    ++at_;
    n = big_endian(4);
  } else
    fail_here("expected an array");
  if (n > bytes_.size() - at_) {
    fail_here(fmt::format("an array of {} does not fit", n));
    n = 0;
  }
  return ok() ? static_cast<uint32_t>(n) : 0;
}

uint32_t MsgpackReader::map() {
  const unsigned char c = peek();
  uint64_t n = 0;
  if (c >= 0x80 && c <= 0x8F) {
    ++at_;
    n = c & 0x0F;
  } else if (c == 0xDE) {
    ++at_;
    n = big_endian(2);
  } else if (c == 0xDF) {
    ++at_;
    n = big_endian(4);
  } else
    fail_here("expected a map");
  if (n > bytes_.size() - at_) {
    fail_here(fmt::format("a map of {} does not fit", n));
    n = 0;
  }
  return ok() ? static_cast<uint32_t>(n) : 0;
}

bool MsgpackReader::next_is_text() const {
  const unsigned char c = peek();
  return (c >= 0xA0 && c <= 0xBF) || (c >= 0xD9 && c <= 0xDB) || (c >= 0xC4 && c <= 0xC6);
}

bool MsgpackReader::next_is_map() const {
  const unsigned char c = peek();
  return (c >= 0x80 && c <= 0x8F) || c == 0xDE || c == 0xDF;
}

std::string_view MsgpackReader::text() {
  const unsigned char c = peek();
  if (c >= 0xA0 && c <= 0xBF) {
    ++at_;
    return take(c & 0x1F);
  }
  if (c == 0xD9 || c == 0xC4) {
    ++at_;
    return take(big_endian(1));
  }
  if (c == 0xDA || c == 0xC5) {
    ++at_;
    return take(big_endian(2));
  }
  if (c == 0xDB || c == 0xC6) {
    ++at_;
    return take(big_endian(4));
  }
  fail_here("expected text");
  return {};
}

int64_t MsgpackReader::integer() {
  const unsigned char c = peek();
  if (c <= 0x7F) {
    ++at_;
    return c;
  }
  if (c >= 0xE0) {
    ++at_;
    return static_cast<signed char>(c);
  }
  if (c >= 0xCC && c <= 0xCF) {
    ++at_;
    return static_cast<int64_t>(big_endian(1 << (c - 0xCC)));
  }
  if (c == 0xD0) {
    ++at_;
    return static_cast<int8_t>(big_endian(1));
  }
  if (c == 0xD1) {
    ++at_;
    return static_cast<int16_t>(big_endian(2));
  }
  if (c == 0xD2) {
    ++at_;
    return static_cast<int32_t>(big_endian(4));
  }
  if (c == 0xD3) {
    ++at_;
    return static_cast<int64_t>(big_endian(8));
  }
  fail_here("expected an integer");
  return 0;
}

uint64_t MsgpackReader::unsigned_integer() { return static_cast<uint64_t>(integer()); }

double MsgpackReader::number() {
  const unsigned char c = peek();
  if (c == 0xCA) {
    ++at_;
    return std::bit_cast<float>(static_cast<uint32_t>(big_endian(4)));
  }
  if (c == 0xCB) {
    ++at_;
    return std::bit_cast<double>(big_endian(8));
  }
  return static_cast<double>(integer());
}

bool MsgpackReader::boolean() {
  const unsigned char c = peek();
  if (c != 0xC2 && c != 0xC3) {
    fail_here("expected true or false");
    return false;
  }
  ++at_;
  return c == 0xC3;
}

bool MsgpackReader::skip_nil() {
  if (peek() != 0xC0) return false;
  ++at_;
  return true;
}

void MsgpackReader::skip() {
  // Counts values still to be read instead of recursing: depth costs nothing.
  for (uint64_t open = 1; open > 0 && ok(); --open) {
    const unsigned char c = peek();
    if (c == 0xC0)
      ++at_;
    else if (c == 0xC2 || c == 0xC3)
      boolean();
    else if (next_is_text())
      text();
    else if (next_is_map())
      open += 2 * uint64_t{map()};
    else if ((c >= 0x90 && c <= 0x9F) || c == 0xDC || c == 0xDD)
      open += array();
    else
      number();
  }
}

int64_t NdArray::size() const {
  int64_t n = 1;
  for (const int64_t d : shape) n *= d;
  return n;
}

bool read_ndarray(MsgpackReader& reader, NdArray& out) {
  std::string_view type;
  bool is_array = false;
  for (uint32_t n = reader.map(); n > 0 && reader.ok(); --n) {
    const std::string_view key = reader.text();
    if (key == "nd")
      is_array = reader.boolean();
    else if (key == "type")
      type = reader.text();
    else if (key == "data")
      out.data = reader.text();
    else if (key == "shape") {
      out.shape.clear();
      for (uint32_t d = reader.array(); d > 0; --d) out.shape.push_back(reader.integer());
    } else
      reader.skip();
  }
  if (!reader.ok()) return false;
  if (!is_array || type != "<f4") {
    reader.fail_here(fmt::format("expected an array of <f4, found '{}'", type));
    return false;
  }
  uint64_t cells = 1;
  for (const int64_t d : out.shape) {
    if (d < 0 || d > (int64_t{1} << 31) || (cells *= static_cast<uint64_t>(d)) > (uint64_t{1} << 40)) {
      reader.fail_here(fmt::format("impossible shape, dimension {}", d));
      return false;
    }
  }
  if (cells * sizeof(float) != out.data.size()) {
    reader.fail_here(fmt::format("shape wants {} floats, data has {} bytes", cells, out.data.size()));
    return false;
  }
  return true;
}

}  // namespace depeche::nlp
