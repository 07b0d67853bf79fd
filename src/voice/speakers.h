// Who speaks where the sentence itself does not tell: whoever spoke before.
#pragma once

#include <vector>

#include "ground/mentions.h"
#include "voice/attribution.h"
#include "voice/claims.h"
#include "voice/quotes.h"
#include "voice/statements.h"
#include "voice/tree.h"

namespace depeche::voice {

// The pronoun of an inserted verb is whoever spoke last before it, close by, if number and gender allow. Changes the
// holders of such claims.
void settle_inserted_pronouns(const Tree& tree, const ground::Mentions& mentions, const std::vector<Cue>& cues,
                              const std::vector<Speech>& speech, ClaimOutput& claims);

// A quote without a speaker has the one of the quote before in its paragraph, else who acts in its sentence, else
// whoever spoke last before it; its claim learns the holder. `quotes` go with `speech`.
void let_speakers_go_on(const Lexicon& lexicon, const Tree& tree, const ground::Mentions& mentions,
                        const std::vector<Cue>& cues, const std::vector<Speech>& speech, ClaimOutput& claims,
                        std::vector<Quote>& quotes);

}  // namespace depeche::voice
