// The words of a language's time grammar: classes with values, literals of patterns, and the letters that the automaton
// reads.
//
// A *symbol* is what a pattern can ask of one piece of text: a class (MONTH) or a literal word. A *letter* stands for
// the set of symbols that a piece answers to; pieces with the same set share a letter, and letter 0 answers to none.
// Numbers get their letter from their value and number of digits.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/error.h"

namespace depeche::ground::timex {

using Symbol = uint16_t;
using Letter = uint16_t;

// Symbols that a number answers to by itself; the classes named so need no table.
enum NumberSymbol : Symbol {
  kNum,        // any whole number
  kDecimal,    // with a fraction
  kDayNumber,  // DAY: 1 to 31, at most two digits
  kMonthNumber,
  kYearNumber,    // YEAR: four digits, 1000 to 2199
  kShortYear,     // YEAR2: two digits
  kHourNumber,    // HOUR: 0 to 24
  kMinuteNumber,  // MINUTE: two digits, 00 to 59
  kHhmm,          // four digits, hours and minutes
  kOrdinal,       // ORD
  kRoman,
  kDecadeNumber,  // DECADE: "1950s"
  kDayDigits,     // DAYNUM: DAY in digits, where a number word would rather count
  kNumberSymbols,
};
std::string_view number_symbol_name(Symbol symbol);

struct Reading {
  Symbol symbol;
  int32_t value;
};

struct Word {
  Letter letter = 0;
  Letter small_letter = 0;  // where it is written without a capital: of a month that is also a verb, none
  std::vector<Reading> readings;
  std::vector<std::string> phrases;  // longer entries that begin with this word, longest first
  int32_t cardinal = -1;             // of a number word its number, -1 for words that are no number
  int32_t ordinal = -1;
};

// How a language writes numbers; [scan] of words.toml.
struct ScanOptions {
  std::string thousands;  // characters that may separate groups of three digits
  char decimal = ',';
  bool elision = true;  // the apostrophe of an elision belongs to the word before it
  std::vector<std::string> ordinal_suffixes, decade_suffixes, number_links /* "et", "and" */, plural_suffixes;
};

class Lexicon {
 public:
  ScanOptions scan;

  Symbol symbol(std::string_view name);             // finds or makes
  Symbol find_symbol(std::string_view name) const;  // kNoSymbol
  static constexpr Symbol kNoSymbol = 0xFFFF;
  // Words of that class count only where they begin with a capital.
  void require_capital(Symbol symbol) { capitals_.push_back(symbol); }
  // `text` in lower case: an abbreviation with its point, words with hyphens and several words are phrases.
  void add(std::string_view text, Symbol symbol, int32_t value);
  void add_cardinal(std::string_view text, int32_t value);
  void add_ordinal(std::string_view text, int32_t value);
  // Whether the word was added with that symbol.
  bool has(std::string_view text, Symbol symbol) const;
  // Gives every word its letter. No add() after.
  void freeze();

  const Word* find(std::string_view lower) const;
  // `value` with `digits` digits (0: written in words).
  Letter number_letter(int64_t value, int digits, bool ordinal) const;
  Letter letter_of(Symbol number_symbol) const { return single_[number_symbol]; }
  bool answers(Letter letter, Symbol symbol) const {
    return symbols_of_letter_[letter * row_ + symbol / 64] >> (symbol % 64) & 1;
  }
  size_t letters() const { return letter_sets_.size(); }
  std::string_view name(Symbol symbol) const { return names_[symbol]; }

 private:
  Word& word(std::string_view text);
  Letter letter_for(std::vector<Symbol> set);
  static uint64_t hash(std::string_view text);

  std::vector<std::string> names_;
  std::unordered_map<std::string, Symbol> by_name_;
  std::unordered_map<std::string, Word> words_;
  std::vector<Symbol> capitals_;
  struct Slot {
    uint64_t hash = 0;
    const std::string* text = nullptr;
    const Word* word = nullptr;
  };
  std::vector<Slot> slots_;
  std::vector<std::vector<Symbol>> letter_sets_;
  std::vector<uint64_t> symbols_of_letter_;
  size_t row_ = 0;
  std::array<Letter, 1 << kNumberSymbols> by_mask_{};
  std::array<Letter, kNumberSymbols> single_{};
};

}  // namespace depeche::ground::timex
