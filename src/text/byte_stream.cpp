#include "text/byte_stream.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include <cerrno>
#include <cstring>
#include <utility>

namespace depeche::text {
namespace {

constexpr size_t kChunk = 1 << 18;

}  // namespace

Result<ByteStream> ByteStream::open(const std::string& path) {
  ByteStream stream;
  stream.file_ = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (stream.file_ < 0) {
    const auto code = errno == ENOENT ? Error::Code::NotFound : Error::Code::Unreadable;
    return fail(code, errno == ENOENT ? "no such file" : std::strerror(errno), {path});
  }
  stream.begin();
  return stream;
}

ByteStream ByteStream::over(std::string bytes) {
  ByteStream stream;
  stream.buffer_ = std::move(bytes);
  stream.at_end_ = true;
  stream.begin();
  return stream;
}

ByteStream::ByteStream(ByteStream&& other) noexcept { *this = std::move(other); }

ByteStream& ByteStream::operator=(ByteStream&& other) noexcept {
  std::swap(file_, other.file_);
  at_end_ = other.at_end_;
  buffer_ = std::move(other.buffer_);
  at_ = other.at_;
  fault_ = std::move(other.fault_);
  unpacker_ = std::move(other.unpacker_);
  is_utf16_ = other.is_utf16_;
  utf16_ = other.utf16_;
  return *this;
}

ByteStream::~ByteStream() {
  if (file_ > STDIN_FILENO) ::close(file_);
}

void ByteStream::take_byte_order_mark() {
  const std::string_view start = peek(3);
  const bool little = start.starts_with("\xFF\xFE");
  if (!little && !start.starts_with("\xFE\xFF")) {
    if (start == "\xEF\xBB\xBF") at_ += 3;
    return;
  }
  is_utf16_ = true;
  utf16_ = Utf16Decoder(little ? Utf16Decoder::Order::LittleEndian : Utf16Decoder::Order::BigEndian);
  std::string decoded;
  utf16_.decode(std::string_view(buffer_).substr(at_ + 2), decoded);
  if (at_end_) utf16_.finish(decoded);
  buffer_ = std::move(decoded);
  at_ = 0;
}

void ByteStream::begin() {
  unpacker_ = Unpacker::of(peek(4));
  if (unpacker_) {
    const std::string packed = buffer_.substr(at_);
    buffer_.clear();
    at_ = 0;
    append(packed);
    if (at_end_ && fault_.empty()) fault_ = unpacker_->finish();
  }
  take_byte_order_mark();
}

void ByteStream::read_more(std::string& out) {
  const size_t kept = out.size();
  out.resize(kept + kChunk);
  ssize_t count = 0;
  do {
    count = ::read(file_, out.data() + kept, kChunk);
  } while (count < 0 && errno == EINTR);
  if (count < 0) fault_ = std::strerror(errno);
  out.resize(kept + static_cast<size_t>(std::max<ssize_t>(count, 0)));
  at_end_ = count <= 0;
}

void ByteStream::append(std::string_view bytes) {
  std::string unpacked;
  if (unpacker_) {
    std::string fault = unpacker_->unpack(bytes, unpacked);
    if (!fault.empty()) {
      fault_ = std::move(fault);
      at_end_ = true;
    }
    bytes = unpacked;
  }
  if (is_utf16_)
    utf16_.decode(bytes, buffer_);
  else
    buffer_ += bytes;
}

bool ByteStream::fill() {
  if (at_end_) return false;
  buffer_.erase(0, at_);
  at_ = 0;
  if (!unpacker_ && !is_utf16_) {
    read_more(buffer_);
  } else {
    std::string bytes;
    read_more(bytes);
    append(bytes);
    if (at_end_ && unpacker_ && fault_.empty()) fault_ = unpacker_->finish();
    if (at_end_ && is_utf16_) utf16_.finish(buffer_);
  }
  return !at_end_;
}

size_t ByteStream::take(size_t count, std::string* bytes) {
  size_t done = 0;
  while (done < count) {
    if (at_ == buffer_.size() && !fill() && at_ == buffer_.size()) break;
    const size_t size = std::min(count - done, buffer_.size() - at_);
    if (bytes) bytes->append(buffer_, at_, size);
    at_ += size;
    done += size;
  }
  return done;
}

std::string_view ByteStream::peek(size_t count) {
  while (buffer_.size() - at_ < count && fill()) {
  }
  return std::string_view(buffer_).substr(at_, count);
}

ByteStream::Piece ByteStream::read_line(size_t limit, std::string& line) {
  bool too_long = false;
  size_t searched = 0;  // bytes from at_ on that hold no newline
  while (true) {
    const size_t newline = buffer_.find('\n', at_ + searched);
    const bool found = newline != std::string::npos;
    const size_t size = (found ? newline : buffer_.size()) - at_;
    too_long |= size > limit;
    if (!found && !at_end_) {
      searched = too_long ? 0 : size;
      if (too_long) at_ = buffer_.size();
      fill();
      continue;
    }
    if (!found && size == 0 && !too_long) return Piece::End;
    if (!too_long) line.assign(buffer_, at_, size);
    at_ += size + (found ? 1 : 0);
    return too_long ? Piece::TooLong : Piece::Read;
  }
}

ByteStream::Piece ByteStream::read_rest(size_t limit, std::string& rest) {
  rest = peek(limit + 1);
  if (rest.size() > limit) return Piece::TooLong;
  at_ += rest.size();
  return rest.empty() ? Piece::End : Piece::Read;
}

}  // namespace depeche::text
