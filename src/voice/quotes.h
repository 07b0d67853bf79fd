// Which marked stretches report somebody's words, and which cue or holder each has.
#pragma once

#include <vector>

#include "ground/mentions.h"
#include "text/document.h"
#include "voice/attribution.h"
#include "voice/lexicon.h"
#include "voice/quote_marks.h"
#include "voice/tree.h"

namespace depeche::voice {

struct Speech {
  Marked mark;
  TokenRange tokens;  // inside the marks
  QuoteForm form = QuoteForm::Direct;
  int32_t cue = -1;                 // into the cues, -1 = none
  std::vector<TokenIndex> holders;  // without a cue: who the sentence makes the speaker
  int32_t follows = -1;             // without either: the speech whose speaker it shares
};

struct QuoteInput {
  const Lexicon& lexicon;
  const Tree& tree;
  const ground::Mentions& mentions;
  const text::Document& document;
  std::vector<Cue>& cues;  // a cue behind a quote learns its holder
};

// In text order; stretches that are names, titles or scare quotes are left out.
std::vector<Speech> find_speech(const QuoteInput& input);

}  // namespace depeche::voice
