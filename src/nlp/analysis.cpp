#include "nlp/analysis.h"

#include <algorithm>
#include <iterator>

namespace depeche::nlp {
namespace {

constexpr std::string_view kNames[] = {"",      "ADJ",   "ADP",  "ADV",  "AUX",  "CONJ", "CCONJ",
                                       "DET",   "INTJ",  "NOUN", "NUM",  "PART", "PRON", "PROPN",
                                       "PUNCT", "SCONJ", "SYM",  "VERB", "X",    "EOL",  "SPACE"};
static_assert(std::size(kNames) == static_cast<size_t>(Upos::Space) + 1);

}  // namespace

std::string_view name_of(Upos pos) { return kNames[static_cast<size_t>(pos)]; }

Upos upos_from(std::string_view name) {
  const auto at = std::find(std::begin(kNames), std::end(kNames), name);
  return at == std::end(kNames) ? Upos::None : static_cast<Upos>(at - std::begin(kNames));
}

void append(Analysis& to, Analysis from) {
  const TokenIndex tokens = to.size();
  const auto lemmas = static_cast<uint32_t>(to.lemmas.size());
  const auto shifted = [&](TokenRange range) { return TokenRange{range.begin + tokens, range.end + tokens}; };
  for (Token token : from.tokens) {
    token.head += tokens;
    token.lemma_begin += lemmas;
    to.tokens.push_back(token);
  }
  for (const TokenRange range : from.sentences) to.sentences.push_back(shifted(range));
  for (const TokenRange range : from.pieces) to.pieces.push_back(shifted(range));
  for (const EntitySpan& entity : from.entities) to.entities.push_back({shifted(entity.tokens), entity.label});
  to.lemmas += from.lemmas;
  for (auto& [token, norm] : from.norms) to.norms.emplace_back(token + tokens, std::move(norm));
}

}  // namespace depeche::nlp
