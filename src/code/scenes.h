// Where the events happened whose sentence does not say: the scene of the report.
#pragma once

#include <vector>

#include "code/drafts.h"
#include "ground/mentions.h"
#include "ground/syntax.h"
#include "text/document.h"

namespace depeche::code {

// Sets the place of every event anew. What its own sentence tells stands (PlaceBasis::Text), a town before the country
// around it. Else (PlaceBasis::Context) bodily acts happen where the one before did in the same paragraph, or in the
// town that the report is most about; what is said or decided, in the country that it is most about.
void set_scenes(const text::Document& document, const ground::Syntax& syntax, const ground::Mentions& mentions,
                std::vector<Draft>& drafts);

}  // namespace depeche::code
