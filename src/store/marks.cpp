#include "store/marks.h"

#include <xxhash.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <map>
#include <tuple>

#include "base/raw.h"
#include "base/resource.h"
#include "base/unicode.h"
#include "base/utf8.h"

namespace depeche::store {
namespace {

struct Type {
  std::string_view name;
  int family;
  bool mutual;
};
constexpr Type kTypes[] = {
    {"AGREE", 0, true},    {"CONSULT", 0, true},  {"COOPERATE", 0, true}, {"SUPPORT", 0, false},
    {"AID", 1, false},     {"ASSAULT", 2, false}, {"COERCE", 3, false},   {"SANCTION", 3, false},
    {"CONCEDE", 4, false}, {"RETREAT", 4, false}, {"PROTEST", 5, false},  {"ACCUSE", 6, false},
    {"REJECT", 7, false},  {"REQUEST", 8, false}, {"THREATEN", 9, false}, {"MOBILIZE", 10, false}};
constexpr int kOtherFamily = 11;

uint32_t hash_of(std::string_view text) { return static_cast<uint32_t>(XXH3_64bits(text.data(), text.size())); }

// "USA" -> a number that is not 0.
uint16_t letters(std::string_view code) {
  uint32_t value = 0;
  for (const char c : code.substr(0, 3))
    value = value * 27 + (c >= 'A' && c <= 'Z' ? static_cast<uint32_t>(c - 'A') + 1 : 0);
  return static_cast<uint16_t>(value);
}

int32_t day_number(std::string_view date) {
  if (date.size() < 10) return kNoDay;
  const auto year = parse_number<int>(date.substr(0, 4));
  const auto month = parse_number<unsigned>(date.substr(5, 2));
  const auto day = parse_number<unsigned>(date.substr(8, 2));
  if (!year || !month || !day) return kNoDay;
  const std::chrono::year_month_day ymd{std::chrono::year(*year), std::chrono::month(*month), std::chrono::day(*day)};
  return ymd.ok() ? static_cast<int32_t>(std::chrono::sys_days(ymd).time_since_epoch().count()) : kNoDay;
}

// How a name sounds, its vowels aside: spellings of one name in two languages mostly agree.
std::string sound_of(std::string_view folded) {
  std::string out;
  for (size_t i = 0; i < folded.size() && out.size() < 7; ++i) {
    char c = folded[i];
    if (folded.substr(i, 3) == "tch" || folded.substr(i, 3) == "dzh") c = folded[++i];
    if (c == 'q' || c == 'c') c = 'k';
    if (c == 'z' || c == 'x') c = 's';
    if (c == 'w') c = 'v';
    const bool is_vowel = std::string_view("aeiouyh").find(c) != std::string_view::npos;
    if (is_vowel && !out.empty()) continue;
    if (!out.empty() && out.back() == c) continue;
    out += c;
  }
  return out;
}

// The least of them, each once.
template <size_t N>
void keep(std::vector<uint32_t>& values, Few<uint32_t, N>& kept) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  kept.assign(values);
}

struct Words {
  decltype(Marks::names) names;
  decltype(Marks::stems) stems;
  decltype(Marks::numbers) numbers;
};

Words words_of(std::string_view text) {
  std::vector<uint32_t> names, stems, numbers;
  size_t at = 0;
  while (at < text.size()) {
    const size_t begin = at;
    const utf8::Decoded first = utf8::decode(text, at);
    const bool is_number = unicode::is_digit(first.code_point);
    if (!is_number && !unicode::is_alpha(first.code_point)) {
      at += first.length;
      continue;
    }
    while (at < text.size()) {
      const utf8::Decoded next = utf8::decode(text, at);
      if (is_number ? !unicode::is_digit(next.code_point) : !unicode::is_alpha(next.code_point)) break;
      at += next.length;
    }
    const std::string_view word = text.substr(begin, at - begin);
    if (is_number) {
      const auto value = parse_number<int64_t>(word);
      const bool is_year = value && *value >= 1900 && *value < 2100;
      if (value && *value > 9 && !is_year) numbers.push_back(static_cast<uint32_t>(*value));
      continue;
    }
    if (word.size() < 4) continue;
    const std::string folded = unicode::fold(word);
    if (unicode::is_upper(first.code_point)) {
      const std::string sound = sound_of(folded);
      if (sound.size() > 1) names.push_back(hash_of(sound));
    } else if (folded.size() > 5) {
      stems.push_back(hash_of(std::string_view(folded).substr(0, 5)));
    }
  }
  Words words;
  keep(names, words.names);
  keep(stems, words.stems);
  keep(numbers, words.numbers);
  return words;
}

uint32_t place_id(const StoredPlace& p) {
  if (!p.lat || !p.lon) return hash_of(unicode::fold(p.name));
  const int32_t tenths[2] = {static_cast<int32_t>(std::lround(*p.lat * 10)),
                             static_cast<int32_t>(std::lround(*p.lon * 10))};
  return hash_of({reinterpret_cast<const char*>(tenths), sizeof tenths});
}

// Countries, seas and regions are given by their middle, to half a degree.
bool is_wide(const StoredPlace& p) {
  const auto is_coarse = [](double degrees) { return std::abs(degrees * 2 - std::round(degrees * 2)) < 1e-6; };
  return p.geonames == 0 && p.lat && p.lon && is_coarse(*p.lat) && is_coarse(*p.lon);
}

bool has_own_name(const StoredEntity& e) {
  return e.kind == "person" || e.kind == "organisation" || e.kind == "armed_group" || e.kind == "party" ||
         e.kind == "medium";
}

uint32_t entity_id(const StoredEntity& e) {
  if (!e.wikidata.empty()) return hash_of(e.wikidata);
  if (!has_own_name(e)) return 0;
  const size_t blank = e.name.find_last_of(' ');
  const std::string_view last = std::string_view(e.name).substr(blank == std::string::npos ? 0 : blank + 1);
  if (last.empty() || !unicode::is_upper(utf8::decode(last, 0).code_point)) return 0;
  const std::string sound = sound_of(unicode::fold(last));
  return sound.size() < 2 ? 0 : hash_of(sound);
}

void set_days(const StoredEvent& e, int32_t published, Marks& m) {
  m.first = day_number(e.date_first);
  m.last = day_number(e.date_last);
  if (m.first == kNoDay || m.last == kNoDay) {
    m.first = m.last = m.day = published;
    m.vague = true;
    return;
  }
  constexpr int32_t kExactDays = 2;
  m.vague = m.last - m.first >= kExactDays || e.time_basis != "text";
  m.day = m.first;
  if (m.vague && published != kNoDay && m.first <= published && published <= m.last) m.day = published;
}

decltype(Marks::actors) parties(const StoredRecord& r, const std::vector<int>& entities) {
  std::vector<Party> all;
  for (const int index : entities) {
    const StoredEntity& e = r.entities[static_cast<size_t>(index)];
    all.push_back({letters(e.country), letters(e.sector), entity_id(e)});
    if (all.size() == decltype(Marks::actors)::kMost) break;
  }
  std::sort(all.begin(), all.end(), [](const Party& a, const Party& b) {
    return std::tie(a.country, a.sector, a.id) < std::tie(b.country, b.sector, b.id);
  });
  decltype(Marks::actors) kept;
  kept.assign(all);
  return kept;
}

using depeche::put;
using depeche::take;
template <class T, size_t N>
void put(std::string& out, const Few<T, N>& values) {
  put(out, static_cast<uint8_t>(values.size()));
  out.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}
template <class T, size_t N>
bool take(std::string_view& in, Few<T, N>& values) {
  uint8_t n = 0;
  if (!take(in, n) || n > N || in.size() < n * sizeof(T)) return false;
  values.resize(n);
  if (n > 0) std::memcpy(values.data(), in.data(), n * sizeof(T));
  in.remove_prefix(n * sizeof(T));
  return true;
}

}  // namespace

