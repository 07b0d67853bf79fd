#include "ground/reading.h"

#include <algorithm>

#include "base/unicode.h"

namespace depeche::ground {
namespace {

bool opens(std::string_view mark) { return mark == "«" || mark == "“" || mark == "„" || mark == "‹"; }
bool closes(std::string_view mark) { return mark == "»" || mark == "”" || mark == "›"; }

}  // namespace

Reading::Reading(const text::Document& document, const Syntax& syntax) : syntax_(syntax) {
  const TokenIndex n = syntax.size();
  first_word_.assign(n + 1, 0);
  bool skipped = false;
  for (Word& word : words_of(syntax.text())) {
    const TokenIndex t = syntax.token_at(word.span.begin);
    if (t >= n || !syntax.token(t).span.overlaps(word.span)) {
      skipped = true;
      continue;
    }
    if (skipped) word.joint = Joint::Break;
    skipped = false;
    ++first_word_[t + 1];
    token_of_.push_back(t);
    words_.push_back(std::move(word));
  }
  for (TokenIndex t = 0; t < n; ++t) first_word_[t + 1] += first_word_[t];
  lemmas_ = words_;
  for (size_t i = 0; i < words_.size(); ++i) {
    const TokenIndex t = token_of_[i];
    // Articles and prepositions keep their form, so that a plural noun with a complement is the singular one.
    const bool small = syntax.pos(t) == nlp::Upos::Det || syntax.pos(t) == nlp::Upos::Adp;
    if (!small && syntax.token(t).span == words_[i].span) lemmas_[i].fold_to(unicode::fold(syntax.lemma(t)));
  }

  in_title_.assign(n, false);
  in_quote_.assign(n, false);
  in_brackets_.assign(n, false);
  paragraph_.assign(n, 0);
  size_t block = 0;
  bool quoted = false, bracketed = false;
  for (TokenIndex t = 0; t < n; ++t) {
    const uint32_t at = syntax.token(t).span.begin;
    const size_t before = block;
    while (block + 1 < document.blocks.size() && document.blocks[block + 1].span.begin <= at) ++block;
    if (block != before) quoted = false;  // an unclosed quote runs to the end of its paragraph
    paragraph_[t] = static_cast<int32_t>(block);
    in_title_[t] = block < document.blocks.size() && document.blocks[block].kind == text::BlockKind::Title;
    const std::string_view mark = syntax.surface(t);
    if (opens(mark)) quoted = true;
    if (closes(mark)) quoted = false;
    if (mark == "\"") quoted = !quoted;
    in_quote_[t] = quoted;
    if (t == 0 || syntax[t].sentence != syntax[t - 1].sentence) bracketed = false;
    if (mark == "(") bracketed = true;
    if (mark == ")") bracketed = false;
    in_brackets_[t] = bracketed;
  }
}

TokenRange Reading::tokens(WordRange words) const { return {token_of_[words.begin], token_of_[words.end - 1] + 1}; }

WordRange Reading::words_of_token(TokenIndex token) const { return {first_word_[token], first_word_[token + 1]}; }

bool Reading::is_aligned(WordRange words) const {
  const WordRange first = words_of_token(token_of_[words.begin]), last = words_of_token(token_of_[words.end - 1]);
  return first.begin == words.begin && last.end == words.end;
}

TokenIndex Reading::head(TokenRange tokens) const {
  for (TokenIndex t = tokens.begin; t < tokens.end; ++t) {
    const TokenIndex h = syntax_[t].head;
    const Relation r = syntax_[t].relation;
    if ((h == kNoToken || !tokens.contains(h)) && r != Relation::Case && r != Relation::Determiner &&
        r != Relation::Punctuation)
      return t;
  }
  return tokens.begin;
}

bool Reading::starts_sentence(WordIndex word) const {
  const TokenIndex t = token_of_[word];
  if (word == 0) return true;
  const TokenRange sentence = syntax_.sentence(t);
  return words_of_token(sentence.begin).begin >= word || token_of_[word - 1] < sentence.begin;
}

std::string_view Reading::between(WordIndex left) const {
  const uint32_t begin = words_[left].span.end, end = words_[left + 1].span.begin;
  return syntax_.text().substr(begin, end - begin);
}

}  // namespace depeche::ground
