// Sentences put together again that a parser cut inside a word or before a verb, and cut where there is no end to them.
#pragma once

#include <string_view>

#include "nlp/analysis.h"

namespace depeche::ground {

// Joins a sentence to the one before, in the same piece, where no reader would end it: no space between, or a
// lower-case letter after a word. Heads stay: a joined sentence has several roots, which Syntax puts into one tree.
// What is longer than any sentence that somebody reads is parted, behind a punctuation mark where there is one: what
// looks at each pair of words of a sentence would take for ever.
void join_sentences(std::string_view text, nlp::Analysis& analysis);

}  // namespace depeche::ground
