// The files of a model package: a wheel (zip) or its unpacked folder.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

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
  // How messages call that file.
  std::string label(const std::string& name) const;

 private:
  struct Archive;
  Package();
  std::filesystem::path path_;
  std::string root_;  // model folder inside the archive, "" for a folder
  std::unique_ptr<Archive> archive_;
};

}  // namespace depeche::nlp
