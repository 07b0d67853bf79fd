// Whether the words around an expression speak of what was or of what will be.
#pragma once

#include <string_view>
#include <vector>

#include "ground/timex/grammar.h"
#include "ground/timex/resolve.h"
#include "nlp/analysis.h"

namespace depeche::ground::timex {

// From the words alone: the nearest verb form of the sentence that shows a tense (classes PAST, FUTURE and the endings
// of words.toml), at most twenty words away.
Direction surface_tense(std::string_view text, const std::vector<Piece>& pieces, const Form& form,
                        const Grammar& grammar);

// From the tree: the tense of the verb that governs the words of `span`, with its auxiliaries. Unknown where no verb
// does, or where its form tells neither (present, infinitive, conditional). What makes a future tense with a verb of
// its own is the class FUTURE_AUXILIARY.
Direction tree_tense(std::string_view text, const nlp::Analysis& analysis, ByteSpan span, const Grammar& grammar);

}  // namespace depeche::ground::timex
