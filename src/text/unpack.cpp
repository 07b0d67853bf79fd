#include "text/unpack.h"

#include <zlib.h>
#include <zstd.h>

namespace depeche::text {
namespace {

constexpr size_t kPiece = 1 << 16;
constexpr uint64_t kMostGrowth = 1000, kFreeBytes = uint64_t{1} << 30;
constexpr const char* kCutOff = "packed data that are cut off";

class Gzip : public Unpacker {
 public:
  Gzip() { ready_ = inflateInit2(&stream_, 16 + MAX_WBITS) == Z_OK; }
  ~Gzip() override { inflateEnd(&stream_); }
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  std::string unpack(std::string_view packed, std::string& out) override {
    if (!ready_) return "gzip: no memory";
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream_.avail_in = static_cast<uInt>(packed.size());
    const size_t before = out.size();
    bool full = false;
    while (stream_.avail_in > 0 || full) {
      if (at_end_) {
        // Another member, or padding behind the last one.
        if (*stream_.next_in != 0x1F) return count(packed.size(), out.size() - before);
        inflateReset(&stream_);
        at_end_ = false;
      }
      const size_t kept = out.size();
      out.resize(kept + kPiece);
      stream_.next_out = reinterpret_cast<Bytef*>(out.data() + kept);
      stream_.avail_out = kPiece;
      const int status = inflate(&stream_, Z_NO_FLUSH);
      out.resize(kept + kPiece - stream_.avail_out);
      if (status == Z_STREAM_END)
        at_end_ = true;
      else if (status != Z_OK && status != Z_BUF_ERROR)
        return std::string("gzip data that are damaged: ") + (stream_.msg ? stream_.msg : "no more can be read");
      full = stream_.avail_out == 0 && !at_end_;
      if (std::string fault = count(0, out.size() - kept); !fault.empty()) return fault;
    }
    return count(packed.size(), 0);
  }
  std::string finish() const override { return at_end_ ? "" : kCutOff; }

 private:
  z_stream stream_{};
  bool ready_ = false, at_end_ = false;
};

class Zstandard : public Unpacker {
 public:
  Zstandard() : stream_(ZSTD_createDStream()) {}
  ~Zstandard() override { ZSTD_freeDStream(stream_); }
  Zstandard(const Zstandard&) = delete;
  Zstandard& operator=(const Zstandard&) = delete;

  std::string unpack(std::string_view packed, std::string& out) override {
    if (!stream_) return "Zstandard: no memory";
    ZSTD_inBuffer input{packed.data(), packed.size(), 0};
    bool full = false;
    while (input.pos < input.size || full) {
      const size_t kept = out.size();
      out.resize(kept + kPiece);
      ZSTD_outBuffer output{out.data() + kept, kPiece, 0};
      left_ = ZSTD_decompressStream(stream_, &output, &input);
      out.resize(kept + output.pos);
      if (ZSTD_isError(left_)) return std::string("Zstandard data that are damaged: ") + ZSTD_getErrorName(left_);
      full = output.pos == kPiece;
      if (std::string fault = count(0, output.pos); !fault.empty()) return fault;
    }
    return count(packed.size(), 0);
  }
  std::string finish() const override { return left_ == 0 ? "" : kCutOff; }

 private:
  ZSTD_DStream* stream_;
  size_t left_ = 1;  // 0 at the end of a frame
};

}  // namespace

std::unique_ptr<Unpacker> Unpacker::of(std::string_view start) {
  if (start.starts_with("\x1F\x8B\x08")) return std::make_unique<Gzip>();
  if (start.starts_with("\x28\xB5\x2F\xFD")) return std::make_unique<Zstandard>();
  return nullptr;
}

std::string Unpacker::count(size_t packed, size_t unpacked) {
  packed_ += packed;
  unpacked_ += unpacked;
  return grows_too_much(packed_, unpacked_) ? kGrowsTooMuch : "";
}

bool grows_too_much(uint64_t packed, uint64_t unpacked) {
  return unpacked > kFreeBytes && unpacked / kMostGrowth > packed + kPiece;
}

}  // namespace depeche::text
