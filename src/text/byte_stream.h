// A file, standard input or bytes in memory, read on in lines or as a whole, within a limit. UTF-16 with a byte order
// mark comes out as UTF-8; other encodings come as they are. Holds one chunk, or the line that is being read.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "text/decode.h"

namespace depeche::text {

class ByteStream {
 public:
  [[nodiscard]] static Result<ByteStream> open(const std::string& path);  // "-": standard input
  static ByteStream over(std::string bytes);
  ByteStream(ByteStream&& other) noexcept;
  ByteStream& operator=(ByteStream&& other) noexcept;
  ~ByteStream();

  // Up to `count` bytes ahead, fewer only at the end. Valid until the next call.
  std::string_view peek(size_t count);

  enum class Piece { Read, TooLong, End };
  // The next line without its newline. TooLong: it has more than `limit` bytes and was passed over.
  Piece read_line(size_t limit, std::string& line);
  // All that is left. TooLong: it has more than `limit` bytes, and the rest stays unread.
  Piece read_rest(size_t limit, std::string& rest);

  // Why reading broke off before the end; "" where it did not.
  const std::string& fault() const { return fault_; }

 private:
  ByteStream() = default;
  bool fill();  // one more chunk into the buffer; false at the end
  void take_byte_order_mark();

  int file_ = -1;
  bool at_end_ = false;
  std::string buffer_;
  size_t at_ = 0;  // what comes before is done with
  std::string fault_;
  bool is_utf16_ = false;
  Utf16Decoder utf16_{Utf16Decoder::Order::LittleEndian};
};

}  // namespace depeche::text
