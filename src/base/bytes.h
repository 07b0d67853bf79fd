// Bytes that keep what they lie in alive: a file that was read, or a part of one that is mapped.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace depeche {

class Bytes {
 public:
  Bytes() = default;
  explicit Bytes(std::string bytes) {
    const auto kept = std::make_shared<const std::string>(std::move(bytes));
    view_ = *kept;
    owner_ = kept;
  }
  Bytes(std::shared_ptr<const void> owner, std::string_view view) : owner_(std::move(owner)), view_(view) {}

  std::string_view view() const { return view_; }
  const std::shared_ptr<const void>& owner() const { return owner_; }
  const char* data() const { return view_.data(); }
  size_t size() const { return view_.size(); }

 private:
  std::shared_ptr<const void> owner_;
  std::string_view view_;
};

// A regular file, mapped for reading; NotFound or Unreadable otherwise. The file must be replaced by renaming, never
// changed in place, as long as the bytes live.
[[nodiscard]] Result<Bytes> map_file(const std::filesystem::path& path);

// Gives the memory of a mapped file back: what is still used of it comes back page by page. `bytes`: of map_file.
void release_pages(const Bytes& bytes);

// Writes the pieces, one behind another, to a new file that takes the name `path` only when it is whole and on disk.
[[nodiscard]] Result<void> write_file_atomically(const std::filesystem::path& path,
                                                 const std::vector<std::string_view>& pieces);

}  // namespace depeche
