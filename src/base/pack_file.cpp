#include "base/pack_file.h"

#include <string>
#include <system_error>

#include "base/checksum.h"
#include "base/raw.h"

namespace depeche {

std::optional<Bytes> open_pack_file(const std::filesystem::path& path, std::string_view magic, uint64_t key) {
  const auto bytes = map_file(path);
  if (!bytes || !bytes->view().starts_with(magic)) return std::nullopt;
  std::string_view in = bytes->view().substr(magic.size());
  uint64_t its_key = 0, sum = 0;
  if (!take(in, its_key) || !take(in, sum) || its_key != key || sum != checksum(kChecksumSeed, in)) return std::nullopt;
  return Bytes(bytes->owner(), in);
}

void write_pack_file(const std::filesystem::path& path, std::string_view magic, uint64_t key, std::string_view body) {
  std::string head(magic);
  put(head, key);
  put(head, checksum(kChecksumSeed, body));
  std::error_code ignored;
  std::filesystem::create_directories(path.parent_path(), ignored);
  (void)write_file_atomically(path, {head, body});
}

}  // namespace depeche
