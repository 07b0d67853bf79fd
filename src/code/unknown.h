// Words that may tell events and that the lexicon does not know, so that it can grow where it matters.
#pragma once

#include <string>
#include <vector>

#include "code/frames.h"
#include "ground/mentions.h"
#include "ground/syntax.h"
#include "voice/statements.h"

namespace depeche::code {

struct Unknown {
  nlp::TokenIndex token = 0;
  WordKind kind = WordKind::Verb;
  std::string word;  // lemma
};

// Verbs with a political actor as subject, agent or object, and nouns that belong to one, for which no frame has an
// entry; words by which somebody says something are left out. In text order.
std::vector<Unknown> unknown_words(const ground::Syntax& syntax, const ground::Mentions& mentions,
                                   const voice::Statements& statements, const Frames& frames);

}  // namespace depeche::code
