// When events took place: what the tree says of each, else what the report tells around it.
//
//   set_own_dates(syntax, mentions, statements, drafts);                // expressions of their own sentences
//   inherit_dates(document, syntax, mentions, drafts);        // the others
//
// An event has the expression that hangs nearest in its sentence's tree. Else a title has the date of the same act told
// below it, and a sentence that of what its paragraph told last; where there is none, of the report's lead; else the
// report's own. Times told in passing, of a noun or in a clause, date other sentences only where there are no others.
// What is told as so long before or after another event is counted from there. Linear in the text.
#pragma once

#include <vector>

#include "code/drafts.h"
#include "ground/mentions.h"
#include "ground/syntax.h"
#include "text/document.h"
#include "voice/statements.h"

namespace depeche::code {

// Sets date, time_basis and evidence of the events whose own sentence tells when.
void set_own_dates(const ground::Syntax& syntax, const ground::Mentions& mentions, const voice::Statements& statements,
                   std::vector<Draft>& drafts);

// Sets those of the others, and `historical` of all. Parties and status must be set.
void inherit_dates(const text::Document& document, const ground::Syntax& syntax, const ground::Mentions& mentions,
                   std::vector<Draft>& drafts);

}  // namespace depeche::code
