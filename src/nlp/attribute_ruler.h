// spaCy's attribute ruler: patterns over the labels and lower-case words of neighbouring tokens, each of which sets
// attributes of one token. All patterns see the labels from before; where several set the same attribute, the last one
// wins. Internal to depeche::nlp.
//
//   ruler.apply(tokens, raw_tokens, lexemes, regex_scratch, scratch);
//   if (const std::string* lemma = scratch.lemmas[i]) …  // set by a pattern
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "nlp/analysis.h"
#include "nlp/lexemes.h"
#include "nlp/regex.h"
#include "nlp/tokenizer.h"

namespace depeche::nlp {

struct RulerScratch {
  struct Hit {
    uint32_t token;
    uint16_t pattern;
    friend auto operator<=>(const Hit&, const Hit&) = default;
  };
  std::vector<Hit> hits;
  std::vector<const std::string*> lemmas;  // by token: set by a pattern, or null; lives as long as the ruler
};

class AttributeRuler {
 public:
  // `bytes`: attribute_ruler/patterns. `labels` holds what the pipes before it say; what patterns set is appended.
  [[nodiscard]] static Result<AttributeRuler> read(std::string_view bytes, const std::string& label, Labels& labels);

  // The tokens of one document: changes pos, tag, morph and deprel, fills scratch.lemmas. raw[i] is tokens[i]'s.
  void apply(std::span<Token> tokens, std::span<const RawToken> raw, LexemeStore& lexemes,
             const Regex::Scratch& regex_scratch, RulerScratch& scratch) const;

 private:
  class Reader;
  // A condition on the lower-case word.
  struct WordTest {
    enum class Kind : uint8_t { OneOf, NoneOf, Search } kind = Kind::OneOf;
    std::vector<std::string> words;
    Regex regex;
    bool holds(std::string_view lower, const Regex::Scratch& scratch) const;
  };
  // Conditions on one token, all of which must hold.
  struct TokenTest {
    uint32_t pos = ~0u;             // a bit for each Upos
    std::vector<bool> tag, deprel;  // by LabelId; empty: any
    std::vector<WordTest> words;
    bool if_space = true, if_word = true;  // holds for tokens of whitespace, for others

    bool pos_and_tag(Upos p, LabelId t) const;
    bool labels(const Token& token) const;
    bool word(const Lexeme& lexeme, const Regex::Scratch& scratch) const;
    bool space(const Lexeme& lexeme) const { return lexeme.is_space ? if_space : if_word; }
  };
  struct Change {
    int tag = -1, morph = -1, deprel = -1, pos = -1;  // -1: stays
    bool sets_lemma = false;
    std::string lemma;
  };
  struct Pattern {
    std::vector<TokenTest> tokens;  // consecutive
    size_t target = 0;              // which of them is changed
    size_t change = 0;              // into changes_
  };

  void index(size_t tags);
  void find_patterns(Lexeme& lexeme, const Regex::Scratch& scratch) const;
  bool rest_holds(const Pattern& pattern, size_t at, std::span<const Token> tokens, std::span<const RawToken> raw,
                  const LexemeStore& lexemes, const Regex::Scratch& scratch) const;

  std::vector<Change> changes_;
  std::vector<Pattern> patterns_;  // in the order in which they apply
  // Where a pattern is looked for, by its first token: at its words if it names any, at whitespace if that is all it
  // takes, else at its parts of speech and tags.
  std::unordered_map<std::string, std::vector<uint16_t>> by_word_;
  std::vector<uint16_t> by_other_words_, by_space_;
  std::vector<std::vector<uint16_t>> by_class_;  // [pos * tags_ + tag]
  size_t tags_ = 0;
};

}  // namespace depeche::nlp
