// Denials and what they are about, wherever it stands.
#pragma once

#include <vector>

#include "code/drafts.h"
#include "ground/mentions.h"

namespace depeche::code {

// Links a denial with the events that it denies: those inside it, else what is laid at the door of the denier or of its
// side, before or after, the nearest kind of it first: alleged, claimed, then told as fact of acts of violence or
// force. Both get each other: the event its denier and the denial's sentence as evidence, the denial whoever accused.
void link_denials(const ground::Mentions& mentions, std::vector<Draft>& drafts);

}  // namespace depeche::code
