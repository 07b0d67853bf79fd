#include "ground/timex/lexicon.h"

#include <algorithm>
#include <map>

namespace depeche::ground::timex {
namespace {

constexpr std::array<std::string_view, kNumberSymbols> kNames = {
    "NUM", "DECIMAL", "DAY", "MONTHNUM", "YEAR", "YEAR2", "HOUR", "MINUTE", "HHMM", "ORD", "ROMAN", "DECADE", "DAYNUM"};

// The number symbols of a value; `digits` 0 for one written in words.
uint32_t number_mask(int64_t value, int digits, bool ordinal) {
  const auto bit = [](Symbol s) { return 1u << s; };
  uint32_t mask = ordinal ? bit(kOrdinal) : bit(kNum);
  if (value >= 1 && value <= 31 && digits <= 2 && (!ordinal || value == 1 || digits > 0)) mask |= bit(kDayNumber);
  if (value >= 1 && value <= 31 && (digits == 1 || digits == 2)) mask |= bit(kDayDigits);
  if (ordinal) return mask;
  if (value >= 1 && value <= 12 && digits >= 1 && digits <= 2) mask |= bit(kMonthNumber);
  if (value >= 1000 && value <= 2199 && (digits == 4 || digits == 0)) mask |= bit(kYearNumber);
  if (digits == 2 && (value >= 32 || value < 10)) mask |= bit(kShortYear);  // 10 to 31 are rather days or counts
  if (value <= 23 && digits <= 2) mask |= bit(kHourNumber);                 // 24 of them are rather a day
  if (value <= 59 && (digits == 2 || digits == 0)) mask |= bit(kMinuteNumber);
  if (digits == 4 && value <= 2400 && value % 100 <= 59) mask |= bit(kHhmm);
  return mask;
}

std::vector<Symbol> symbols_of(uint32_t mask) {
  std::vector<Symbol> out;
  for (Symbol s = 0; s < kNumberSymbols; ++s) {
    if (mask >> s & 1) out.push_back(s);
  }
  return out;
}

}  // namespace

std::string_view number_symbol_name(Symbol symbol) { return kNames[symbol]; }

Symbol Lexicon::symbol(std::string_view name) {
  if (names_.empty()) {
    for (const std::string_view builtin : kNames) {
      by_name_.emplace(builtin, static_cast<Symbol>(names_.size()));
      names_.emplace_back(builtin);
    }
  }
  const auto [at, fresh] = by_name_.emplace(name, static_cast<Symbol>(names_.size()));
  if (fresh) names_.emplace_back(name);
  return at->second;
}

Symbol Lexicon::find_symbol(std::string_view name) const {
  const auto at = by_name_.find(std::string(name));
  return at == by_name_.end() ? kNoSymbol : at->second;
}

Word& Lexicon::word(std::string_view text) {
  // A phrase is found from its first word, which it must be registered with.
  const size_t end = text.find_first_of(" -'./", 1);
  if (end != std::string_view::npos && !(end + 1 == text.size() && text[end] == '\'')) {
    auto& phrases = word(text.substr(0, end)).phrases;
    if (std::find(phrases.begin(), phrases.end(), text) == phrases.end()) phrases.emplace_back(text);
  }
  return words_[std::string(text)];
}

void Lexicon::add(std::string_view text, Symbol symbol, int32_t value) {
  auto& readings = word(text).readings;
  for (const Reading& r : readings) {
    if (r.symbol == symbol) return;
  }
  readings.push_back({symbol, value});
}
bool Lexicon::has(std::string_view text, Symbol symbol) const {
  const auto at = words_.find(std::string(text));
  return at != words_.end() && std::any_of(at->second.readings.begin(), at->second.readings.end(),
                                           [&](const Reading& r) { return r.symbol == symbol; });
}
void Lexicon::add_cardinal(std::string_view text, int32_t value) { word(text).cardinal = value; }
void Lexicon::add_ordinal(std::string_view text, int32_t value) { word(text).ordinal = value; }

uint64_t Lexicon::hash(std::string_view text) {
  uint64_t h = 0xcbf29ce484222325u;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return h ^ h >> 29;
}

Letter Lexicon::letter_for(std::vector<Symbol> set) {
  std::sort(set.begin(), set.end());
  const auto at = std::find(letter_sets_.begin(), letter_sets_.end(), set);
  if (at != letter_sets_.end()) return static_cast<Letter>(at - letter_sets_.begin());
  letter_sets_.push_back(std::move(set));
  return static_cast<Letter>(letter_sets_.size() - 1);
}

void Lexicon::freeze() {
  symbol(kNames[0]);
  letter_sets_.assign(1, {});
  for (Symbol s = 0; s < kNumberSymbols; ++s) single_[s] = letter_for({s});
  const auto number = [&](int64_t value, int digits, bool ordinal) {
    const uint32_t mask = number_mask(value, digits, ordinal);
    if (by_mask_[mask] == 0) by_mask_[mask] = letter_for(symbols_of(mask));
  };
  for (int value = 0; value < 10'001; ++value) {
    for (const int digits : {0, 1, 2, 3, 4, 5}) {
      number(value, digits, false);
      number(value, digits, true);
    }
  }
  // Letters must not depend on the order of a hash table: same resources, same automaton.
  std::map<std::string_view, Word*> ordered;
  for (auto& [text, word] : words_) ordered.emplace(text, &word);
  for (auto& [text, word] : ordered) {
    std::vector<Symbol> set, small;
    for (const Reading& r : word->readings) {
      set.push_back(r.symbol);
      if (std::find(capitals_.begin(), capitals_.end(), r.symbol) == capitals_.end()) small.push_back(r.symbol);
    }
    uint32_t mask = 0;
    if (word->cardinal >= 0) mask |= number_mask(word->cardinal, 0, false);
    if (word->ordinal >= 0) mask |= number_mask(word->ordinal, 0, true);
    for (const Symbol s : symbols_of(mask)) set.push_back(s), small.push_back(s);
    word->letter = letter_for(std::move(set));
    word->small_letter = letter_for(std::move(small));
    std::sort(word->phrases.begin(), word->phrases.end(), [](const std::string& a, const std::string& b) {
      return a.size() != b.size() ? a.size() > b.size() : a < b;
    });
  }
  row_ = (names_.size() + 63) / 64;
  symbols_of_letter_.assign(letter_sets_.size() * row_, 0);
  for (size_t letter = 0; letter < letter_sets_.size(); ++letter) {
    for (const Symbol s : letter_sets_[letter]) symbols_of_letter_[letter * row_ + s / 64] |= uint64_t{1} << (s % 64);
  }
  size_t size = 64;
  while (size < words_.size() * 3) size *= 2;
  slots_.assign(size, {});
  for (const auto& [text, word] : words_) {
    const uint64_t h = hash(text);
    size_t at = h & (size - 1);
    while (slots_[at].text) at = (at + 1) & (size - 1);
    slots_[at] = {h, &text, &word};
  }
}

const Word* Lexicon::find(std::string_view lower) const {
  const uint64_t h = hash(lower);
  for (size_t at = h & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
    const Slot& slot = slots_[at];
    if (!slot.text) return nullptr;
    if (slot.hash == h && *slot.text == lower) return slot.word;
  }
}

Letter Lexicon::number_letter(int64_t value, int digits, bool ordinal) const {
  return by_mask_[number_mask(value, digits, ordinal)];
}

}  // namespace depeche::ground::timex
