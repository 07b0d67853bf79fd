// Denials and what they are about, wherever it stands.
#pragma once

#include <vector>

#include "code/drafts.h"
#include "ground/mentions.h"
#include "ground/syntax.h"
#include "voice/statements.h"

namespace depeche::code {

// Does a draft tell that somebody denies what is said?
bool is_denial(const Draft& draft);

// Links a denial with the events that it denies: those inside it, else what is laid at the door of the denier or of its
// side, or is told by whom it answers, before or after, the nearest kind of it first: alleged, claimed, then told as
// fact of acts of violence or force; else what was told last. Both get each other: the event its denier and the
// denial's sentence as evidence, the denial whoever accused. A denial is an event, or one of those `unlikely` to be
// one, or a claim with that stance, or one's own word that one did not.
void link_denials(const ground::Syntax& syntax, const ground::Mentions& mentions, const voice::Statements& statements,
                  const std::vector<Event>& unlikely, std::vector<Draft>& drafts);

}  // namespace depeche::code
