#include "voice/factuality.h"

#include <algorithm>

namespace depeche::voice {

namespace {

constexpr Factuality kUnknown{false, Degree::Unknown};

// Does who takes this stance leave open whether the content holds?
bool leaves_open(Stance stance) {
  return stance == Stance::Demands || stance == Stance::Hopes || stance == Stance::Promises || stance == Stance::Doubts;
}

}  // namespace

Factuality factuality_of(const Statements& statements, nlp::TokenIndex token) {
  const Certainty& certainty = statements.certainty[static_cast<size_t>(token)];
  Factuality out{certainty.negated, certainty.degree};
  // What is not even tried does not come about.
  if (certainty.negated && certainty.modality == Modality::Actual && out.degree == Degree::Unknown)
    out.degree = Degree::Certain;
  int32_t claim = certainty.claim;
  // The word that claims responsibility tells of the act too, but is itself told by who is around it.
  if (claim >= 0 && statements.claims[static_cast<size_t>(claim)].cue == token)
    claim = statements.claims[static_cast<size_t>(claim)].parent;
  if (claim >= 0) {
    const Stance stance = statements.claims[static_cast<size_t>(claim)].stance;
    if (stance == Stance::Denies) out.negative = !out.negative;
    if (leaves_open(stance)) return kUnknown;
  }
  return out.degree == Degree::Unknown ? kUnknown : out;
}

std::optional<Factuality> factuality_of(const Statements& statements, nlp::TokenIndex token, ground::EntityId source) {
  int32_t innermost = statements.certainty[static_cast<size_t>(token)].claim;
  if (innermost >= 0 && statements.claims[static_cast<size_t>(innermost)].cue == token)
    innermost = statements.claims[static_cast<size_t>(innermost)].parent;
  if (source == ground::kNoEntity) {
    if (innermost < 0) return factuality_of(statements, token);
    // Wishes and plans are told by the reporter himself, and he holds for true what is regretted or shown.
    const voice::Claim& claim = statements.claims[static_cast<size_t>(innermost)];
    const bool rumour =
        claim.holders.empty() && statements.certainty[static_cast<size_t>(token)].hedged;  // by an adverb of hearsay
    const bool own = claim.parent < 0 && (claim.stance == Stance::Hopes || claim.factive || rumour);
    return own ? factuality_of(statements, token) : kUnknown;
  }
  for (int32_t c = innermost; c >= 0; c = statements.claims[static_cast<size_t>(c)].parent) {
    const auto& holders = statements.claims[static_cast<size_t>(c)].holders;
    if (std::find(holders.begin(), holders.end(), source) == holders.end()) continue;
    return c == innermost ? factuality_of(statements, token) : kUnknown;
  }
  return std::nullopt;
}

std::string name_of(const Factuality& factuality) {
  constexpr std::string_view kDegrees[] = {"CT", "PR", "PS", "UU"};
  std::string out(kDegrees[static_cast<size_t>(factuality.degree)]);
  if (factuality.degree != Degree::Unknown) out += factuality.negative ? '-' : '+';
  return out;
}

}  // namespace depeche::voice
