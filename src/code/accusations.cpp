#include "code/accusations.h"

#include <algorithm>
#include <span>

#include "code/dependents.h"
#include "code/parties.h"

namespace depeche::code {

using ground::EntityId;
using ground::kNoToken;
using ground::Relation;
using nlp::TokenIndex;

namespace {

// The drafts of the sentence that drafts[i] stands in; they are in text order.
std::span<const Draft> of_its_sentence(const std::vector<Draft>& drafts, size_t i) {
  size_t begin = i, end = i + 1;
  while (begin > 0 && drafts[begin - 1].event.sentence == drafts[i].event.sentence) --begin;
  while (end < drafts.size() && drafts[end].event.sentence == drafts[i].event.sentence) ++end;
  return std::span(drafts).subspan(begin, end - begin);
}

void give(const std::vector<EntityId>& accused, Event& event) {
  if (overlap(accused, event.recipient) && event.actor.empty()) return;  // whom it was done to
  event.actor = accused;
  remove_all(accused, event.recipient);
}

// A noun right below an accusation: what somebody is accused of.
bool is_charge(const ground::Syntax& syntax, TokenIndex noun, TokenIndex cue) {
  const Relation r = syntax[noun].relation;
  return syntax[noun].head == cue && (r == Relation::Oblique || r == Relation::Object || r == Relation::IndirectObject);
}

// Does an accusation at `cue` tell of what `act` says? Not what a relative clause only says of somebody.
bool is_about(const ground::Syntax& syntax, TokenIndex act, TokenIndex cue) {
  constexpr int kSteps = 4;
  TokenIndex t = act;
  for (int step = 0; step < kSteps && t != kNoToken; ++step, t = syntax[t].head) {
    if (t == cue) return step > 0;
    const Relation r = syntax[t].relation;
    if (r == Relation::Relative || r == Relation::Parataxis || r == Relation::Conjunct) return false;
  }
  return false;
}

bool may_be_alleged(const ground::Syntax& syntax, const Draft& draft, const Draft& accusation) {
  const Event &event = draft.event, &by = accusation.event;
  if (event.type != EventType::Assault && event.type != EventType::Coerce && event.type != EventType::Aid) return false;
  if (event.status != Status::Occurred && event.status != Status::Planned && event.status != Status::Claimed)
    return false;
  if (by.type != EventType::Accuse || (by.mode != "allege" && by.mode != "investigate")) return false;
  // An inquiry into a definite act: nobody doubts that there was one.
  const bool noun = draft.is_noun();
  if (noun ? by.mode == "investigate" && is_definite(syntax, event.trigger_token)
           : syntax.has_feature(event.trigger_token, "VerbForm=Fin"))
    return false;
  return is_about(syntax, event.trigger_token, by.trigger_token);
}

}  // namespace

void give_to_accused(const ground::Syntax& syntax, const voice::Statements& statements, std::vector<Draft>& drafts) {
  for (size_t i = 0; i < drafts.size(); ++i) {
    Draft& draft = drafts[i];
    Event& event = draft.event;
    const int32_t c = statements.certainty[static_cast<size_t>(event.trigger_token)].claim;
    if (c < 0 || statements.claims[static_cast<size_t>(c)].stance != voice::Stance::Accuses) continue;
    const voice::Claim& claim = statements.claims[static_cast<size_t>(c)];
    const bool is_told = within(event.actor, claim.holders);
    const bool infinitive = !draft.is_noun() && !is_finite(syntax, event.trigger_token);
    if (!is_told || (event.actor.empty() && !infinitive && !is_charge(syntax, event.trigger_token, claim.cue)))
      continue;
    for (const Draft& other : of_its_sentence(drafts, i)) {
      const Event& accusation = other.event;
      if (accusation.trigger_token != claim.cue || accusation.type != EventType::Accuse || &other == &draft ||
          accusation.recipient.empty())
        continue;
      give(accusation.recipient, event);
    }
  }
}

void give_to_armed(const ground::Syntax& syntax, const ground::Mentions& mentions, std::vector<Draft>& drafts) {
  for (size_t i = 0; i < drafts.size(); ++i) {
    Event& event = drafts[i].event;
    const ground::Node& act = syntax[event.trigger_token];
    if (event.type != EventType::Assault || act.relation != Relation::Relative || act.head == kNoToken) continue;
    if (syntax.child(event.trigger_token, Relation::PassiveSubject) != kNoToken) continue;
    const TokenIndex arms = act.head;
    const Relation r = syntax[arms].relation;  // with the arms as what is given, or with which they are provided
    if (!mentions.entities_at[static_cast<size_t>(arms)].empty() || (r != Relation::Object && r != Relation::Oblique))
      continue;
    for (const Draft& other : of_its_sentence(drafts, i)) {
      const Event& delivery = other.event;
      const bool given = delivery.type == EventType::Aid || delivery.type == EventType::Agree;
      if (given && delivery.trigger_token == syntax[arms].head && !delivery.recipient.empty())
        give(delivery.recipient, event);
    }
  }
}

void mark_alleged(const ground::Syntax& syntax, std::vector<Draft>& drafts) {
  for (size_t i = 0; i < drafts.size(); ++i) {
    Draft& draft = drafts[i];
    Event& event = draft.event;
    for (const Draft& accusation : of_its_sentence(drafts, i)) {
      const Event& by = accusation.event;
      if (&accusation == &draft || !may_be_alleged(syntax, draft, accusation)) continue;
      event.status = Status::Alleged;
      if (within(event.actor, by.actor) && !by.recipient.empty() && !draft.is_noun()) give(by.recipient, event);
      const bool other = std::none_of(by.actor.begin(), by.actor.end(), [&](EntityId e) {
        return contains(event.actor, e) || contains(by.recipient, e);
      });
      if (event.according_to.empty() && other) event.according_to = by.actor;
      break;
    }
  }
}

}  // namespace depeche::code
