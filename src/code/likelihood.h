// How likely a trigger is an event at all: what is known of its word, how it stands in its sentence, who was found for
// it and what stands around it, as features whose weights add up to a probability.
#pragma once

#include <vector>

#include "code/arguments.h"
#include "code/drafts.h"
#include "code/topics.h"
#include "code/weights.h"

namespace depeche::code {

// Sets each draft's confidence; a draft keeps its own where `weights` is empty. Parties must be chosen, times and
// places set. `told` as for choose_arguments.
void set_likelihood(const ArgumentInput& input, const Subject& subject, const Weights& weights,
                    const std::vector<Event>& told, std::vector<Draft>& drafts, bool explain);
// The same before parties, times and places are known, to leave out what is hardly an event.
void set_first_likelihood(const ArgumentInput& input, const Subject& subject, const Weights& weights,
                          std::vector<Draft>& drafts, bool explain);

}  // namespace depeche::code
