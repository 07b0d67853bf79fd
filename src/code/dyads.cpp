#include "code/dyads.h"

#include <algorithm>

namespace depeche::code {

using ground::EntityId;

size_t Dyads::KeyHash::operator()(const Key& key) const {
  const uint64_t both = uint64_t{static_cast<uint32_t>(key.actor)} << 32 | static_cast<uint32_t>(key.recipient);
  const uint64_t mixed = (both ^ static_cast<uint64_t>(key.type + 1) << 56) * 0x9E3779B97F4A7C15ull;
  return mixed ^ mixed >> 32;
}

Dyads::Dyads(const std::vector<Event>& events) {
  for (size_t i = 0; i < events.size(); ++i) {
    for (const EntityId actor : events[i].actor) {
      for (const EntityId recipient : events[i].recipient) {
        add({actor, recipient, kNone}, i);
        add({actor, recipient, static_cast<int32_t>(events[i].type)}, i);
      }
    }
  }
}

void Dyads::add(const Key& key, size_t event) {
  Two& two = events_[key];
  if (two.first == SIZE_MAX)
    two.first = event;
  else if (two.second == SIZE_MAX && two.first != event)
    two.second = event;
}

bool Dyads::any(size_t own, int32_t type, const std::vector<EntityId>& actors,
                const std::vector<EntityId>& recipients) const {
  for (const EntityId actor : actors) {
    for (const EntityId recipient : recipients) {
      const auto at = events_.find({actor, recipient, type});
      if (at != events_.end() && (at->second.first != own || at->second.second != SIZE_MAX)) return true;
    }
  }
  return false;
}

bool Dyads::told_elsewhere(size_t own, const std::vector<EntityId>& actors,
                           const std::vector<EntityId>& recipients) const {
  return any(own, kNone, actors, recipients);
}

bool Dyads::told_elsewhere(size_t own, EventType type, const std::vector<EntityId>& actors,
                           const std::vector<EntityId>& recipients) const {
  return any(own, static_cast<int32_t>(type), actors, recipients);
}

}  // namespace depeche::code
