// A file, standard input or bytes in memory, read on in lines or as a whole, within a limit. UTF-16 with a byte order
// mark comes out as UTF-8; other encodings come as they are. What is gzip or Zstandard, also in
// several members one behind another, comes out unpacked. Holds one chunk, or the line that is being read.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "text/decode.h"
#include "text/unpack.h"

namespace depeche::text {

// Where a stream's bytes come from, if from no file.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Up to `count` bytes into `to`; 0 at the end, or where `fault` says why there are no more.
  virtual size_t read(char* to, size_t count, std::string& fault) = 0;
};

class ByteStream {
 public:
  [[nodiscard]] static Result<ByteStream> open(const std::string& path);  // "-": standard input
  static ByteStream over(std::string bytes);
  static ByteStream over(std::unique_ptr<ByteSource> source);
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

  // Takes `count` bytes off; fewer only at the end. They are put into `bytes` where it is not null.
  size_t take(size_t count, std::string* bytes);

  // Bytes of the file so far, as they are there: packed or not. 0 for bytes in memory.
  uint64_t bytes_taken() const { return taken_; }
  // What it reads is packed with gzip or Zstandard.
  bool is_packed() const { return unpacker_ != nullptr; }
  // Why reading broke off before the end; "" where it did not.
  const std::string& fault() const { return fault_; }

 private:
  ByteStream() = default;
  bool fill();                   // one more chunk into the buffer; false at the end
  std::string_view read_more();  // the next bytes of the file; valid until the next call
  void unpack_some();            // of `packed_` into the buffer
  void append(std::string_view bytes);
  void begin();  // looks at the first bytes: packed or not, byte order mark
  void take_byte_order_mark();

  int file_ = -1;
  std::unique_ptr<ByteSource> source_;
  uint64_t taken_ = 0;
  std::unique_ptr<char[]> chunk_;  // what is read goes through it
  bool at_end_ = false;
  std::string buffer_;
  size_t at_ = 0;  // what comes before is done with
  std::string fault_;
  std::unique_ptr<Unpacker> unpacker_;
  std::string packed_;  // still to be unpacked, from packed_at_ on
  size_t packed_at_ = 0;
  bool is_utf16_ = false;
  Utf16Decoder utf16_{Utf16Decoder::Order::LittleEndian};
};

}  // namespace depeche::text
