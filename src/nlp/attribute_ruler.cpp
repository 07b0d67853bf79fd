#include "nlp/attribute_ruler.h"

#include <algorithm>

#include "base/unicode.h"

namespace depeche::nlp {

bool AttributeRuler::WordTest::holds(std::string_view lower, const Regex::Scratch& scratch) const {
  if (kind == Kind::Search) return regex.search(lower, scratch).has_value();
  return (std::find(words.begin(), words.end(), lower) != words.end()) == (kind == Kind::OneOf);
}

bool AttributeRuler::TokenTest::pos_and_tag(Upos p, LabelId t) const {
  return (pos >> static_cast<unsigned>(p) & 1u) != 0 && (tag.empty() || tag[t]);
}

bool AttributeRuler::TokenTest::labels(const Token& token) const {
  return pos_and_tag(token.pos, token.tag) && (deprel.empty() || deprel[token.deprel]);
}

bool AttributeRuler::TokenTest::word(const Lexeme& lexeme, const Regex::Scratch& scratch) const {
  if (!space(lexeme)) return false;
  if (words.empty()) return true;
  const std::string lower = unicode::lower(lexeme.text);
  return std::all_of(words.begin(), words.end(), [&](const WordTest& test) { return test.holds(lower, scratch); });
}

void AttributeRuler::index(size_t tags) {
  tags_ = tags;
  constexpr size_t kPositions = static_cast<size_t>(Upos::Space) + 1;
  by_class_.assign(kPositions * tags_, {});
  for (size_t i = 0; i < patterns_.size(); ++i) {
    const auto id = static_cast<uint16_t>(i);
    const TokenTest& first = patterns_[i].tokens.front();
    const auto named = std::find_if(first.words.begin(), first.words.end(),
                                    [](const WordTest& test) { return test.kind == WordTest::Kind::OneOf; });
    if (named != first.words.end()) {
      for (const std::string& word : named->words) {
        std::vector<uint16_t>& list = by_word_[word];
        if (list.empty() || list.back() != id) list.push_back(id);
      }
    } else if (!first.words.empty()) {
      by_other_words_.push_back(id);
    } else if (!first.if_word) {
      by_space_.push_back(id);
    } else {
      for (size_t pos = 0; pos < kPositions; ++pos) {
        for (size_t tag = 0; tag < tags_; ++tag) {
          if (first.pos_and_tag(static_cast<Upos>(pos), static_cast<LabelId>(tag)))
            by_class_[pos * tags_ + tag].push_back(id);
        }
      }
    }
  }
}

// Those that look at words and at whitespace depend on the word alone: found once for each.
void AttributeRuler::find_patterns(Lexeme& lexeme, const Regex::Scratch& scratch) const {
  lexeme.patterns_found = true;
  const auto add = [&](const std::vector<uint16_t>& list) {
    for (const uint16_t id : list) {
      if (patterns_[id].tokens.front().word(lexeme, scratch)) lexeme.patterns.push_back(id);
    }
  };
  if (const auto at = by_word_.find(unicode::lower(lexeme.text)); at != by_word_.end()) add(at->second);
  add(by_other_words_);
  if (lexeme.is_space) add(by_space_);
  std::sort(lexeme.patterns.begin(), lexeme.patterns.end());
}

bool AttributeRuler::rest_holds(const Pattern& pattern, size_t at, std::span<const Token> tokens,
                                std::span<const RawToken> raw, const LexemeStore& lexemes,
                                const Regex::Scratch& scratch) const {
  if (at + pattern.tokens.size() > tokens.size()) return false;
  for (size_t k = 1; k < pattern.tokens.size(); ++k) {
    const TokenTest& test = pattern.tokens[k];
    if (!test.labels(tokens[at + k]) || !test.word(lexemes[raw[at + k].lexeme], scratch)) return false;
  }
  return true;
}

void AttributeRuler::apply(std::span<Token> tokens, std::span<const RawToken> raw, LexemeStore& lexemes,
                           const Regex::Scratch& regex_scratch, RulerScratch& scratch) const {
  scratch.hits.clear();
  scratch.lemmas.assign(tokens.size(), nullptr);
  bool sorted = true;
  for (size_t i = 0; i < tokens.size(); ++i) {
    Lexeme& lexeme = lexemes[raw[i].lexeme];
    if (!lexeme.patterns_found) find_patterns(lexeme, regex_scratch);
    const Token& token = tokens[i];
    const auto try_pattern = [&](uint16_t id) {
      const Pattern& pattern = patterns_[id];
      if (!pattern.tokens.front().labels(token)) return;
      if (pattern.tokens.size() > 1 && !rest_holds(pattern, i, tokens, raw, lexemes, regex_scratch)) return;
      const RulerScratch::Hit hit{static_cast<uint32_t>(i + pattern.target), id};
      sorted = sorted && (scratch.hits.empty() || scratch.hits.back() < hit);
      scratch.hits.push_back(hit);
    };
    for (const uint16_t id : by_class_[static_cast<size_t>(token.pos) * tags_ + token.tag]) {
      if (patterns_[id].tokens.front().space(lexeme)) try_pattern(id);
    }
    for (const uint16_t id : lexeme.patterns) try_pattern(id);
  }
  if (!sorted) std::sort(scratch.hits.begin(), scratch.hits.end());
  for (const RulerScratch::Hit& hit : scratch.hits) {
    const Change& change = changes_[patterns_[hit.pattern].change];
    Token& token = tokens[hit.token];
    if (change.tag >= 0) token.tag = static_cast<LabelId>(change.tag);
    if (change.morph >= 0) token.morph = static_cast<LabelId>(change.morph);
    if (change.deprel >= 0) token.deprel = static_cast<LabelId>(change.deprel);
    if (change.pos >= 0) token.pos = static_cast<Upos>(change.pos);
    if (change.sets_lemma) scratch.lemmas[hit.token] = &change.lemma;
  }
}

}  // namespace depeche::nlp
