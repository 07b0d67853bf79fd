// Files that this program compiles for itself and makes anew where they do not fit: a mark of their kind, a key of what
// they were made from, a checksum, the body.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

#include "base/bytes.h"

namespace depeche {

// The body; nothing where there is no such file, it was made from something else, or it is damaged.
std::optional<Bytes> open_pack_file(const std::filesystem::path& path, std::string_view magic, uint64_t key);

// A folder that cannot be written to is no fault: the file will be made anew next time.
void write_pack_file(const std::filesystem::path& path, std::string_view magic, uint64_t key, std::string_view body);

}  // namespace depeche
