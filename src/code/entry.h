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

// The forms of one sentence's words, by their hashes: tells of most words that they are not among them.
class SentenceWords {
 public:
  void add(const ground::Syntax::Forms& forms) {
    for (const HashedText& word : {forms.lemma, forms.lower, forms.plain}) bits_[row(word.hash)] |= bit(word.hash);
  }
  bool may_hold(size_t hash) const { return (bits_[row(hash)] & bit(hash)) != 0; }
  // All of a hash that counts here.
  static uint16_t small(size_t hash) { return hash & (kBits - 1); }

 private:
  static constexpr size_t kBits = 4096;
  static size_t row(size_t hash) { return (hash & (kBits - 1)) >> 6; }
  static uint64_t bit(size_t hash) { return uint64_t{1} << (hash & 63); }
  std::array<uint64_t, kBits / 64> bits_{};
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
  // False: no token of the sentence matches.
  bool may_match(const SentenceWords& sentence) const;
  // Hashes of the words a match begins with; nullptr where they are many, or any name will do.
  const std::vector<size_t>* beginnings() const {
    return names_ || beginnings_.size() > kMostBeginnings ? nullptr : &beginnings_;
  }

 private:
  // Sets that hold more than this hold something of most sentences.
  static constexpr size_t kMostBeginnings = 16;
  void add_beginning(const HashedText& word);
  // Does a phrase of that length (0 = any) stand at `first`?
  bool phrase_at(const ground::Syntax& syntax, nlp::TokenIndex first, size_t length) const;

  bool holds(const HashedText& word) const { return filter_.may_hold(word) && single_.contains(word); }

  StringSet single_;
  WordFilter filter_;        // of single_
  WordFilter first_filter_;  // of by_first_
  std::vector<std::vector<std::string>> phrases_;
  StringMap<std::vector<uint32_t>> by_first_;  // into phrases_
  std::vector<size_t> lengths_;                // of phrases, each once
  std::vector<size_t> beginnings_;             // hashes of what a match begins with; of a large set only some
  bool names_ = false;
};

using WordClasses = std::map<std::string, std::shared_ptr<const WordSet>, std::less<>>;

struct Alternative {
  std::vector<std::string> marker;  // preposition, word by word; empty = object, complement or adjective
  std::shared_ptr<const WordSet> words;
  std::array<size_t, 2> marker_hashes{};  // of its first word as it stands and without contraction

  // Hashes of which a sentence that holds it has one; none where that cannot be told by few.
  std::vector<size_t> need() const;
  // False: nothing in the sentence is what it names.
  bool may_hold(const SentenceWords& sentence) const {
    if (!marker.empty() && !sentence.may_hold(marker_hashes[0]) && !sentence.may_hold(marker_hashes[1])) return false;
    return words->empty() || words->may_match(sentence);
  }
};

struct Constraint {
  std::string text;  // as it stands in the entry, marks and braces included
  bool negated = false;
  bool anywhere = false;  // "~": somewhere in the sentence instead of below the trigger
  std::vector<Alternative> alternatives;
};

// Of an entry: words of which its sentence must hold one, as far as that is told by few.
class Need {
 public:
  // Whether all of them find room.
  bool set(const std::vector<size_t>& hashes);
  bool may_hold(const SentenceWords& sentence) const {
    if (size_ == 0) return true;
    for (size_t i = 0; i < size_; ++i) {
      if (sentence.may_hold(any_of_[i])) return true;
    }
    return false;
  }

 private:
  std::array<uint16_t, 7> any_of_{};
  uint16_t size_ = 0;
};

struct Entry {
  int specificity = 0;  // how much it asks for: of two that fit, the more specific one is meant
  bool reflexive = false;
  Need need;
  double prior = -1;               // -1 = that of its class
  std::vector<std::string> words;  // the first is the trigger, the others follow it
  std::vector<size_t> hashes;      // of words
  std::vector<Constraint> constraints;
  std::string text;  // as it stands in the lexicon
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
