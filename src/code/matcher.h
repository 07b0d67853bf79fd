// Which words of a text tell an event: entries of the frame lexicon found on the tree.
#pragma once

#include <vector>

#include "code/frames.h"
#include "ground/syntax.h"

namespace depeche::code {

struct Attempt;

struct Trigger {
  nlp::TokenIndex token = 0;  // the word that the entry's first word names
  nlp::TokenRange words;      // first to last word of the entry's phrase
  const IndexedEntry* entry = nullptr;
  const FrameClass* frame = nullptr;
  double prior = 0;
  int specificity = 0;
  bool outranked = false;              // another reading of the word is more specific, or usual
  bool loose = false;                  // what the entry asks for stands in the sentence, but not below the word
  std::vector<nlp::TokenIndex> parts;  // other tokens that the entry asked for: phrase words, objects
  nlp::TokenIndex inner = -1;          // the part that tells the same type of event by itself
};

// In text order; a word that is part of a longer trigger is none of its own, unless that trigger is about it
// (a judgement of an act). At most one trigger a token, the most specific entry. `loose`, for somebody who can tell
// which are events: also the most specific entries of other types, and words for which no entry finds what it asks for
// (an object of some class …) below them but only elsewhere in the sentence. `frames` must outlive the answer.
// `attempts` (or null) gets every entry that names a word of the text: those of the answer as taken, the others with
// why they fell.
std::vector<Trigger> find_triggers(const ground::Syntax& syntax, const Frames& frames, bool loose = false,
                                   std::vector<Attempt>* attempts = nullptr);

}  // namespace depeche::code
