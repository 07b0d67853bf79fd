#include "ground/places.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/layers.h"
#include "base/resource.h"

namespace depeche::ground {
namespace {

struct Coordinates {
  double latitude, longitude;
};
std::optional<Coordinates> coordinates(std::string_view lat, std::string_view lon) {
  const auto x = parse_number<double>(lat), y = parse_number<double>(lon);
  if (!x || !y || *x < -90 || *x > 90 || *y < -180 || *y > 180) return std::nullopt;
  return Coordinates{*x, *y};
}

}  // namespace

void PlaceBook::add(PlaceEntry place, const std::vector<std::string_view>& names) {
  const auto index = static_cast<int32_t>(places_.size());
  for (const std::string_view name : names) own_.add(name, index);
  places_.push_back(std::move(place));
}

Result<void> PlaceBook::read_own(const std::filesystem::path& file, std::string_view language) {
  const Table table = DEPECHE_TRY(read_table(file, {"country", "names", "names_en", "lat", "lon"}));
  const int names_column = table.column(language == "fr" ? "names" : fmt::format("names_{}", language));
  if (names_column < 0) return fail(Error::Code::Malformed, fmt::format("no names in '{}'", language), {table.file, 1});
  const int country = table.column("country"), english = table.column("names_en"), admin1 = table.column("admin1"),
            lat = table.column("lat"), lon = table.column("lon");
  for (const Table::Row& row : table.rows) {
    std::vector<std::string_view> names = split(Table::cell(row, names_column), '|');
    if (names.empty()) names = split(Table::cell(row, table.column("names")), '|');  // the same as in French
    if (names.empty()) {
      diagnostics_.push_back(fmt::format("{}:{}: no name", table.file, row.line));
      continue;
    }
    const auto at = coordinates(Table::cell(row, lat), Table::cell(row, lon));
    if (!at) {
      diagnostics_.push_back(fmt::format("{}:{}: lat, lon: no place: '{}', '{}'", table.file, row.line,
                                         Table::cell(row, lat), Table::cell(row, lon)));
      continue;
    }
    PlaceEntry place;
    place.name = names.front();
    place.country = Table::cell(row, country);
    place.admin1 = Table::cell(row, admin1);
    place.latitude = at->latitude;
    place.longitude = at->longitude;
    place.listed = true;
    if (const std::string_view told = Table::cell(row, table.column("precision")); !told.empty()) {
      const auto precision = precision_from(told);
      if (!precision) {
        diagnostics_.push_back(fmt::format("{}:{}: precision '{}': not known", table.file, row.line, told));
        continue;
      }
      place.precision = *precision;
    }
    for (const std::string_view name : split(Table::cell(row, english), '|')) names.push_back(name);
    add(std::move(place), names);
  }
  return {};
}

Result<void> PlaceBook::read_regions(const std::filesystem::path& file, std::string_view language) {
  const Table table = DEPECHE_TRY(read_table(file, {"country", "code", "names", "names_en"}));
  const int country = table.column("country"), code = table.column("code"), names = table.column("names"),
            local = language == "fr" ? names : table.column(fmt::format("names_{}", language));
  for (const Table::Row& row : table.rows) {
    std::string_view name = Table::cell(row, local);
    if (name.empty()) name = Table::cell(row, names);
    const std::string key = fmt::format("{} {}", Table::cell(row, country), Table::cell(row, code));
    if (name.empty() || !regions_.emplace(key, name).second)
      diagnostics_.push_back(
          fmt::format("{}:{}: '{}': {}", table.file, row.line, key, name.empty() ? "no name" : "twice"));
  }
  return {};
}

std::string_view PlaceBook::admin1(const PlaceEntry& place) const {
  if (place.admin1.empty()) return {};
  const auto at = regions_.find(place.country + ' ' + place.admin1);
  return at == regions_.end() ? std::string_view() : std::string_view(at->second);
}

Result<PlaceBook> PlaceBook::load(const std::filesystem::path& resources_dir, const std::filesystem::path& gazetteer,
                                  std::string_view language, const ActorBook& actors,
                                  const std::filesystem::path& packs) {
  PlaceBook book;
  for (const char* file : {"sites.tsv", "towns.tsv"})
    for (const std::filesystem::path& layer : layers_of(resources_dir / "places" / file))
      DEPECHE_CHECK(book.read_own(layer, language));
  DEPECHE_CHECK(book.read_regions(resources_dir / "places" / "admin1.tsv", language));
  for (const Actor& state : actors.actors()) {
    if (state.kind != EntityKind::State || state.id != state.country) continue;
    if (const CapitalCity* city = actors.capital(state.id)) {
      PlaceEntry place;
      place.name = city->name;
      place.country = state.id;
      place.latitude = city->latitude;
      place.longitude = city->longitude;
      place.listed = true;
      const std::string name = city->name;
      book.add(std::move(place), {name});
    }
  }
  std::error_code ignored;
  if (!gazetteer.empty() && std::filesystem::exists(gazetteer, ignored))
    book.large_ = DEPECHE_TRY(Gazetteer::load(gazetteer, book.places_, packs));
  return book;
}

PlaceBook::Found PlaceBook::longest_listed(std::span<const Word> words, size_t at) const {
  WordTrie::Found found = own_.longest(words, at);
  return {found.words, std::move(found.values)};
}

PlaceBook::Found PlaceBook::longest(std::span<const Word> words, size_t at) const {
  WordTrie::Found own = own_.longest(words, at);
  Gazetteer::Found large = large_.longest(words, at, places_);
  if (own.words > large.words) return {own.words, std::move(own.values)};
  if (own.words < large.words) return {large.words, std::move(large.places)};
  Found both{own.words, std::move(own.values)};
  both.places.insert(both.places.end(), large.places.begin(), large.places.end());
  return both;
}

PlaceIndex PlaceBook::choose(const std::vector<PlaceIndex>& places, const std::vector<std::string>& countries) const {
  for (const std::string& country : countries) {
    // A row of the gazetteer says more than our own of the same town.
    const PlaceIndex* best = nullptr;
    for (const PlaceIndex& i : places) {
      if (places_[i].country == country && (!best || places_[i].geonames > 0) &&
          (!best || places_[*best].geonames == 0))
        best = &i;
    }
    if (best) return *best;
  }
  if (places.empty()) return kNoPlace;
  const PlaceIndex first = places.front();
  for (const PlaceIndex i : places) {
    if (places_[i].country == places_[first].country && places_[i].geonames > 0) return i;
  }
  return first;
}

}  // namespace depeche::ground
