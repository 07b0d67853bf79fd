// Who does what a verb says, where the tree's subject does not tell: behind it, made to speak, cut off from it.
#pragma once

#include "ground/mentions.h"
#include "voice/tree.h"

namespace depeche::voice {

// A comma, a dash or a mark that closes: an inserted clause may begin behind it.
bool ends_clause(const Tree& tree, TokenIndex t);

// The subject of a causative verb above; kNoToken where nobody makes the verb's doer speak.
TokenIndex made_to_speak(const Tree& tree, TokenIndex verb);

// A subject cut off before a comma, its verb in the next piece: who the piece before it names last.
TokenIndex cut_off_subject(const Tree& tree, const ground::Mentions& mentions, TokenIndex verb);

// The noun that stands before a verb whose tree says nothing, over what it belongs to and what is set off between;
// kNoToken where none does.
TokenIndex nominal_before(const Tree& tree, TokenIndex verb);

// Who speaks in a relative clause that hangs at `thing`: itself, or somebody above where it is nobody.
TokenIndex speaker_above(const Tree& tree, const ground::Mentions& mentions, TokenIndex thing);

// Who an inverted verb has behind it, whatever the parser calls it; kNoToken where none stands there.
TokenIndex subject_behind(const Tree& tree, TokenIndex verb);
// Somebody, or a noun for who speaks.
bool can_speak(const Tree& tree, const ground::Mentions& mentions, TokenIndex noun);
// One that can speak right behind a verb, which the parser gave to a verb farther on; kNoToken where none stands there.
TokenIndex stray_subject(const Tree& tree, const ground::Mentions& mentions, TokenIndex verb);

// A bare participle joined to a finite verb is that verb's fellow, not a passive.
bool joins_active(const Tree& tree, TokenIndex verb, const VerbForm& form);

// The first token of a verb's group from `first` back, with its clitics and adverbs.
TokenIndex group_begin(const Tree& tree, TokenIndex verb, TokenIndex first);

// Through whom a verb's subject speaks, where a phrase of the verb says so.
TokenIndex voice_of(const Tree& tree, TokenIndex verb);

// Who a passive verb is done by; empty where that is not told.
std::vector<TokenIndex> agent_of(const Tree& tree, const ground::Mentions& mentions, TokenIndex verb);

}  // namespace depeche::voice
