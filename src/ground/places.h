// Places by name: our own list of seas, regions, sites and foreign towns, the capitals of the actor book, and a large
// gazetteer where one was fetched (tools/build_gazetteer.py).
//
//   auto places = DEPECHE_TRY(PlaceBook::load("resources", "data/gazetteer.tsv", "fr", actors));
//   auto found = places.longest(words, 3);     // the longest name at a word
//
// Wrong rows are skipped and told in diagnostics(). Immutable once loaded, may be shared by threads. Coordinates in
// degrees.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "ground/actors.h"
#include "ground/word_trie.h"

namespace depeche::ground {

using PlaceIndex = int32_t;
constexpr PlaceIndex kNoPlace = -1;

struct PlaceEntry {
  std::string name;  // in the book's language
  std::string country, admin1;
  double latitude = 0, longitude = 0;
  int64_t population = 0, geonames = 0;
  bool listed = false;  // of our own lists
};

class PlaceBook {
 public:
  // `gazetteer` may be empty or name no file: then only our own places are known.
  [[nodiscard]] static Result<PlaceBook> load(const std::filesystem::path& resources_dir,
                                              const std::filesystem::path& gazetteer, std::string_view language,
                                              const ActorBook& actors);

  const PlaceEntry& operator[](PlaceIndex i) const { return places_[i]; }
  size_t size() const { return places_.size(); }
  const std::vector<std::string>& diagnostics() const { return diagnostics_; }

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
  Result<void> read_own(const std::filesystem::path& file, std::string_view language);
  Result<void> read_gazetteer(const std::filesystem::path& file);

  std::vector<PlaceEntry> places_;
  WordTrie own_, large_;
  std::vector<std::string> diagnostics_;
};

}  // namespace depeche::ground
