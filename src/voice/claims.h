// Claims within claims: for every token, the innermost claim that holds it.
#pragma once

#include <vector>

#include "voice/attribution.h"
#include "voice/quotes.h"
#include "voice/statements.h"
#include "voice/tree.h"

namespace depeche::voice {

struct ClaimInput {
  const Lexicon& lexicon;
  const Tree& tree;
  const ground::Mentions& mentions;
  const std::vector<Cue>& cues;
  const std::vector<Speech>& speech;
  const std::vector<bool>& denied;  // per token: the cue itself is negated
};

struct ClaimOutput {
  std::vector<Claim> claims;       // parents before children
  std::vector<int32_t> claim_of;   // per token, -1 = the reporter says it
  std::vector<int32_t> of_speech;  // per speech
  std::vector<int32_t> cue_of;     // per claim, -1 = a quote without a cue
};

ClaimOutput build_claims(const ClaimInput& input);

}  // namespace depeche::voice
