// One document as the entity stage reads it: words for the lists beside the tokens of the tree, and where in the report
// each token stands. Lives for one call; the Syntax and the Document must outlive it.
#pragma once

#include <span>
#include <vector>

#include "ground/names.h"
#include "ground/syntax.h"
#include "text/document.h"

namespace depeche::ground {

using WordIndex = int32_t;
constexpr WordIndex kNoWord = -1;

struct WordRange {
  WordIndex begin = 0, end = 0;
  WordIndex size() const { return end - begin; }
  bool contains(WordIndex i) const { return begin <= i && i < end; }
  bool contains(WordRange r) const { return begin <= r.begin && r.end <= end; }
  bool overlaps(WordRange r) const { return begin < r.end && r.begin < end; }
};

class Reading {
 public:
  Reading(const text::Document& document, const Syntax& syntax);

  const Syntax& syntax() const { return syntax_; }
  // Only words that tokens cover. lemmas()[i].folded is of the lemma where word i is a whole token, else of the form.
  const std::vector<Word>& words() const { return words_; }
  const std::vector<Word>& lemmas() const { return lemmas_; }
  WordIndex size() const { return static_cast<WordIndex>(words_.size()); }

  TokenIndex token(WordIndex word) const { return token_of_[word]; }
  TokenRange tokens(WordRange words) const;  // of a range that is not empty
  ByteSpan span(WordRange words) const { return {words_[words.begin].span.begin, words_[words.end - 1].span.end}; }
  // Words of a token: the range may be empty (punctuation).
  WordRange words_of_token(TokenIndex token) const;
  // Whether the words begin and end where tokens do.
  bool is_aligned(WordRange words) const;
  // The token of the range that hangs highest in the tree, the first of several.
  TokenIndex head(TokenRange tokens) const;
  bool starts_sentence(WordIndex word) const;

  bool in_title(TokenIndex token) const { return in_title_[token]; }
  bool in_quote(TokenIndex token) const { return in_quote_[token]; }
  bool in_brackets(TokenIndex token) const { return in_brackets_[token]; }  // of its own sentence
  int32_t paragraph(TokenIndex token) const { return paragraph_[token]; }
  // The text between two neighbouring words.
  std::string_view between(WordIndex left) const;

 private:
  const Syntax& syntax_;
  std::vector<Word> words_, lemmas_;
  std::vector<TokenIndex> token_of_;
  std::vector<WordIndex> first_word_;  // per token, and one past the last
  std::vector<bool> in_title_, in_quote_, in_brackets_;
  std::vector<int32_t> paragraph_;
};

}  // namespace depeche::ground