std::vector<Marks> marks_of(const StoredRecord& r) {
  std::vector<Marks> all;
  if (r.events.empty()) return all;
  const int32_t published = day_number(r.published);
  std::vector<uint32_t> named;
  for (const StoredEntity& e : r.entities) {
    if (const uint32_t id = entity_id(e)) named.push_back(id);
  }
  for (const StoredEvent& e : r.events) {
    if (e.place >= 0 && !is_wide(r.places[static_cast<size_t>(e.place)]))
      named.push_back(place_id(r.places[static_cast<size_t>(e.place)]));
  }
  decltype(Marks::context) context;
  keep(named, context);
  const utf8::CodePointMap points(r.text);
  const auto length = static_cast<int64_t>(utf8::count(r.text));
  std::map<int64_t, Words> of_sentence;  // by its beginning
  for (const StoredEvent& e : r.events) {
    Marks m;
    const std::string id = r.id + '\x1f' + e.id;
    m.rank = XXH3_64bits(id.data(), id.size());
    m.type = type_of(e.type);
    m.mode = e.mode.empty() ? uint16_t{0} : static_cast<uint16_t>(hash_of(e.mode) | 1U);
    m.language = static_cast<uint8_t>(hash_of(r.language));
    m.published = published;
    set_days(e, published, m);
    if (e.place >= 0) {
      const StoredPlace& p = r.places[static_cast<size_t>(e.place)];
      m.has_place = true;
      m.place_country = letters(p.country);
      m.wide = is_wide(p) || !p.lat || !p.lon;
      m.lat = static_cast<float>(p.lat.value_or(0));
      m.lon = static_cast<float>(p.lon.value_or(0));
    }
    m.actors = parties(r, e.actor);
    m.recipients = parties(r, e.recipient);
    if (e.sentence.begin >= 0 && e.sentence.end <= length) {
      const auto [at, is_new] = of_sentence.try_emplace(e.sentence.begin);
      if (is_new) {
        const size_t begin = points.byte_at(static_cast<uint32_t>(e.sentence.begin));
        const size_t end = points.byte_at(static_cast<uint32_t>(e.sentence.end));
        at->second = words_of(std::string_view(r.text).substr(begin, end - begin));
      }
      m.names = at->second.names;
      m.stems = at->second.stems;
      m.numbers = at->second.numbers;
    }
    m.context = context;
    all.push_back(std::move(m));
  }
  return all;
}

