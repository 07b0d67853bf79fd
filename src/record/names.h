// The words by which a record names what the stages tell in enumerations.
#pragma once

#include <string_view>

#include "code/event.h"
#include "ground/mentions.h"
#include "voice/statements.h"

namespace depeche::record {

std::string_view word_for(ground::TimeType type);    // "DATE" …
std::string_view word_for(ground::DateBasis basis);  // "given", "inferred", "unknown"
std::string_view word_for(voice::QuoteForm form);    // "direct" …
std::string_view word_for(code::Status status);      // "occurred" …
std::string_view word_for(code::TimeBasis basis);    // "text", "document", "none"
std::string_view word_for(code::PlaceBasis basis);   // "text", "context", "none"

}  // namespace depeche::record
