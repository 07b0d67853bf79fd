// The files of a model package: a wheel (zip) or its unpacked folder.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"

namespace depeche::nlp {

class Package {
 public:
  [[nodiscard]] static Result<Package> open(const std::filesystem::path& path);
  Package(Package&&) noexcept;
  ~Package();

  bool has(const std::string& name) const;
  // The bytes of a file below the model folder ("tok2vec/model"). Files past 1 GiB are refused.
  [[nodiscard]] Result<std::string> read(const std::string& name) const;
  // The same bytes in memory that is aligned for floats; `size` is their number.
  [[nodiscard]] Result<std::vector<float>> read_aligned(const std::string& name, size_t& size) const;
  // How messages call that file.
  std::string label(const std::string& name) const;

 private:
  struct Archive;
  Package();
  // Reads a file of the archive to where `room(size)` says.
  Result<void> unpack(const std::string& name, const std::function<char*(size_t)>& room) const;
  std::filesystem::path path_;
  std::string root_;  // model folder inside the archive, "" for a folder
  std::unique_ptr<Archive> archive_;
};

}  // namespace depeche::nlp
