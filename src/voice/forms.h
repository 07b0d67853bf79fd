// Verb forms over auxiliaries, however many: a passive perfect in the conditional is one form. Features are read once a
// label.
#pragma once

#include <cstdint>
#include <vector>

#include "ground/syntax.h"
#include "voice/lexicon.h"

namespace depeche::voice {

enum Form : uint16_t {
  kFinite = 1 << 0,
  kInfinitiveForm = 1 << 1,
  kParticiple = 1 << 2,
  kPresent = 1 << 3,
  kPast = 1 << 4,  // of a participle too
  kImperfect = 1 << 5,
  kFuture = 1 << 6,
  kConditional = 1 << 7,
  kSubjunctive = 1 << 8,
  kImperative = 1 << 9,
  kPassive = 1 << 10,
};

struct VerbForm {
  TokenIndex finite = kNoToken;  // the token that carries mood and tense: the verb, its auxiliary or copula
  uint16_t bits = 0;             // of that token, of the verb itself where none is finite
  bool infinitive = false;
  bool participle = false;  // neither finite nor infinitive
  bool perfect = false;     // with an auxiliary of tense
  bool passive = false;
  TokenIndex first = 0;  // first token of the group, clitics not counted
};

// One a document and thread; keeps `syntax` by reference.
class Forms {
 public:
  Forms(const ground::Syntax& syntax, const Words& words);
  uint16_t of(TokenIndex token) const { return bits_[token]; }
  const VerbForm& verb(TokenIndex token) const { return verbs_[static_cast<size_t>(token)]; }
  bool is_verbal(TokenIndex token) const {
    return syntax_.pos(token) == nlp::Upos::Verb || syntax_.pos(token) == nlp::Upos::Aux;
  }
  // A noun, a name or a pronoun.
  bool is_nominal(TokenIndex token) const {
    const nlp::Upos pos = syntax_.pos(token);
    return pos == nlp::Upos::Noun || pos == nlp::Upos::Propn || pos == nlp::Upos::Pron || pos == nlp::Upos::Num;
  }

 private:
  const ground::Syntax& syntax_;
  VerbForm read_verb(TokenIndex token) const;

  std::vector<uint16_t> bits_;   // per token
  std::vector<VerbForm> verbs_;  // per token; read once, as a word may have as many children as the text has words
};

}  // namespace depeche::voice
