// Where an event took place, as its sentence says. When it did: dates.h.
#pragma once

#include "code/event.h"
#include "ground/mentions.h"
#include "ground/syntax.h"

namespace depeche::code {

// Sets the place of an event whose trigger is set.
void set_place(const ground::Syntax& syntax, const ground::Mentions& mentions, Event& event);

// The place of an event, or where that is a country, a town or region of it in the same sentence.
int32_t town_beside(const ground::Mentions& mentions, const Event& event);

}  // namespace depeche::code
