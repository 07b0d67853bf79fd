#include "nlp/pack.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace depeche::nlp {
namespace {

constexpr size_t kKeySize = 40, kAlignment = 64;
constexpr char kMagic[8] = {'d', 'e', 'p', 'p', 'a', 'c', 'k', '1'};  // the last: of the layout

struct Header {
  char magic[8];
  char key[kKeySize];  // padded with zeros
  uint64_t size;       // of the whole file
  uint64_t checksum;   // XXH3 of all that follows the header
};
static_assert(sizeof(Header) == kAlignment);

struct Place {
  uint64_t begin, size, name_size;
};

size_t padded(size_t size, size_t alignment) { return (size + alignment - 1) / alignment * alignment; }

void copy_key(std::string_view key, char* to) { std::memcpy(to, key.data(), std::min(key.size(), kKeySize)); }

}  // namespace

std::string digest_of(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

Result<Pack> Pack::open(const std::filesystem::path& path, std::string_view key) {
  const auto bad = [&path](std::string what) { return fail(Error::Code::Malformed, std::move(what), {path.string()}); };
  Pack pack;
  pack.file_ = DEPECHE_TRY(map_file(path));
  const std::string_view file = pack.file_.view();
  Header header{};
  if (file.size() < sizeof(header)) return bad("cut off: no whole header");
  std::memcpy(&header, file.data(), sizeof(header));
  char wanted[kKeySize] = {};
  copy_key(key, wanted);
  if (std::memcmp(header.magic, kMagic, sizeof(kMagic)) != 0) return bad("not a compiled pack");
  if (std::memcmp(header.key, wanted, kKeySize) != 0) return bad("made of another model or by another version");
  if (header.size != file.size()) return bad(fmt::format("{} bytes of {}", file.size(), header.size));
  std::string_view rest = file.substr(sizeof(header));
  if (XXH3_64bits(rest.data(), rest.size()) != header.checksum) return bad("damaged: its checksum is wrong");
  uint64_t count = 0;
  if (rest.size() < sizeof(count)) return bad("no directory");
  std::memcpy(&count, rest.data(), sizeof(count));
  rest.remove_prefix(sizeof(count));
  for (; count > 0; --count) {
    Place place{};
    if (rest.size() < sizeof(place)) return bad("the directory is cut off");
    std::memcpy(&place, rest.data(), sizeof(place));
    rest.remove_prefix(sizeof(place));
    if (place.name_size > rest.size() || padded(place.name_size, 8) > rest.size())
      return bad("a name in the directory is cut off");
    if (place.begin % kAlignment != 0 || place.begin > file.size() || place.size > file.size() - place.begin)
      return bad(fmt::format("a section of {} bytes at byte {}", place.size, place.begin));
    pack.sections_.emplace_back(rest.substr(0, place.name_size), file.substr(place.begin, place.size));
    rest.remove_prefix(padded(place.name_size, 8));
  }
  return pack;
}

std::optional<Bytes> Pack::find(std::string_view name) const {
  for (const auto& [known, bytes] : sections_) {
    if (known == name) return Bytes(file_.owner(), bytes);
  }
  return std::nullopt;
}

Result<void> Pack::write(const std::filesystem::path& path, std::string_view key,
                         const std::vector<std::pair<std::string, Bytes>>& sections) {
  const auto append = [](std::string& out, const void* bytes, size_t size) {
    out.append(static_cast<const char*>(bytes), size);
  };
  size_t size = sizeof(Header) + sizeof(uint64_t);
  for (const auto& [name, bytes] : sections) size += sizeof(Place) + padded(name.size(), 8);
  size = padded(size, kAlignment);
  std::string directory;
  const uint64_t count = sections.size();
  append(directory, &count, sizeof(count));
  const size_t first = size;
  for (const auto& [name, bytes] : sections) {
    const Place place{size, bytes.size(), name.size()};
    append(directory, &place, sizeof(place));
    directory += name;
    directory.resize(padded(directory.size(), 8));
    size = padded(size + bytes.size(), kAlignment);
  }
  directory.resize(first - sizeof(Header));
  static constexpr char kZeros[kAlignment] = {};
  std::vector<std::string_view> pieces = {{}, directory};
  for (const auto& [name, bytes] : sections) {
    pieces.push_back(bytes.view());
    pieces.emplace_back(kZeros, padded(bytes.size(), kAlignment) - bytes.size());
  }
  XXH3_state_t* const state = XXH3_createState();
  XXH3_64bits_reset(state);
  for (const std::string_view piece : pieces) XXH3_64bits_update(state, piece.data(), piece.size());
  Header header{};
  std::memcpy(header.magic, kMagic, sizeof(kMagic));
  copy_key(key, header.key);
  header.size = size;
  header.checksum = XXH3_64bits_digest(state);
  XXH3_freeState(state);
  pieces[0] = {reinterpret_cast<const char*>(&header), sizeof(header)};
  return write_file_atomically(path, pieces);
}

}  // namespace depeche::nlp
