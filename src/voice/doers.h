// Who does what a verb says, where the tree's subject does not tell: behind it, made to speak, cut off from it.
#pragma once

#include "ground/mentions.h"
#include "voice/tree.h"

namespace depeche::voice {

// A comma, a dash or a mark that closes: an inserted clause may begin behind it.
bool ends_clause(const Tree& tree, TokenIndex t);

// "fait dire à X que": X; kNoToken where nobody makes the verb's doer speak.
TokenIndex made_to_speak(const Tree& tree, TokenIndex verb);

// "Un chef du parti, X | , a démenti …", cut before a comma: who the piece before it names last.
TokenIndex cut_off_subject(const Tree& tree, const ground::Mentions& mentions, TokenIndex verb);

// Who an inverted verb has behind it, whatever the parser calls it: "a déclaré la ministre"; kNoToken where none stands
// there.
TokenIndex subject_behind(const Tree& tree, TokenIndex verb);

// "répond par la voix de X": X.
TokenIndex voice_of(const Tree& tree, TokenIndex verb);

// Who a passive verb is done by; empty where that is not told.
std::vector<TokenIndex> agent_of(const Tree& tree, const ground::Mentions& mentions, TokenIndex verb);

}  // namespace depeche::voice
