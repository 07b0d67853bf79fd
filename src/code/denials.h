// Which events a denial denies.
#pragma once

#include <vector>

#include "code/drafts.h"

namespace depeche::code {

// For each event that denies claims: the alleged events that it is about, or where there are none the claimed ones told
// just before, get denied_by, a position and a link, and the accusers become its recipient where none is told.
void link_denials(std::vector<Draft>& drafts);

}  // namespace depeche::code
