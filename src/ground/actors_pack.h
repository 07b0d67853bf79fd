// The lists of actors in a form that loads at once: an ActorBook as bytes, with the key of what it was made from.
//
//   const uint64_t key = actors_key(folder, language, files);     // of the lists' own bytes and the format
//   if (auto book = open_actors_pack(path, key)) …                // none where the file is missing, old or damaged
//   write_actors_pack(path, key, book);                           // a folder that cannot be written to is no error
//
// Format: "depeche actors\n", key, checksum of what follows, then all tables, numbers in the machine's own order.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ground/actors.h"

namespace depeche::ground {

// Of the format, the language, and names and bytes of the files; none where one cannot be read.
std::optional<uint64_t> actors_key(const std::vector<std::filesystem::path>& files, std::string_view language);

std::optional<ActorBook> open_actors_pack(const std::filesystem::path& path, uint64_t key);
void write_actors_pack(const std::filesystem::path& path, uint64_t key, const ActorBook& book);

}  // namespace depeche::ground
