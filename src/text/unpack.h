// Packed bytes, in chunks of any size, to plain ones. Internal to depeche::text.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace depeche::text {

constexpr const char* kGrowsTooMuch = "packed data that grow more than a thousandfold: not read on";
// Data that grow a thousandfold past a GiB are taken for an attack.
bool grows_too_much(uint64_t packed, uint64_t unpacked);

constexpr size_t kPackedPiece = 512;  // bytes to give at a time: they may become thousands of times as many

class Unpacker {
 public:
  // By the first four bytes: gzip or Zstandard; null where they are neither.
  static std::unique_ptr<Unpacker> of(std::string_view start);
  virtual ~Unpacker() = default;

  // Appends what the next packed bytes hold, which may be thousands of times as many: give them in small pieces.
  // Returns what is wrong, and then no more can be read; "" where nothing is.
  virtual std::string unpack(std::string_view packed, std::string& out) = 0;
  // What is wrong with the end, "" where nothing is.
  virtual std::string finish() const = 0;

 protected:
  std::string count(size_t packed, size_t unpacked);

 private:
  uint64_t packed_ = 0, unpacked_ = 0;
};

}  // namespace depeche::text
