// What a word that denies denies: a verb, or a noun.
#pragma once

#include <functional>

#include "voice/lexicon.h"
#include "voice/tree.h"

namespace depeche::voice {

// Calls `deny` with each verb or noun that `token` denies; most tokens deny none.
void find_denials(const Words& words, const Tree& tree, TokenIndex token, const std::function<void(TokenIndex)>& deny);

}  // namespace depeche::voice
