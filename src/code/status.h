// What statements say of an event: its status, its sources, and who takes which stance on it.
#pragma once

#include <vector>

#include "code/drafts.h"
#include "code/event.h"
#include "code/frames.h"
#include "ground/mentions.h"
#include "ground/syntax.h"
#include "voice/statements.h"

namespace depeche::code {

// Sets status, hedged, according_to, positions, confirmed_by, and the type where PLOVER's rules turn a planned act into
// another (planned cooperation is AGREE, an announced withdrawal CONCEDE). Needs type, actor, own time and
// trigger_token. `own_negation`: lives_on_negation.
void set_status(const ground::Syntax& syntax, const ground::Mentions& mentions, const voice::Statements& statements,
                bool own_negation, Event& event);

// What one sentence leaves to a source and another tells without any, of the same day and parties, occurred. Denials
// must be linked.
void settle_claims(std::vector<Draft>& drafts);

}  // namespace depeche::code
