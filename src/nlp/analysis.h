// What a model says of a text: tokens, sentences, a dependency tree and named entities, with spaCy's meaning of each.
//
//   for (const nlp::Token& t : analysis.tokens) use(slice(text, t.span), analysis.lemma(t), analysis.deprel(t));
//
// Token indices count over the whole analysis. A text may be annotated in several pieces (paragraphs), each of which is
// to the model a document of its own: no tree or sentence crosses a piece. Labels belong to the model and outlive it by
// shared ownership.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/span.h"

namespace depeche::nlp {

using TokenIndex = int32_t;
using LabelId = uint16_t;

struct TokenRange {
  TokenIndex begin = 0;
  TokenIndex end = 0;
  TokenIndex size() const { return end - begin; }
  bool contains(TokenIndex i) const { return begin <= i && i < end; }
  friend bool operator==(const TokenRange&, const TokenRange&) = default;
};

enum class Upos : uint8_t {
  None,
  Adj,
  Adp,
  Adv,
  Aux,
  Conj,
  Cconj,
  Det,
  Intj,
  Noun,
  Num,
  Part,
  Pron,
  Propn,
  Punct,
  Sconj,
  Sym,
  Verb,
  X,
  Eol,
  Space,
};
std::string_view name_of(Upos pos);     // "ADJ" …, "" for None
Upos upos_from(std::string_view name);  // None for an unknown name

struct Token {
  ByteSpan span;             // into the annotated text
  TokenIndex head = 0;       // its own index for a root
  uint32_t lemma_begin = 0;  // into Analysis::lemmas
  uint16_t lemma_size = 0;
  LabelId tag = 0, morph = 0, deprel = 0;  // into Labels
  Upos pos = Upos::None;
  bool space_after = false;  // one U+0020 follows
  bool sentence_start = false;
};

struct EntitySpan {
  TokenRange tokens;
  LabelId label = 0;  // into Labels::entity
};

// The label strings of one model. Immutable.
struct Labels {
  std::vector<std::string> tag, morph, deprel, entity;  // morph: FEATS, "Gender=Fem|Number=Sing", "" for none
};

struct Analysis {
  std::shared_ptr<const Labels> labels;
  std::vector<Token> tokens;
  std::vector<TokenRange> sentences;                      // in order, covering all tokens
  std::vector<TokenRange> pieces;                         // in order, as given to annotate()
  std::vector<EntitySpan> entities;                       // in order, not overlapping
  std::string lemmas;                                     // all lemmas, back to back
  std::vector<std::pair<TokenIndex, std::string>> norms;  // in order, of tokens whose norm the text alone does not tell

  TokenIndex size() const { return static_cast<TokenIndex>(tokens.size()); }
  std::string_view lemma(const Token& t) const { return {lemmas.data() + t.lemma_begin, t.lemma_size}; }
  std::string_view tag(const Token& t) const { return labels->tag[t.tag]; }
  std::string_view morph(const Token& t) const { return labels->morph[t.morph]; }
  std::string_view deprel(const Token& t) const { return labels->deprel[t.deprel]; }
  std::string_view label(const EntitySpan& e) const { return labels->entity[e.label]; }
};

}  // namespace depeche::nlp
