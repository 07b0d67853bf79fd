// When and where an event took place, as its sentence says.
#pragma once

#include "code/event.h"
#include "ground/mentions.h"
#include "ground/syntax.h"

namespace depeche::code {

// Sets date, time_basis, historical and place of an event whose trigger is set.
void set_date(const ground::Syntax& syntax, const ground::Mentions& mentions, Event& event);
void set_place(const ground::Syntax& syntax, const ground::Mentions& mentions, Event& event);

}  // namespace depeche::code
