// The files of a model package: a wheel (zip), its unpacked folder, or the compiled pack of a wheel.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"
#include "nlp/pack.h"

namespace depeche::nlp {

class Package {
 public:
  // `packs`: a folder where the pack of a wheel is looked for, and written by finish(); "" for none. A pack that is
  // stale or damaged is as good as none.
  [[nodiscard]] static Result<Package> open(const std::filesystem::path& path, const std::filesystem::path& packs = {});
  Package(Package&&) noexcept;
  ~Package();

  bool has(const std::string& name) const;
  // The bytes of a file below the model folder ("tok2vec/model"), which outlive the package and begin where floats may
  // begin. Files past 1 GiB are refused.
  [[nodiscard]] Result<Bytes> read(const std::string& name) const;
  // How messages call that file.
  std::string label(const std::string& name) const;

  // Tables made of the files: what the pack has of that name, and what it shall have.
  std::optional<Bytes> table(const std::string& name) const;
  void keep_table(const std::string& name, Bytes bytes) const;
  bool makes_pack() const { return !pack_ && !pack_path_.empty(); }
  // To be called when all is read: writes what was read and kept as the pack, where there is none yet. That the folder
  // cannot be written to is no error: the next start is as slow as this one.
  void finish() const;
  bool is_from_pack() const { return pack_.has_value(); }

 private:
  struct Archive;
  Package();
  Result<std::string> unpack(const std::string& name) const;
  std::filesystem::path path_, pack_path_;
  std::string root_;  // model folder inside the archive, "" for a folder
  std::unique_ptr<Archive> archive_;
  std::string key_;
  std::optional<Pack> pack_;
  mutable std::vector<std::pair<std::string, Bytes>> kept_;  // for the pack
};

}  // namespace depeche::nlp
