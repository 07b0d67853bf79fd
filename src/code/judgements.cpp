#include "code/judgements.h"

#include <string>

namespace depeche::code {

using nlp::TokenIndex;

Judgements::Judgements(const ground::Syntax& syntax, const Dependents& dependents,
                       const std::vector<Trigger>& triggers) {
  ByToken acts;  // by each word that tells one, alone or with a verb below it
  for (const Trigger& trigger : triggers) {
    if (trigger.frame->type == EventType::Accuse) continue;
    acts.try_emplace(trigger.token, &trigger);
    for (const TokenIndex part : trigger.parts) {
      if (syntax.is_below(trigger.token, part)) acts.try_emplace(part, &trigger);
    }
  }
  const std::vector<std::string> of = {std::string(syntax.grammar().of())};
  for (const Trigger& judge : triggers) {
    if (judge.frame->type != EventType::Accuse || acts_.contains(judge.token)) continue;
    const bool noun = judge.entry->kind == WordKind::Noun;
    Dependents::Tokens told = noun ? dependents.marked(judge.token, of) : dependents.objects(judge.token);
    // Where the act is laid at somebody's door, who that is stands behind a preposition, and parsers err with those.
    const bool laid = judge.frame->mode == "allege";
    std::erase_if(told, [&](TokenIndex t) { return laid || syntax.pos(t) != nlp::Upos::Noun; });
    syntax.for_children(judge.token, [&](TokenIndex c) {
      if (syntax[c].relation == ground::Relation::Clause && dependents.is_verb(c)) told.push_back(c);
    });
    for (const TokenIndex t : told) {
      const Trigger* const act = at(acts, t);
      if (!act || judge.words.contains(t)) continue;
      acts_.try_emplace(judge.token, act);
      judges_.try_emplace(act->token, &judge);
      break;
    }
  }
}

}  // namespace depeche::code
