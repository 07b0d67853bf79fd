#include "code/denials.h"

#include <algorithm>

namespace depeche::code {

using ground::EntityId;

namespace {

constexpr uint32_t kReachAlleged = 3000, kReachClaimed = 400;  // bytes back from a denial

bool contains(const std::vector<EntityId>& list, EntityId e) {
  return std::find(list.begin(), list.end(), e) != list.end();
}

bool overlap(const std::vector<EntityId>& a, const std::vector<EntityId>& b) {
  return std::any_of(a.begin(), a.end(), [&](EntityId e) { return contains(b, e); });
}

// May `denial` be about `event`? It lays something at the door of the deniers, and they did not say so themselves.
bool may_deny(const Event& denial, const Event& event, Status status, uint32_t reach) {
  if (&denial == &event || event.status != status) return false;
  if (event.trigger.begin > denial.sentence.end || denial.trigger.begin > event.trigger.begin + reach) return false;
  if (overlap(denial.actor, event.according_to)) return false;
  return overlap(denial.actor, event.actor) || overlap(denial.actor, event.recipient);
}

bool is_denial(const Draft& draft) {
  return draft.event.type == EventType::Reject && draft.frame().content == Content::Claim;
}

// Links all events of a status that the denial may be about; false where there is none.
bool link(std::vector<Draft>& drafts, size_t d, Status status, uint32_t reach) {
  Event& denial = drafts[d].event;
  std::vector<EntityId> accusers;
  bool any = false;
  for (Draft& draft : drafts) {
    Event& event = draft.event;
    if (!may_deny(denial, event, status, reach)) continue;
    any = true;
    for (const EntityId by : denial.actor) {
      if (contains(event.denied_by, by)) continue;
      event.denied_by.push_back(by);
      event.positions.push_back({by, voice::Stance::Denies, denial.trigger});
    }
    event.links.push_back({"denied_in", static_cast<int32_t>(d)});
    event.evidence.push_back(denial.sentence);
    for (const EntityId by : event.according_to) {
      if (!contains(accusers, by)) accusers.push_back(by);
    }
  }
  if (denial.recipient.empty()) denial.recipient = accusers;
  return any;
}

}  // namespace

void link_denials(std::vector<Draft>& drafts) {
  for (size_t d = 0; d < drafts.size(); ++d) {
    if (!is_denial(drafts[d]) || drafts[d].event.actor.empty()) continue;
    if (!link(drafts, d, Status::Alleged, kReachAlleged)) link(drafts, d, Status::Claimed, kReachClaimed);
  }
}

}  // namespace depeche::code
