#include "code/denials.h"

#include <algorithm>

namespace depeche::code {

using ground::EntityId;

namespace {

bool contains(const std::vector<EntityId>& list, EntityId e) {
  return std::find(list.begin(), list.end(), e) != list.end();
}

// Does the event lay something at the door of one of them?
bool concerns(const Event& event, const std::vector<EntityId>& deniers) {
  return std::any_of(deniers.begin(), deniers.end(),
                     [&](EntityId e) { return contains(event.actor, e) || contains(event.recipient, e); });
}

}  // namespace

void link_denials(const std::vector<bool>& is_denial, std::vector<Event>& events) {
  for (size_t d = 0; d < events.size(); ++d) {
    if (!is_denial[d] || events[d].actor.empty()) continue;
    Event& denial = events[d];
    std::vector<EntityId> accusers;
    for (size_t e = 0; e < events.size(); ++e) {
      Event& event = events[e];
      if (e == d || (event.status != Status::Alleged && event.status != Status::Claimed)) continue;
      if (event.trigger.begin > denial.sentence.end || !concerns(event, denial.actor)) continue;
      // What the deniers claim themselves, they do not deny.
      if (std::any_of(denial.actor.begin(), denial.actor.end(),
                      [&](EntityId a) { return contains(event.according_to, a); }))
        continue;
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
  }
}

}  // namespace depeche::code
