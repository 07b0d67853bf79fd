// Parts of one document that were coded each with the model of its language, put together.
#pragma once

#include "engine/engine.h"

namespace depeche::engine {

// Adds what `part` found in other blocks of the same text to `whole`: its tokens behind the others, its entities and
// places beside them, those of the same Wikidata id or country made one; times and quotes in text order, events behind.
// Labels of its tokens are dropped: they belong to another model.
void join(Coded& whole, Coded part);

}  // namespace depeche::engine
