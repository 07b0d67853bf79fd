// An analysis as text: CoNLL-U for eyes and tools, JSON Lines for programs.
#pragma once

#include <string>
#include <string_view>

#include "nlp/analysis.h"

namespace depeche::nlp {

// Appends one object and a newline: text, and per token the arrays tok, sp (space after), norm, shape, pos, tag, morph,
// lemma, head (index of the head, its own for a root), dep, ss (starts a sentence); ent: [first, past last, label].
void write_jsonl(const Analysis& analysis, std::string_view text, std::string& out);

// Appends the sentences in CoNLL-U, token numbers and heads counting from 1 in each; MISC has SpaceAfter=No and the
// entity as NE=B-PER. `id` names the document.
void write_conllu(const Analysis& analysis, std::string_view text, std::string_view id, std::string& out);

}  // namespace depeche::nlp
