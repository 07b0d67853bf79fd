// Acts that an article tells more than once: in the title, the lead and the body.
#pragma once

#include <vector>

#include "code/drafts.h"
#include "ground/mentions.h"

namespace depeche::code {

// Links ("same_as") each event that tells again what another one tells more fully with that one: of the same type, by
// and upon the same, at a time that may be the same, in another sentence. Events that are linked to are linked to
// nothing themselves. Parties, dates, places and status must be set.
void link_repeats(const ground::Mentions& mentions, std::vector<Draft>& drafts);

}  // namespace depeche::code
