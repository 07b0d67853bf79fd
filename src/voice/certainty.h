// How the text presents each token: denied, hedged, future, intended, under a condition.
#pragma once

#include <vector>

#include "voice/attribution.h"
#include "voice/lexicon.h"
#include "voice/statements.h"
#include "voice/tree.h"

namespace depeche::voice {

// Certainty of every token, without the claims. `told` = cues whose content's tense depends on them.
std::vector<Certainty> judge(const Lexicon& lexicon, const Tree& tree, const std::vector<Cue>& cues);

}  // namespace depeche::voice
