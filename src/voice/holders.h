// Who stands behind the words that hold a claim.
#pragma once

#include <vector>

#include "ground/mentions.h"
#include "ground/syntax.h"
#include "voice/lexicon.h"

namespace depeche::voice {

// No mention has its head there; `entities_at` may be shorter than the text.
bool has_no_entity(const ground::Mentions& mentions, TokenIndex token);

// Entities behind the heads: their mentions, those of their conjuncts, else of what they speak for.
std::vector<ground::EntityId> entities_behind(const Lexicon& lexicon, const ground::Syntax& syntax,
                                              const ground::Mentions& mentions, const std::vector<TokenIndex>& heads);

}  // namespace depeche::voice
