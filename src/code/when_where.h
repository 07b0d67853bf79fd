// Where an event took place, as its sentence says. When it did: dates.h.
#pragma once

#include "code/event.h"
#include "ground/mentions.h"
#include "ground/syntax.h"

namespace depeche::code {

// Sets the place of an event whose trigger is set.
void set_place(const ground::Syntax& syntax, const ground::Mentions& mentions, Event& event);

}  // namespace depeche::code
