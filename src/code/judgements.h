// Accusations that name an act rather than whose it is: "condemn the attack on the embassy", "allege that he was
// poisoned".
#pragma once

#include <map>
#include <vector>

#include "code/dependents.h"
#include "code/matcher.h"

namespace depeche::code {

class Judgements {
 public:
  // `triggers` must outlive it.
  Judgements(const ground::Syntax& syntax, const Dependents& dependents, const std::vector<Trigger>& triggers);

  // The act that an accusation is about; null where it names none.
  const Trigger* act_of(const Trigger& judge) const {
    return judge.frame->type == EventType::Accuse ? at(acts_, judge.token) : nullptr;
  }
  // The accusation that is about an act; null where none is.
  const Trigger* judge_of(const Trigger& act) const {
    return act.frame->type == EventType::Accuse ? nullptr : at(judges_, act.token);
  }

 private:
  using ByToken = std::map<nlp::TokenIndex, const Trigger*>;
  static const Trigger* at(const ByToken& triggers, nlp::TokenIndex t) {
    const auto found = triggers.find(t);
    return found == triggers.end() ? nullptr : found->second;
  }

  ByToken acts_, judges_;  // by the token of the accusation, of the act
};

}  // namespace depeche::code
