// Whether the name of a state or capital tells where, or who: "à Moscou", "en France" against "Moscou a répondu".
#pragma once

#include "ground/reading.h"
#include "ground/roles.h"

namespace depeche::ground {

enum class NameOf { State, Capital, Other };

// `tokens` and `head` of the mention, without determiner or preposition.
bool tells_place(const Reading& reading, const RoleBook& roles, WordRange words, TokenIndex head, NameOf what);

// The word where the name of what contains a place begins, behind that place: "X, Y", "X (Y)", "X, dans l'Y". kNoWord
// where none may stand.
WordIndex container_behind(const Reading& reading, const RoleBook& roles, WordRange place);

}  // namespace depeche::ground
