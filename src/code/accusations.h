// What somebody is accused of: who did it, with whose arms, and how surely it is told.
#pragma once

#include <vector>

#include "code/drafts.h"
#include "ground/mentions.h"
#include "ground/syntax.h"
#include "voice/statements.h"

namespace depeche::code {

// What somebody is accused of is theirs, not the accuser's: gives it to whom the accusation is against, where nobody
// else was found to do it. Parties must be chosen.
void give_to_accused(const ground::Syntax& syntax, const voice::Statements& statements, std::vector<Draft>& drafts);

// Arms that were delivered and did something, in a relative clause, did it in the hands of who got them. Parties must
// be chosen.
void give_to_armed(const ground::Syntax& syntax, const ground::Mentions& mentions, std::vector<Draft>& drafts);

// What an accusation or inquiry is about is alleged, by who accuses where that is told. Statuses must be set.
void mark_alleged(const ground::Syntax& syntax, std::vector<Draft>& drafts);

}  // namespace depeche::code
