// Actors and recipients that a sentence leaves unsaid and the article makes plain.
#pragma once

#include <vector>

#include "code/drafts.h"
#include "ground/mentions.h"
#include "ground/syntax.h"

namespace depeche::code {

// For events in text order, with place set: a party that is missing is taken from another telling of the same act (the
// nearest event of its type whose parties agree), else, where the type tells so (whom an attack at a place hits, who
// arrests there), it is the state of the place.
void fill_unsaid(const ground::Syntax& syntax, const ground::Mentions& mentions, std::vector<Draft>& drafts);

}  // namespace depeche::code
