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

}  // namespace depeche::nlp
