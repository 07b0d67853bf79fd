// Whether the name of a state or capital tells where something is, or who acts.
#pragma once

#include "ground/reading.h"
#include "ground/roles.h"

namespace depeche::ground {

enum class NameOf { State, Capital, Other };

// `tokens` and `head` of the mention, without determiner or preposition.
bool tells_place(const Reading& reading, const RoleBook& roles, WordRange words, TokenIndex head, NameOf what);

// The word where the name of what contains a place begins, behind that place: after a comma or bracket, perhaps with a
// preposition and an article. kNoWord where none may stand.
WordIndex container_behind(const Reading& reading, const RoleBook& roles, WordRange place);

}  // namespace depeche::ground
