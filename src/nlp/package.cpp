#include "nlp/package.h"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>

#include "base/resource.h"

namespace depeche::nlp {

namespace fs = std::filesystem;

struct Package::Archive {
  zip_t* zip = nullptr;
  ~Archive() {
    if (zip) zip_discard(zip);
  }
};

Package::Package() = default;
Package::Package(Package&&) noexcept = default;
Package::~Package() = default;

Result<Package> Package::open(const fs::path& path) {
  Package package;
  package.path_ = path;
  std::error_code error;
  if (!fs::exists(path, error)) return fail(Error::Code::NotFound, "no such model", {path.string()});
  if (fs::is_directory(path, error)) {
    if (!fs::exists(path / "config.cfg", error)) {
      return fail(Error::Code::Malformed, "no config.cfg in it: not a model folder", {path.string()});
    }
    return package;
  }
  int code = 0;
  auto archive = std::make_unique<Archive>();
  archive->zip = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (!archive->zip) {
    zip_error_t zip_error;
    zip_error_init_with_code(&zip_error, code);
    std::string message = fmt::format("not a readable wheel: {}", zip_error_strerror(&zip_error));
    zip_error_fini(&zip_error);
    return fail(Error::Code::Malformed, std::move(message), {path.string()});
  }
  constexpr std::string_view kConfig = "/config.cfg";
  for (zip_int64_t i = 0, n = zip_get_num_entries(archive->zip, 0); i < n; ++i) {
    const char* name = zip_get_name(archive->zip, static_cast<zip_uint64_t>(i), 0);
    if (name && std::string_view(name).ends_with(kConfig)) {
      package.root_ = std::string(name, std::string_view(name).size() - kConfig.size() + 1);
      break;
    }
  }
  if (package.root_.empty())
    return fail(Error::Code::Malformed, "no config.cfg in it: not a model package", {path.string()});
  package.archive_ = std::move(archive);
  return package;
}

std::string Package::label(const std::string& name) const { return (path_ / name).string(); }

bool Package::has(const std::string& name) const {
  if (!archive_) return fs::exists(path_ / name);
  return zip_name_locate(archive_->zip, (root_ + name).c_str(), 0) >= 0;
}

Result<std::string> Package::read(const std::string& name) const {
  if (!archive_) return read_file(path_ / name);
  std::string bytes;
  DEPECHE_CHECK(unpack(name, [&bytes](size_t size) {
    bytes.resize(size);
    return bytes.data();
  }));
  return bytes;
}

Result<std::vector<float>> Package::read_aligned(const std::string& name, size_t& size) const {
  std::vector<float> floats;
  const auto room = [&](size_t bytes) {
    size = bytes;
    floats.resize((bytes + sizeof(float) - 1) / sizeof(float));
    return reinterpret_cast<char*>(floats.data());
  };
  if (archive_) {
    DEPECHE_CHECK(unpack(name, room));
  } else {
    const std::string bytes = DEPECHE_TRY(read_file(path_ / name));
    std::copy(bytes.begin(), bytes.end(), room(bytes.size()));
  }
  return floats;
}

Result<void> Package::unpack(const std::string& name, const std::function<char*(size_t)>& room) const {
  constexpr zip_uint64_t kLimit = zip_uint64_t{1} << 30;
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_stat(archive_->zip, (root_ + name).c_str(), 0, &stat) != 0) {
    return fail(Error::Code::NotFound, "the model has no such file", {label(name)});
  }
  if (stat.size > kLimit)
    return fail(Error::Code::Malformed, fmt::format("{} bytes, too large", stat.size), {label(name)});
  zip_file_t* file = zip_fopen_index(archive_->zip, stat.index, 0);
  if (!file) return fail(Error::Code::Malformed, zip_strerror(archive_->zip), {label(name)});
  char* const bytes = room(stat.size);
  zip_uint64_t have = 0;
  while (have < stat.size) {
    const zip_int64_t n = zip_fread(file, bytes + have, stat.size - have);
    if (n <= 0) break;
    have += static_cast<zip_uint64_t>(n);
  }
  const int closed = zip_fclose(file);  // reports a wrong checksum
  if (have < stat.size || closed != 0) {
    return fail(Error::Code::Malformed, fmt::format("damaged in the wheel: {} of {} bytes readable", have, stat.size),
                {label(name)});
  }
  return {};
}

}  // namespace depeche::nlp
