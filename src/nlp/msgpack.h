// A checked cursor over MessagePack bytes. Every length is compared with what is left; a fault is sticky and names its
// byte. Views point into the input, which must outlive them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace depeche::nlp {

class MsgpackReader {
 public:
  MsgpackReader(std::string_view bytes, std::string file) : bytes_(bytes), file_(std::move(file)) {}

  // Each reads one value of that kind; another kind is a fault, after which all reads give 0 or "".
  uint32_t array();
  uint32_t map();
  std::string_view text();  // str or bin
  uint64_t unsigned_integer();
  int64_t integer();
  double number();  // float or integer
  bool boolean();
  bool skip_nil();  // true and past it, if the next is nil
  void skip();      // one whole value
  bool next_is_text() const;
  bool next_is_map() const;

  bool ok() const { return fault_.empty(); }
  // The fault as an Error; call only when !ok().
  tl::unexpected<Error> error() const;
  void fail_here(std::string what);
  const std::string& file() const { return file_; }
  size_t at() const { return at_; }

 private:
  unsigned char peek() const { return at_ < bytes_.size() ? static_cast<unsigned char>(bytes_[at_]) : 0xC1; }
  uint64_t big_endian(int size);
  std::string_view take(uint64_t size);

  std::string_view bytes_;
  std::string file_;
  size_t at_ = 0;
  size_t fault_at_ = 0;
  std::string fault_;
};

// A little-endian float array: thinc's encoding of an ndarray. `data` is not aligned.
struct NdArray {
  std::vector<int64_t> shape;
  std::string_view data;
  int64_t size() const;
};
// Reads one ndarray map; checks type "<f4" and that shape and bytes agree.
bool read_ndarray(MsgpackReader& reader, NdArray& out);

}  // namespace depeche::nlp
