// The gazetteer in a form that loads at once: its towns and the hashes of their names, without the JSON around them.
//
//   if (!open_gazetteer_pack(path, key, towns, places)) …         // false where the file is missing, old or damaged
//   write_gazetteer_pack(path, key, towns, places, first);        // a folder that cannot be written to is no error
//
// Format: "depeche places\n\n", key, checksum of what follows, then four counts and their arrays, numbers in the
// machine's own order: names (hash, first bearer), bearers, towns, letters.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "ground/gazetteer.h"

namespace depeche::ground {

// Fills `towns`, which knows nothing yet, and appends its towns to `places`; leaves both as they are where it fails.
bool open_gazetteer_pack(const std::filesystem::path& path, uint64_t key, Gazetteer& towns,
                         std::vector<PlaceEntry>& places);
// `first`: of the gazetteer's towns, which are the rest of `places`.
void write_gazetteer_pack(const std::filesystem::path& path, uint64_t key, const Gazetteer& towns,
                          const std::vector<PlaceEntry>& places, size_t first);

}  // namespace depeche::ground
