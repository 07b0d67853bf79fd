// How certain an event is to one of those who tell it, after FactBank: its polarity and degree, for each source.
//
//   factuality_of(said, trigger, {})       // to the reporter; Unknown where somebody else says so
//   factuality_of(said, trigger, {police}) // to the police, in the claim that the police makes
#pragma once

#include <optional>
#include <string>

#include "voice/statements.h"

namespace depeche::voice {

struct Factuality {
  bool negative = false;  // of no meaning where the degree is Unknown
  Degree degree = Degree::Certain;
};

// As its innermost source tells it.
Factuality factuality_of(const Statements& statements, nlp::TokenIndex token);

// As `source` tells it, kNoEntity being the reporter; nullopt where `source` is no source of it.
std::optional<Factuality> factuality_of(const Statements& statements, nlp::TokenIndex token, ground::EntityId source);

// "CT+", "CT-", "PR+", "PR-", "PS+", "PS-" or "UU".
std::string name_of(const Factuality& factuality);

}  // namespace depeche::voice
