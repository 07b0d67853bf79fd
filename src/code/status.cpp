#include "code/status.h"

#include <algorithm>

namespace depeche::code {

using ground::EntityId;
using voice::Modality;
using voice::Stance;

namespace {

bool contains(const std::vector<EntityId>& list, EntityId e) {
  return std::find(list.begin(), list.end(), e) != list.end();
}

bool share(const std::vector<EntityId>& a, const std::vector<EntityId>& b) {
  return std::any_of(a.begin(), a.end(), [&](EntityId e) { return contains(b, e); });
}

// The type that PLOVER gives to an act that is still to come.
EventType planned_type(EventType type) {
  switch (type) {
    case EventType::Consult:
    case EventType::Support:
    case EventType::Cooperate:
    case EventType::Aid:
      return EventType::Agree;
    case EventType::Retreat:
      return EventType::Concede;
    default:
      return type;
  }
}

}  // namespace

void set_status(const voice::Statements& statements, Event& event) {
  const voice::Certainty& certainty = statements.certainty[static_cast<size_t>(event.trigger_token)];
  event.hedged = certainty.hedged;
  bool accused = false, denied = false, own_words = false, anyone = false;
  std::vector<int32_t> chain;  // innermost first
  for (int32_t c = certainty.claim; c >= 0; c = statements.claims[static_cast<size_t>(c)].parent) chain.push_back(c);
  for (size_t i = 0; i < chain.size(); ++i) {
    const voice::Claim& claim = statements.claims[static_cast<size_t>(chain[i])];
    anyone = true;
    accused |= claim.stance == Stance::Accuses;
    denied |= claim.stance == Stance::Denies && i == 0;
    if (i == 0) own_words = share(claim.holders, event.actor);
    for (const EntityId by : claim.holders) {
      event.positions.push_back({by, claim.stance, claim.cue_span});
      if (claim.stance == Stance::Confirms && !contains(event.confirmed_by, by)) event.confirmed_by.push_back(by);
    }
  }
  for (size_t i = chain.size(); i-- > 0;) {
    for (const EntityId by : statements.claims[static_cast<size_t>(chain[i])].holders) {
      if (!contains(event.according_to, by)) event.according_to.push_back(by);
    }
  }
  if (certainty.negated)
    event.status = Status::Negated;
  else if (certainty.modality == Modality::Hypothetical)
    event.status = Status::Hypothetical;
  else if (certainty.modality == Modality::Future || certainty.modality == Modality::Intended)
    event.status = Status::Planned;
  else if (denied)
    event.status = Status::Negated;
  else if (accused)
    event.status = Status::Alleged;
  else if (anyone && !own_words)
    event.status = Status::Claimed;
  else
    event.status = Status::Occurred;
  if (event.status == Status::Planned) {
    const EventType type = planned_type(event.type);
    if (type != event.type) event.mode.clear();
    event.type = type;
  }
}

}  // namespace depeche::code
