#include "text/byte_stream.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include <cerrno>
#include <cstring>
#include <utility>

#include "text/unpack.h"

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

ByteStream ByteStream::over(std::unique_ptr<ByteSource> source) {
  ByteStream stream;
  stream.source_ = std::move(source);
  stream.begin();
  return stream;
}

ByteStream::ByteStream(ByteStream&& other) noexcept { *this = std::move(other); }

ByteStream& ByteStream::operator=(ByteStream&& other) noexcept {
  std::swap(file_, other.file_);
  source_ = std::move(other.source_);
  taken_ = other.taken_;
  chunk_ = std::move(other.chunk_);
  at_end_ = other.at_end_;
  buffer_ = std::move(other.buffer_);
  at_ = other.at_;
  fault_ = std::move(other.fault_);
  unpacker_ = std::move(other.unpacker_);
  packed_ = std::move(other.packed_);
  packed_at_ = other.packed_at_;
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
    packed_ = buffer_.substr(at_);
    buffer_.clear();
    at_ = 0;
    at_end_ = false;  // there is more to come out of `packed_`
  }
  take_byte_order_mark();
}

std::string_view ByteStream::read_more() {
  if (!source_ && file_ < 0) return {};
  if (!chunk_) chunk_ = std::make_unique_for_overwrite<char[]>(kChunk);
  if (source_) {
    const size_t count = source_->read(chunk_.get(), kChunk, fault_);
    return {chunk_.get(), count};
  }
  ssize_t count = 0;
  do {
    count = ::read(file_, chunk_.get(), kChunk);
  } while (count < 0 && errno == EINTR);
  if (count < 0) fault_ = std::strerror(errno);
  count = std::max<ssize_t>(count, 0);
  taken_ += static_cast<uint64_t>(count);
  return {chunk_.get(), static_cast<size_t>(count)};
}

void ByteStream::append(std::string_view bytes) {
  if (is_utf16_)
    utf16_.decode(bytes, buffer_);
  else
    buffer_ += bytes;
}

void ByteStream::unpack_some() {
  std::string unpacked;
  while (packed_at_ < packed_.size() && unpacked.size() < kChunk && fault_.empty()) {
    const std::string_view piece = std::string_view(packed_).substr(packed_at_, kPackedPiece);
    packed_at_ += piece.size();
    fault_ = unpacker_->unpack(piece, unpacked);
  }
  append(unpacked);
}

bool ByteStream::fill() {
  if (at_end_) return false;
  buffer_.erase(0, at_);
  at_ = 0;
  if (!unpacker_) {
    const std::string_view bytes = read_more();
    append(bytes);
    at_end_ = bytes.empty();
  } else {
    if (packed_at_ == packed_.size()) {
      packed_ = read_more();
      packed_at_ = 0;
      at_end_ = packed_.empty();
    }
    unpack_some();
    if (at_end_ && fault_.empty()) fault_ = unpacker_->finish();
    at_end_ |= !fault_.empty();
  }
  if (at_end_ && is_utf16_) utf16_.finish(buffer_);
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
