#include "ground/gazetteer_pack.h"

#include <iterator>
#include <string>
#include <string_view>

#include "base/pack_file.h"
#include "base/raw.h"

namespace depeche::ground {
namespace {

constexpr std::string_view kMagic = "depeche places\n\n";
constexpr uint64_t kMostOfAKind = uint64_t{1} << 26;

struct Counts {
  uint64_t names = 0, bearers = 0, towns = 0, letters = 0;
};
struct Name {
  uint64_t hash = 0;
  int64_t first = 0;
};
struct Bearing {
  int32_t place = 0, next = 0, alternate = 0;  // place: from the first town
};
struct Town {
  double latitude = 0, longitude = 0;
  int64_t population = 0, geonames = 0;
  uint32_t name = 0, country = 0, admin1 = 0, none = 0;  // letters of each, one behind another
};

bool take_text(std::string_view& in, uint32_t size, std::string& out) {
  if (size > in.size()) return false;
  out = in.substr(0, size);
  in.remove_prefix(size);
  return true;
}

}  // namespace

// Knows the inside of the gazetteer.
class GazetteerPack {
 public:
  static bool read(std::string_view in, Gazetteer& towns, std::vector<PlaceEntry>& places) {
    Counts counts;
    if (!take(in, counts) || counts.names > kMostOfAKind || counts.bearers > kMostOfAKind ||
        counts.towns > kMostOfAKind ||
        in.size() != counts.names * sizeof(Name) + counts.bearers * sizeof(Bearing) + counts.towns * sizeof(Town) +
                         counts.letters)
      return false;
    const auto first = static_cast<PlaceIndex>(places.size());
    Gazetteer read;
    read.make_room(counts.names);
    for (uint64_t i = 0; i < counts.names; ++i) {
      Name name;
      if (!take(in, name) || name.hash == 0 || name.first < 0 || name.first >= static_cast<int64_t>(counts.bearers))
        return false;
      read.slot(name.hash) = {name.hash, static_cast<int32_t>(name.first)};
    }
    read.used_ = counts.names;
    read.bearers_.reserve(counts.bearers);
    for (int32_t i = 0; i < static_cast<int32_t>(counts.bearers); ++i) {
      Bearing bearing;
      // Chains lead backwards, so that each ends.
      if (!take(in, bearing) || bearing.next < -1 || bearing.next >= i || bearing.place < 0 ||
          bearing.place >= static_cast<int64_t>(counts.towns))
        return false;
      read.bearers_.push_back({first + bearing.place, bearing.next, bearing.alternate != 0});
    }
    std::string_view letters = in.substr(counts.towns * sizeof(Town));
    std::vector<PlaceEntry> more(counts.towns);
    for (PlaceEntry& place : more) {
      Town town;
      if (!take(in, town) || !take_text(letters, town.name, place.name) ||
          !take_text(letters, town.country, place.country) || !take_text(letters, town.admin1, place.admin1))
        return false;
      place.latitude = town.latitude;
      place.longitude = town.longitude;
      place.population = town.population;
      place.geonames = town.geonames;
    }
    if (!letters.empty()) return false;
    towns = std::move(read);
    places.insert(places.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    return true;
  }

  static std::string write(const Gazetteer& towns, const std::vector<PlaceEntry>& places, size_t first) {
    std::string letters, out;
    for (size_t i = first; i < places.size(); ++i)
      ((letters += places[i].name) += places[i].country) += places[i].admin1;
    put(out, Counts{towns.used_, towns.bearers_.size(), places.size() - first, letters.size()});
    for (const auto& slot : towns.slots_) {
      if (slot.hash != 0) put(out, Name{slot.hash, slot.first});
    }
    for (const auto& bearer : towns.bearers_)
      put(out, Bearing{bearer.place - static_cast<PlaceIndex>(first), bearer.next, bearer.alternate});
    for (size_t i = first; i < places.size(); ++i) {
      const PlaceEntry& place = places[i];
      const auto size = [](const std::string& text) { return static_cast<uint32_t>(text.size()); };
      put(out, Town{place.latitude, place.longitude, place.population, place.geonames, size(place.name),
                    size(place.country), size(place.admin1), 0});
    }
    return out += letters;
  }
};

bool open_gazetteer_pack(const std::filesystem::path& path, uint64_t key, Gazetteer& towns,
                         std::vector<PlaceEntry>& places) {
  const auto body = open_pack_file(path, kMagic, key);
  return body && GazetteerPack::read(body->view(), towns, places);
}

void write_gazetteer_pack(const std::filesystem::path& path, uint64_t key, const Gazetteer& towns,
                          const std::vector<PlaceEntry>& places, size_t first) {
  write_pack_file(path, kMagic, key, GazetteerPack::write(towns, places, first));
}

}  // namespace depeche::ground
