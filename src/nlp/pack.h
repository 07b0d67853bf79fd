// A compiled pack: the files of a wheel unpacked and the tables made of them, in one file that opens by mapping it.
// Internal to depeche::nlp.
//
// Layout, little-endian: a header (below), then the directory (per section: 8 bytes where it begins, 8 bytes its size,
// 8 bytes the size of its name, the name padded to 8), then the sections, each at a multiple of 64.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"

namespace depeche::nlp {

class Pack {
 public:
  // `key`: what the pack was made of and by. NotFound where there is no such file, Malformed where it was made of
  // something else, is cut off or damaged: then it is to be made anew.
  [[nodiscard]] static Result<Pack> open(const std::filesystem::path& path, std::string_view key);
  // Replaces the file at once or not at all.
  [[nodiscard]] static Result<void> write(const std::filesystem::path& path, std::string_view key,
                                          const std::vector<std::pair<std::string, Bytes>>& sections);

  // What was read once and for all need not stay in memory.
  void release() const { release_pages(file_); }

  // A section, which keeps the file mapped; none where there is none of that name.
  std::optional<Bytes> find(std::string_view name) const;

 private:
  Bytes file_;
  std::vector<std::pair<std::string_view, std::string_view>> sections_;
};

// 128 bits over the bytes, as hexadecimal digits.
std::string digest_of(std::string_view bytes);

}  // namespace depeche::nlp
