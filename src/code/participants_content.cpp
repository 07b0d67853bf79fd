// Parties that no slot of the frame holds: whose the thing is that suffers, and who is meant in what is demanded,
// promised or threatened.
#include <algorithm>

#include "code/participants.h"
#include "code/parties.h"

namespace depeche::code {

using ground::EntityId;
using ground::kNoToken;
using ground::Relation;
using nlp::TokenIndex;

// Whose the thing is that suffers, by the adjective of a state or its owner.
Entities Participants::owners_of_parts(const Trigger& trigger, const Entities& actor) const {
  const EventType type = trigger.frame->type;
  switch (type) {
    case EventType::Agree:
    case EventType::Aid:
    case EventType::Consult:
    case EventType::Request:
      return {};
    default:
      break;
  }
  const bool material = !is_verbal(type) || type == EventType::Sanction;
  Entities out;
  for (const TokenIndex part : trigger.parts) {
    if (trigger.words.contains(part)) continue;
    if (material && type != EventType::Mobilize && type != EventType::Retreat) {
      add(out, at(part));
      continue;
    }
    if (type == EventType::Support) add_at(part, false, out);  // what is joined
    s_.for_children(part, [&](TokenIndex c) {
      const bool of = s_[c].relation == Relation::Nominal && s_[c].marker != kNoToken &&
                      s_.plain(s_[c].marker) == s_.grammar().of();
      const bool name = s_[c].relation == Relation::Name && c < part && s_.grammar().modifiers_first();  // a compound
      const bool adjective = name || s_[c].relation == Relation::Adjective;
      const bool owner = s_[c].relation == Relation::Possessive;
      if (!adjective && !of && !owner) return;
      Entities owners;
      for (const TokenIndex t : dependents_.coordinated(c)) add_at(t, adjective || (owner && !town_[t]), owners);
      // A state behind a preposition is a place as often as an owner.
      if (!owner) std::erase_if(owners, [&](EntityId e) { return is_state(e) != adjective; });
      add(out, owners);
    });
  }
  remove_all(actor, out);
  return out;
}

// Who is meant before any phrase behind a preposition: who shall do what a clause below the demand tells, whose offer
// is refused.
Entities Participants::told_party(const Trigger& trigger, const Entities& actor) const {
  Entities out;
  const EventType type = trigger.frame->type;
  if (type == EventType::Reject && trigger.entry->kind != WordKind::Noun) return owners_of_parts(trigger, actor);
  if (type != EventType::Request || trigger.frame->content != Content::Absorbed) return out;
  s_.for_children(trigger.token, [&](TokenIndex c) {
    const Relation r = s_[c].relation;
    const bool clause = r == Relation::Clause || r == Relation::Participle || r == Relation::OpenClause;
    if (!out.empty() || !clause || !dependents_.is_verb(c)) return;
    const TokenIndex subject = s_.child(c, Relation::Subject);
    if (subject != kNoToken) out = all({subject});
  });
  remove_all(actor, out);
  return out;
}

// Whom a demand, promise or threat is about: the subject of the clause below it, or the party to what is promised.
Entities Participants::in_content(const Trigger& trigger, const Entities& actor) const {
  Entities out;
  const auto others = [&](Entities found) {
    std::erase_if(found, [&](EntityId e) {
      const std::string& country = mentions_.entities[static_cast<size_t>(e)].country;
      return std::any_of(actor.begin(), actor.end(), [&](EntityId a) {
        return a == e || (!country.empty() && mentions_.entities[static_cast<size_t>(a)].country == country);
      });
    });
    return found;
  };
  TokenIndex clause = kNoToken;
  s_.for_children(trigger.token, [&](TokenIndex c) {
    const Relation r = s_[c].relation;
    if (clause == kNoToken && dependents_.is_verb(c) &&
        (r == Relation::Clause || r == Relation::OpenClause || r == Relation::AdverbialClause ||
         r == Relation::Participle))
      clause = c;
  });
  // A threat with a condition: the condition's subject can still avert it.
  const auto condition = [&](TokenIndex above) {
    s_.for_children(above, [&](TokenIndex c) {
      if (!out.empty() || s_[c].relation != Relation::AdverbialClause || !dependents_.is_verb(c)) return;
      const TokenIndex subject = s_.child(c, Relation::Subject);
      if (subject != kNoToken && s_[c].marker != kNoToken) out = others(all({subject}));
    });
  };
  if (clause == kNoToken) return out;
  out = others(all(dependents_.subjects(clause)));
  if (trigger.frame->type == EventType::Accuse) return out;  // who does what is alleged
  if (out.empty() && dependents_.is_passive(clause)) out = others(all(dependents_.objects(clause)));
  if (out.empty()) out = others(all(dependents_.objects(clause), Role::Recipient));
  const nlp::TokenRange range = s_.subtree(clause);
  for (TokenIndex t = range.begin; t < range.end && out.empty(); ++t) {
    const bool party = acts_[t] || (place_[t] && !town_[t]);
    if (!party || s_[t].marker == kNoToken || s_.plain(s_[t].marker) == s_.grammar().of()) continue;
    Entities found;
    add_at(t, true, found);
    add(out, others(std::move(found)));
  }
  if (out.empty() && trigger.frame->type == EventType::Threaten) {
    condition(clause);
    condition(trigger.token);
  }
  return out;
}

}  // namespace depeche::code
