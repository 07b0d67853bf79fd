// Who says what by the words and the tree: each cue with its holders and the roots of what it tells.
#pragma once

#include <vector>

#include "ground/mentions.h"
#include "ground/syntax.h"
#include "voice/lexicon.h"
#include "voice/tree.h"

namespace depeche::voice {

enum class CueKind : uint8_t { Verb, Noun, Phrase };

struct Cue {
  TokenIndex token = 0;  // the verb or noun; of a phrase its noun, or its first word
  TokenRange words;      // for the record: all words of a phrase
  CueKind kind = CueKind::Verb;
  Stance stance = Stance::Asserts;
  Effect effect = Effect::None;     // on the content
  uint16_t governs = 0;             // all that it can take, kQuote and kLabel among it
  std::vector<TokenIndex> holders;  // head tokens of who says so; empty = not told
  std::vector<TokenIndex> content;  // roots of what it tells; empty where only a quote can tell
  bool inserted = false;            // stands inside its own content, between commas
  bool past = false;
  bool passive = false;
  bool attributive = false;   // a participle beside a noun
  bool names_holder = false;  // a phrase with a holder
  bool responsibility = false;
  bool factive = false;
  bool withheld = false;  // in the conditional: not sure to have been said
};

// In text order. `entities` may be shorter than the text.
std::vector<Cue> find_cues(const Lexicon& lexicon, const Tree& tree, const ground::Mentions& mentions);

}  // namespace depeche::voice
