#include "ground/entity_table.h"

#include <algorithm>

namespace depeche::ground {

EntityId EntityTable::add(Draft draft) {
  if (draft.actor != kNoActor) by_actor_.emplace(draft.actor, size());
  drafts_.push_back(std::move(draft));
  return static_cast<EntityId>(drafts_.size()) - 1;
}

void EntityTable::mention(EntityId id, const Mention& mention) {
  auto& here = at_[mention.head];
  if (std::any_of(here.begin(), here.end(), [id](const Standing& s) { return s.id == id; })) return;
  here.push_back({id, mention.as_place, mention.form, mention.head});
  drafts_[id].mentions.push_back(mention);
}

void EntityTable::merge(EntityId from, EntityId to) {
  if (from == to) return;
  std::vector<Mention> moved = std::move(drafts_[from].mentions);
  drafts_[from].mentions.clear();
  for (const Mention& m : moved) {
    std::erase_if(at_[m.head], [from](const Standing& s) { return s.id == from; });
    mention(to, m);
  }
}

}  // namespace depeche::ground
