// What the passes of voice ask of the tree again and again, worked out once a document in linear time.
#pragma once

#include <vector>

#include "ground/syntax.h"
#include "voice/forms.h"

namespace depeche::voice {

struct Tree {
  // Keeps `syntax` by reference.
  Tree(const ground::Syntax& syntax, const Words& words);

  const ground::Syntax& syntax;
  const Words& words;
  Forms forms;
  std::vector<TokenIndex> order;    // heads before their dependents
  std::vector<TokenRange> range;    // first and last token of each subtree
  std::vector<TokenIndex> subject;  // own subject (an inverted pronoun too), or kNoToken
  std::vector<bool> reflexive;      // has a reflexive pronoun

  // The doer of a verb, through coordination, control and relative clauses; kNoToken where none is found.
  TokenIndex doer(TokenIndex verb) const;
  // The verb that an auxiliary or copula serves, or the token itself.
  TokenIndex served(TokenIndex t) const;
  bool is_punctuation(TokenIndex t) const;
  bool is_relative_pronoun(TokenIndex t) const;
  // The doer of an inverted verb, whatever the parser calls it.
  bool is_inverted_pronoun(TokenIndex t) const;
  // The conjunction of a clause, also where behind a comma it was taken for a pronoun.
  bool brings_clause(TokenIndex t) const;
  // A verb, or a noun or adjective with a copula.
  bool is_clause(TokenIndex t) const { return forms.is_verbal(t) || forms.verb(t).finite != kNoToken; }
};

}  // namespace depeche::voice
