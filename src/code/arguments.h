// Arguments by evidence: who an event's actor and recipient are, chosen among all that the tree, the sentence, the
// neighbouring events, the title and the discourse offer, nobody among them. Each candidate is a set of features, so is
// each pair of them (who acts upon whom elsewhere in the text, whose countries are the same …), and their weights add
// up; the best pair that shares nobody wins. This is done twice: first each event by itself, with its neighbours as
// their own sentences tell them; then again with the neighbours as the first round has them.
#pragma once

#include <array>
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

constexpr size_t kRounds = 2;

// `told`: the drafts' events as their own sentences tell them; `drafts` holds what the rules for unsaid parties made of
// them, which is one more piece of evidence. In text order. With `explain` each event keeps what was considered.
void choose_arguments(const ArgumentInput& input, const std::array<ArgumentWeights, kRounds>& weights,
                      const std::vector<Event>& told, std::vector<Draft>& drafts, bool explain);

}  // namespace depeche::code
