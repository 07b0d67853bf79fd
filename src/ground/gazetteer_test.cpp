#include "ground/gazetteer.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <tuple>

#include "ground/gazetteer_pack.h"

namespace depeche::ground {
namespace {

namespace fs = std::filesystem;

fs::path folder_with(const std::string& cities) {
  const fs::path folder = fs::path(testing::TempDir()) / "gazetteer_test";
  fs::remove_all(folder);
  fs::create_directories(folder);
  std::ofstream(folder / "cities15000.json") << cities;
  std::ofstream(folder / "countries.json") << R"({"SY": {"iso3": "SYR", "name": "Syria"}, "US": {"iso3": "USA"}})";
  return folder;
}

constexpr char kTowns[] = R"({
 "1": {"geonameid": 1, "name": "Aleppo", "latitude": 36.2, "longitude": 37.16, "countrycode": "SY",
       "population": 1602264, "admin1code": "09", "alternatenames": ["Alep", "alib", "ALP", "\u062d\u0644\u0628"]},
 "2": {"geonameid": 2, "name": "Aleppo", "latitude": 40, "longitude": -80, "countrycode": "US",
       "population": 15001, "alternatenames": ["Petite Alep"]},
 "3": {"geonameid": 3, "name": "Saint-\u00c9tienne du Bois", "latitude": 1, "longitude": 2, "countrycode": "US",
       "population": 20000, "alternatenames": []}
})";

std::string found(const Gazetteer& towns, const std::vector<PlaceEntry>& places, const char* text, size_t at) {
  const std::vector<Word> words = words_of(text);
  const Gazetteer::Found f = towns.longest(words, at, places);
  std::string out = std::to_string(f.words);
  for (const PlaceIndex p : f.places) out += " " + std::to_string(places[p].geonames);
  return out;
}

TEST(Gazetteer, NamesAndAlternates) {
  std::vector<PlaceEntry> places;
  const auto towns = Gazetteer::load(folder_with(kTowns), places);
  ASSERT_TRUE(towns) << towns.error().describe();
  ASSERT_EQ(places.size(), 3u);
  EXPECT_EQ(places[0].country, "SYR");
  EXPECT_EQ(places[0].latitude, 36.2);
  EXPECT_EQ(found(*towns, places, "à Aleppo hier", 1), "1 1 2");  // the larger first
  EXPECT_EQ(found(*towns, places, "à Alep", 1), "1 1");
  EXPECT_EQ(found(*towns, places, "à Alib", 1), "0");       // a romanisation
  EXPECT_EQ(found(*towns, places, "ALP", 0), "0");          // a code
  EXPECT_EQ(found(*towns, places, "Petite Alep", 0), "0");  // too small to be meant by another name
  EXPECT_EQ(found(*towns, places, "aleppo", 0), "0");       // no name without a capital
  EXPECT_EQ(found(*towns, places, "Saint-Etienne-du-Bois", 0), "4 3");
  EXPECT_EQ(found(Gazetteer(), places, "Alep", 0), "0");
}

TEST(Gazetteer, ThePackTellsTheSame) {
  std::vector<PlaceEntry> places(2), again(3);  // others before it
  const auto towns = Gazetteer::load(folder_with(kTowns), places);
  ASSERT_TRUE(towns) << towns.error().describe();
  const fs::path pack = fs::path(testing::TempDir()) / "gazetteer_test/towns.pack";
  write_gazetteer_pack(pack, 7, *towns, places, 2);
  Gazetteer packed;
  EXPECT_FALSE(open_gazetteer_pack(pack, 8, packed, again));
  ASSERT_TRUE(open_gazetteer_pack(pack, 7, packed, again));
  ASSERT_EQ(again.size(), 6u);
  for (size_t i = 0; i < 3; ++i) {
    const PlaceEntry &was = places[2 + i], &is = again[3 + i];
    EXPECT_EQ(std::tie(was.name, was.country, was.admin1, was.latitude, was.longitude, was.population, was.geonames),
              std::tie(is.name, is.country, is.admin1, is.latitude, is.longitude, is.population, is.geonames));
  }
  for (const char* text : {"Aleppo hier", "Alep", "Alib", "Saint-Etienne-du-Bois"})
    EXPECT_EQ(found(packed, again, text, 0), found(*towns, places, text, 0)) << text;
  // Cut off or changed at any byte it is none, and nothing is added.
  std::ifstream file(pack, std::ios::binary);
  const std::string whole((std::istreambuf_iterator<char>(file)), {});
  for (size_t at = 0; at < whole.size(); at += 3) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x20);
    for (const std::string& bytes : {whole.substr(0, at), changed}) {
      std::ofstream(pack, std::ios::binary | std::ios::trunc) << bytes;
      EXPECT_FALSE(open_gazetteer_pack(pack, 7, packed, again)) << at;
    }
  }
  EXPECT_EQ(again.size(), 6u);
}

TEST(Gazetteer, SaysWhatIsWrong) {
  std::vector<PlaceEntry> places;
  const auto broken = Gazetteer::load(folder_with(R"({"1": {"name": 7}})"), places);
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().describe().find("cities15000.json"), std::string::npos) << broken.error().describe();
  const auto cut = Gazetteer::load(folder_with(R"({"1": {"name": "Al)"), places);
  EXPECT_FALSE(cut);
  EXPECT_FALSE(Gazetteer::load(fs::path(testing::TempDir()), places));
  EXPECT_FALSE(Gazetteer::load(fs::path(testing::TempDir()) / "gazetteer_test/countries.json", places));
}

}  // namespace
}  // namespace depeche::ground
