#include "text/zip_archive.h"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>

#include "text/unpack.h"

namespace depeche::text {
namespace {

constexpr const char* kNoArchive = "a zip archive that cannot be read: ";

std::string message_of(int code) {
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  std::string out = zip_error_strerror(&error);
  zip_error_fini(&error);
  return out;
}

// A folder's name ends with a slash; what begins with a dot, or what one system adds for itself, is hidden.
bool is_hidden(std::string_view name) {
  return name.empty() || name.ends_with('/') || name.starts_with('.') || name.find("/.") != std::string_view::npos ||
         name.starts_with("__MACOSX/");
}

}  // namespace

bool looks_like_zip(std::string_view start) {
  return start.starts_with("PK\x03\x04") || start.starts_with("PK\x05\x06");
}

class ZipArchive::Source : public ByteSource {
 public:
  Source(std::shared_ptr<ZipArchive> archive, zip_file_t* file) : archive_(std::move(archive)), file_(file) {}
  ~Source() override { zip_fclose(file_); }

  size_t read(char* to, size_t count, std::string& fault) override {
    const zip_int64_t got = zip_fread(file_, to, count);
    if (got < 0) {
      fault = zip_error_strerror(zip_file_get_error(file_));
      return 0;
    }
    archive_->unpacked_ += static_cast<uint64_t>(got);
    if (grows_too_much(archive_->packed_, archive_->unpacked_)) {
      fault = kGrowsTooMuch;
      return 0;
    }
    return static_cast<size_t>(got);
  }

 private:
  std::shared_ptr<ZipArchive> archive_;
  zip_file_t* file_;
};

ZipArchive::~ZipArchive() {
  if (zip_) zip_discard(static_cast<zip_t*>(zip_));
}

Result<std::shared_ptr<ZipArchive>> ZipArchive::open(const std::string& path) {
  const std::shared_ptr<ZipArchive> out(new ZipArchive);
  int code = 0;
  out->zip_ = zip_open(path.c_str(), ZIP_RDONLY, &code);
  if (!out->zip_) return fail(Error::Code::Malformed, kNoArchive + message_of(code), {});
  DEPECHE_CHECK(out->list());
  return out;
}

Result<std::shared_ptr<ZipArchive>> ZipArchive::over(std::string bytes) {
  const std::shared_ptr<ZipArchive> out(new ZipArchive);
  out->bytes_ = std::move(bytes);
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const source = zip_source_buffer_create(out->bytes_.data(), out->bytes_.size(), 0, &error);
  if (source) out->zip_ = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (source && !out->zip_) zip_source_free(source);
  const std::string message = zip_error_strerror(&error);
  zip_error_fini(&error);
  if (!out->zip_) return fail(Error::Code::Malformed, kNoArchive + message, {});
  DEPECHE_CHECK(out->list());
  return out;
}

Result<void> ZipArchive::list() {
  zip_t* const zip = static_cast<zip_t*>(zip_);
  const zip_int64_t count = zip_get_num_entries(zip, 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    if (zip_stat_index(zip, static_cast<zip_uint64_t>(i), 0, &stat) != 0 || !(stat.valid & ZIP_STAT_NAME)) continue;
    const std::string name = stat.name;
    if (name == "[Content_Types].xml" || (i == 0 && name == "mimetype"))
      return fail(Error::Code::Unsupported, "an office document or a book, not an archive of articles", {});
    if (is_hidden(name)) continue;
    const uint64_t packed = (stat.valid & ZIP_STAT_COMP_SIZE) != 0 ? stat.comp_size : 0;
    packed_ += packed;
    files_.push_back({name, static_cast<uint64_t>(i), packed});
  }
  std::stable_sort(files_.begin(), files_.end(), [](const File& a, const File& b) { return a.name < b.name; });
  return {};
}

Result<ByteStream> ZipArchive::read(size_t file) {
  zip_t* const zip = static_cast<zip_t*>(zip_);
  zip_file_t* const opened = zip_fopen_index(zip, files_[file].index, 0);
  if (!opened) return fail(Error::Code::Unreadable, zip_error_strerror(zip_get_error(zip)), {});
  return ByteStream::over(std::make_unique<Source>(shared_from_this(), opened));
}

}  // namespace depeche::text
