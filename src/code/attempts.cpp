#include "code/attempts.h"

#include <algorithm>
#include <array>

namespace depeche::code {

namespace {

struct Words {
  std::string_view name, told;
};
constexpr std::array<Words, 17> kFates{{
    {"taken", "taken"},
    {"wrong_kind", "the word is of another kind here"},
    {"wrong_form", "the reflexive pronoun decides: the entry's use is the other one"},
    {"qualifier", "the word only says of what kind another is"},
    {"no_phrase", "a word of the phrase does not follow"},
    {"missing", "what the entry asks for does not stand there"},
    {"forbidden", "what the entry excludes stands there"},
    {"weaker", "another entry of this type asks for more, or is likelier"},
    {"part_of", "the word is part of another trigger"},
    {"rare", "used so, the word hardly ever tells this"},
    {"unlikely", "hardly an event as it stands there"},
    {"other_sense", "another type is much likelier"},
    {"absorbed", "part of the promise, demand or threat above it"},
    {"topic", "what another event is about"},
    {"bare", "a noun that tells neither who nor when nor where"},
    {"unsure", "less sure than asked for"},
    {"same_act", "another word of the clause tells the same act"},
}};

}  // namespace

std::string_view name_of(Fate fate) { return kFates[static_cast<size_t>(fate)].name; }
std::string_view told(Fate fate) { return kFates[static_cast<size_t>(fate)].told; }

void Followed::fell(const std::vector<Draft>& left, Fate fate) {
  if (!attempts_) return;
  for (Attempt& attempt : *attempts_) {
    if (attempt.fate != Fate::Taken) continue;
    const auto at = std::find_if(left.begin(), left.end(), [&](const Draft& draft) {
      return draft.trigger.token == attempt.token && draft.trigger.entry == attempt.entry;
    });
    if (at == left.end()) {
      attempt.fate = fate;
    } else {
      attempt.likely = at->event.confidence;
      attempt.features = at->event.reasons.event;
      attempt.weights = at->event.reasons.weights;
    }
  }
}

}  // namespace depeche::code
