// One entry of a frame's word lists, in the small notation of resources/SCHEMA.md: "WORD {LEMMA|@CLASS} !{LEMMA}".
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/string_map.h"
#include "ground/syntax.h"

namespace depeche::code {

// Turns away most words that a set does not hold, by a bit of their hash: 512 bits, a line of the processor's cache.
class WordFilter {
 public:
  void add(const HashedText& word) { bits_[row(word)] |= bit(word); }
  bool may_hold(const HashedText& word) const { return (bits_[row(word)] & bit(word)) != 0; }

 private:
  static size_t row(const HashedText& word) { return word.hash >> 6 & 7; }
  static uint64_t bit(const HashedText& word) { return uint64_t{1} << (word.hash & 63); }
  std::array<uint64_t, 8> bits_{};
};

// Words and phrases, as they are written in entries and class lists; matched against lemma, form and contraction-free
// form.
class WordSet {
 public:
  void add(std::string_view word_or_phrase, const ground::Grammar& grammar);
  void add_names() { names_ = true; }  // "@name" of the notation: what the model calls a proper noun or a name
  bool empty() const { return single_.empty() && phrases_.empty() && !names_; }
  // Does the set hold token i, or a phrase that begins there or that i ends and governs?
  bool matches(const ground::Syntax& syntax, nlp::TokenIndex i) const;

 private:
  // Does a phrase of that length (0 = any) stand at `first`?
  bool phrase_at(const ground::Syntax& syntax, nlp::TokenIndex first, size_t length) const;

  bool holds(const HashedText& word) const { return filter_.may_hold(word) && single_.contains(word); }

  StringSet single_;
  WordFilter filter_;        // of single_
  WordFilter first_filter_;  // of by_first_
  std::vector<std::vector<std::string>> phrases_;
  StringMap<std::vector<uint32_t>> by_first_;  // into phrases_
  std::vector<size_t> lengths_;                // of phrases, each once
  bool names_ = false;
};

using WordClasses = std::map<std::string, std::shared_ptr<const WordSet>, std::less<>>;

struct Alternative {
  std::vector<std::string> marker;  // preposition, word by word; empty = object, complement or adjective
  std::shared_ptr<const WordSet> words;
};

struct Constraint {
  std::string text;  // as it stands in the entry, marks and braces included
  bool negated = false;
  bool anywhere = false;  // "~": somewhere in the sentence instead of below the trigger
  std::vector<Alternative> alternatives;
};

struct Entry {
  std::string text;                // as it stands in the lexicon
  std::vector<std::string> words;  // the first is the trigger, the others follow it
  bool reflexive = false;
  std::vector<Constraint> constraints;
  double prior = -1;    // -1 = that of its class
  int specificity = 0;  // how much it asks for: of two that fit, the more specific one is meant
};

// How a word is looked up: contractions undone, apostrophes plain.
std::vector<std::string> entry_words(std::string_view text, const ground::Grammar& grammar);

[[nodiscard]] Result<Entry> parse_entry(std::string_view text, const WordClasses& classes,
                                        const ground::Grammar& grammar);

// Is token i this word: by lemma, form or contraction-free form?
bool is_word(const ground::Syntax& syntax, nlp::TokenIndex i, std::string_view word);
// Do tokens from i on spell these words, one after the other?
bool spells(const ground::Syntax& syntax, nlp::TokenIndex i, const std::vector<std::string>& words);

}  // namespace depeche::code