namespace {

// What is kept of an event's marks, in order, but for its flags; `one` takes each until it says false.
template <class M, class One>
bool each_field(M& m, uint8_t& flags, One one) {
  return one(m.rank) && one(m.type) && one(m.mode) && one(m.language) && one(m.first) && one(m.last) && one(m.day) &&
         one(m.published) && one(flags) && one(m.place_country) && one(m.lat) && one(m.lon) && one(m.actors) &&
         one(m.recipients) && one(m.names) && one(m.stems) && one(m.numbers) && one(m.context);
}

}  // namespace

std::string packed(const Marks& m) {
  std::string out;
  out.reserve(192);
  auto flags = static_cast<uint8_t>((m.vague ? 1 : 0) | (m.has_place ? 2 : 0) | (m.wide ? 4 : 0));
  each_field(m, flags, [&](const auto& value) {
    put(out, value);
    return true;
  });
  return out;
}

bool unpack(std::string_view in, int64_t event, Marks& m) {
  m.event = event;
  uint8_t flags = 0;
  if (!each_field(m, flags, [&](auto& value) { return take(in, value); }) || !in.empty()) return false;
  m.vague = (flags & 1) != 0;
  m.has_place = (flags & 2) != 0;
  m.wide = (flags & 4) != 0;
  return true;
}

uint64_t rank_of(std::string_view in) {
  uint64_t rank = 0;  // the first field
  static_cast<void>(take(in, rank));
  return rank;
}

uint8_t type_of(std::string_view name) {
  for (size_t i = 0; i < std::size(kTypes); ++i) {
    if (kTypes[i].name == name) return static_cast<uint8_t>(i + 1);
  }
  return 0;
}

int family_of(uint8_t type) { return type == 0 || type > std::size(kTypes) ? kOtherFamily : kTypes[type - 1].family; }
bool is_mutual(uint8_t type) { return type != 0 && type <= std::size(kTypes) && kTypes[type - 1].mutual; }

Keys keys_of(const Marks& m) {
  Keys keys;
  if (m.day == kNoDay) return keys;
  const int family = family_of(m.type);
  const auto add = [&](int role, uint16_t country) {
    if (country == 0) return;
    // Who, what, in which role, and whether the day is sure.
    const auto key = ((static_cast<uint32_t>(family * 3 + role) << 16) + country) * 2 + (m.vague ? 1 : 0);
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
  };
  for (const Party& p : m.actors) add(0, p.country);
  for (const Party& p : m.recipients) add(is_mutual(m.type) ? 0 : 1, p.country);
  if (m.has_place) add(2, m.place_country);
  return keys;
}

}  // namespace depeche::store
