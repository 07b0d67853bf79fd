#include "nlp/package.h"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>

#include "base/resource.h"

namespace depeche::nlp {

namespace fs = std::filesystem;

namespace {

constexpr const char* kProgram = DEPECHE_VERSION;
constexpr int kPackVersion = 1;            // of what is in a pack: to be raised with any change of its tables
constexpr const char* kTables = "table:";  // before the names of tables, which no file has

}  // namespace

struct Package::Archive {
  zip_t* zip = nullptr;
  ~Archive() {
    if (zip) zip_discard(zip);
  }
};

Package::Package() = default;
Package::Package(Package&&) noexcept = default;
Package::~Package() = default;

Result<Package> Package::open(const fs::path& path, const fs::path& packs) {
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
  // The wheel's own directory tells what is in it: names, sizes and checksums. To hash the whole would take longer than
  // to map the pack; damage elsewhere is found when a file is unpacked, thus before its pack is made.
  std::string contents = fmt::format("{} {}\n", kProgram, kPackVersion);
  for (zip_int64_t i = 0, n = zip_get_num_entries(archive->zip, 0); i < n; ++i) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    if (zip_stat_index(archive->zip, static_cast<zip_uint64_t>(i), 0, &stat) != 0 || !stat.name) continue;
    const std::string_view name = stat.name;
    contents += fmt::format("{} {} {:08x}\n", name, stat.size, stat.crc);
    if (package.root_.empty() && name.ends_with(kConfig))
      package.root_ = std::string(name.substr(0, name.size() - kConfig.size() + 1));
  }
  if (package.root_.empty())
    return fail(Error::Code::Malformed, "no config.cfg in it: not a model package", {path.string()});
  package.archive_ = std::move(archive);
  if (!packs.empty()) {
    package.key_ = digest_of(contents);
    package.pack_path_ = packs / (path.stem().string() + ".pack");
    if (auto pack = Pack::open(package.pack_path_, package.key_)) package.pack_ = std::move(*pack);
  }
  return package;
}

std::string Package::label(const std::string& name) const { return (path_ / name).string(); }

bool Package::has(const std::string& name) const {
  if (!archive_) return fs::exists(path_ / name);
  return zip_name_locate(archive_->zip, (root_ + name).c_str(), 0) >= 0;
}

Result<Bytes> Package::read(const std::string& name) const {
  if (!archive_) return Bytes(DEPECHE_TRY(read_file(path_ / name)));
  if (pack_) {
    if (auto bytes = pack_->find(name)) return std::move(*bytes);
  }
  Bytes bytes(DEPECHE_TRY(unpack(name)));
  if (makes_pack()) kept_.emplace_back(name, bytes);
  return bytes;
}

std::optional<Bytes> Package::table(const std::string& name) const {
  return pack_ ? pack_->find(kTables + name) : std::nullopt;
}

void Package::keep_table(const std::string& name, Bytes bytes) const {
  if (makes_pack()) kept_.emplace_back(kTables + name, std::move(bytes));
}

void Package::finish() const {
  if (pack_) pack_->release();
  if (!makes_pack()) return;
  std::error_code ignored;
  fs::create_directories(pack_path_.parent_path(), ignored);
  (void)Pack::write(pack_path_, key_, kept_);
}

Result<std::string> Package::unpack(const std::string& name) const {
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
  std::string bytes(stat.size, '\0');
  zip_uint64_t have = 0;
  while (have < stat.size) {
    const zip_int64_t n = zip_fread(file, bytes.data() + have, stat.size - have);
    if (n <= 0) break;
    have += static_cast<zip_uint64_t>(n);
  }
  const int closed = zip_fclose(file);  // reports a wrong checksum
  if (have < stat.size || closed != 0) {
    return fail(Error::Code::Malformed, fmt::format("damaged in the wheel: {} of {} bytes readable", have, stat.size),
                {label(name)});
  }
  return bytes;
}

}  // namespace depeche::nlp
