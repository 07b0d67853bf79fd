// Places by name: our own list of seas, regions, sites and foreign towns, the capitals of the actor book, and a large
// gazetteer where one was fetched (gazetteer.h).
//
//   auto places = DEPECHE_TRY(PlaceBook::load(resources, gazetteer, language, actors));
//   auto found = places.longest(words, 3);     // the longest name at a word
//
// Wrong rows are skipped and told in diagnostics(). Immutable once loaded, may be shared by threads. Coordinates in
// degrees.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "ground/actors.h"
#include "ground/gazetteer.h"
#include "ground/place_entry.h"
#include "ground/word_trie.h"

namespace depeche::ground {

class PlaceBook {
 public:
  // `gazetteer` may be empty or name no file: then only our own places are known. `packs`: see gazetteer.h.
  [[nodiscard]] static Result<PlaceBook> load(const std::filesystem::path& resources_dir,
                                              const std::filesystem::path& gazetteer, std::string_view language,
                                              const ActorBook& actors, const std::filesystem::path& packs = {});

  const PlaceEntry& operator[](PlaceIndex i) const { return places_[i]; }
  size_t size() const { return places_.size(); }
  const std::vector<std::string>& diagnostics() const { return diagnostics_; }

  // The usual name of the region that a place lies in, "" where it is not known.
  std::string_view admin1(const PlaceEntry& place) const;

  struct Found {
    size_t words = 0;                // 0: nothing
    std::vector<PlaceIndex> places;  // our own first, then by population
  };
  Found longest(std::span<const Word> words, size_t at) const;
  Found longest_listed(std::span<const Word> words, size_t at) const;  // our own alone
  // The most likely of several of one name: of a country told nearby before the largest.
  PlaceIndex choose(const std::vector<PlaceIndex>& places, const std::vector<std::string>& countries) const;

 private:
  void add(PlaceEntry place, const std::vector<std::string_view>& names);
  Result<void> read_regions(const std::filesystem::path& file, std::string_view language);
  Result<void> read_own(const std::filesystem::path& file, std::string_view language);

  std::vector<PlaceEntry> places_;
  std::map<std::string, std::string, std::less<>> regions_;  // names by "country code"
  WordTrie own_;
  Gazetteer large_;
  std::vector<std::string> diagnostics_;
};

}  // namespace depeche::ground
