// Which events a denial denies.
#pragma once

#include <vector>

#include "code/event.h"

namespace depeche::code {

// For each REJECT that denies claims (`is_denial`, per event): the alleged or claimed events that it is about get
// denied_by, a position and a link, and the accusers become its recipient where none is told. Those told in the same
// paragraph or before count, the nearest accusation of the denier first.
void link_denials(const std::vector<bool>& is_denial, std::vector<Event>& events);

}  // namespace depeche::code
