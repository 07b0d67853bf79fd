// Who stands where around a predicate, whatever its form: voice, relative clauses, participles, control and
// coordination are undone here. Works over tokens; what they refer to is another's matter.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ground/syntax.h"

namespace depeche::code {

class Dependents {
 public:
  // `syntax` must outlive it.
  explicit Dependents(const ground::Syntax& syntax) : s_(syntax) {}

  using Tokens = std::vector<nlp::TokenIndex>;

  // The word that a copula or auxiliary belongs to, or the token itself: where subjects and objects hang.
  nlp::TokenIndex predicate(nlp::TokenIndex t) const;

  // A verb, also one that the tagger takes for another word but that has an auxiliary.
  bool is_verb(nlp::TokenIndex t) const;
  bool is_passive(nlp::TokenIndex verb) const;
  bool has_reflexive(nlp::TokenIndex verb) const;
  // Who does it and whom it is done to, in the passive too: heads of noun phrases, without their conjuncts.
  Tokens subjects(nlp::TokenIndex verb) const { return subjects(predicate(verb), 0); }
  Tokens objects(nlp::TokenIndex verb) const { return objects_of(predicate(verb)); }
  // To whom: dative pronouns, and phrases with the preposition of addressees.
  Tokens indirect(nlp::TokenIndex verb) const { return indirect_of(predicate(verb)); }
  // Phrases that `words` (a preposition, one or more words, without contraction) introduces, below the predicate or,
  // for a noun that is the object of a verb, below that verb, and below the object of a verb.
  Tokens marked(nlp::TokenIndex predicate, const std::vector<std::string>& words) const;
  // The token with its conjuncts.
  Tokens coordinated(nlp::TokenIndex t) const { return s_.coordinated(t); }
  // The verb whose subject or object a noun is (of a light verb, too), or kNoToken.
  nlp::TokenIndex governing_verb(nlp::TokenIndex noun) const;

 private:
  static constexpr int kMaxSteps = 8;
  Tokens subjects(nlp::TokenIndex verb, int step) const;
  Tokens objects_of(nlp::TokenIndex verb) const;
  Tokens indirect_of(nlp::TokenIndex verb) const;
  // The first phrase with that preposition after the predicate in its clause, wherever the parser hangs it.
  void add_nearest(nlp::TokenIndex predicate, const std::vector<std::string>& words, Tokens& out) const;
  bool is_marked(nlp::TokenIndex phrase, const std::vector<std::string>& words) const;
  Tokens controller(nlp::TokenIndex verb, nlp::TokenIndex governor, int step) const;
  void add_marked(nlp::TokenIndex head, const std::vector<std::string>& words, Tokens& out) const;
  bool is_reflexive(nlp::TokenIndex t) const { return s_.grammar().is_reflexive(s_.lower(t)); }
  bool is_relative_pronoun(nlp::TokenIndex t) const;
  // The nearest auxiliary before a word, with nothing but adverbs and other auxiliaries between; kNoToken if none.
  nlp::TokenIndex auxiliary_before(nlp::TokenIndex t) const;
  bool takes_etre(nlp::TokenIndex verb) const;
  bool is_past_participle(nlp::TokenIndex t) const;
  nlp::TokenIndex first_participle(nlp::TokenIndex verb) const;

  const ground::Syntax& s_;
};

// Has a noun a definite article or a demonstrative before it?
bool is_definite(const ground::Syntax& syntax, nlp::TokenIndex noun);
// Whether a verb is finite, by itself or by its auxiliary.
bool is_finite(const ground::Syntax& syntax, nlp::TokenIndex verb);

}  // namespace depeche::code
