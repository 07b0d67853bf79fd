// The files of a zip archive, on disk or in memory, each unpacked as it is read. Internal to depeche::text.
//
//   auto zip = DEPECHE_TRY(ZipArchive::open("crawl.zip"));
//   for (size_t i = 0; i < zip->files().size(); ++i) read(DEPECHE_TRY(zip->read(i)));
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "text/byte_stream.h"

namespace depeche::text {

bool looks_like_zip(std::string_view start);

class ZipArchive : public std::enable_shared_from_this<ZipArchive> {
 public:
  // Malformed where it is none, Unsupported where it is an office document or a book, which are zip archives too.
  [[nodiscard]] static Result<std::shared_ptr<ZipArchive>> open(const std::string& path);
  [[nodiscard]] static Result<std::shared_ptr<ZipArchive>> over(std::string bytes);
  ~ZipArchive();

  struct File {
    std::string name;  // with its folders, parted by "/"
    uint64_t index = 0, packed_bytes = 0;
  };
  // Sorted by name, without folders and hidden files.
  const std::vector<File>& files() const { return files_; }
  // Keeps the archive as long as the stream lives. An archive whose files grow a thousandfold past a GiB together is
  // taken for an attack and breaks off there.
  [[nodiscard]] Result<ByteStream> read(size_t file);

 private:
  class Source;
  ZipArchive() = default;
  Result<void> list();

  std::string bytes_;
  void* zip_ = nullptr;
  std::vector<File> files_;
  uint64_t packed_ = 0, unpacked_ = 0;  // of all files; read so far
};

}  // namespace depeche::text
