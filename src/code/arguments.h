// Arguments by evidence: who an event's actor and recipient are, chosen among all that the tree, the sentence, the
// neighbouring events, the title and the discourse offer, nobody among them. Each candidate is a set of features, so is
// each pair of them (who acts upon whom elsewhere in the text, whose countries are the same …), and their weights add
// up. Of the pairs that share nobody, those that tell the same countries speak for each other, and the best of the
// likeliest answer wins.
#pragma once

#include <filesystem>
#include <vector>

#include "code/drafts.h"
#include "code/participants.h"
#include "code/weights.h"
#include "ground/mentions.h"
#include "ground/syntax.h"
#include "text/document.h"
#include "voice/statements.h"

namespace depeche::code {

struct ArgumentWeights {
  Weights actor, recipient, pair;
  [[nodiscard]] static Result<ArgumentWeights> load(const std::filesystem::path& folder);
  bool empty() const { return actor.empty(); }
};

struct ArgumentInput {
  const text::Document& document;
  const ground::Syntax& syntax;
  const ground::Mentions& mentions;
  const voice::Statements& statements;
  const Participants& participants;
};

// `told`: the drafts' events as their own sentences tell them; `drafts` holds what the rules for unsaid parties made of
// them, which is one more piece of evidence. In text order. With `explain` each event keeps what was considered.
void choose_arguments(const ArgumentInput& input, const ArgumentWeights& weights, const std::vector<Event>& told,
                      std::vector<Draft>& drafts, bool explain);

}  // namespace depeche::code
