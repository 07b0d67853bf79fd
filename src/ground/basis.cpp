#include "ground/basis.h"

#include <algorithm>

namespace depeche::ground {
namespace {

using Found = Basis::Found;

// How one of its names tells who it is.
Found found_by(const NameSpan& name, const Draft& draft) {
  if (draft.actor == kNoActor) return name.kind == NameKind::Demonym ? Found::Demonym : Found::Name;
  if (name.slip) return Found::Likeness;
  for (const NameEntry& entry : name.entries) {
    if (entry.actor == draft.actor) return entry.use == NameUse::Family ? Found::Family : Found::List;
  }
  return Found::Likeness;
}

// Without any name.
Found found_unnamed(const Draft& draft) {
  if (draft.actor == kNoActor) return Found::Noun;
  return draft.kind == EntityKind::State ? Found::List : Found::Office;
}

// 1: the model's kind of name is of the entity's kind, -1: of another, 0: it tells nothing.
int agreement(std::string_view label, EntityKind kind) {
  if (label.empty() || label == "MISC") return 0;
  std::string_view wanted = "ORG";
  if (kind == EntityKind::Person) wanted = "PER";
  if (kind == EntityKind::State) wanted = "LOC";
  return label.starts_with(wanted) ? 1 : -1;
}

Basis::Country country_of(const Draft& draft) {
  if (draft.actor != kNoActor) return Basis::Country::List;
  if (draft.country.empty()) return Basis::Country::None;
  return draft.supposed || draft.by_focus ? Basis::Country::Focus : Basis::Country::Said;
}

Basis::Sector sector_of(const Draft& draft) {
  if (draft.actor != kNoActor) return Basis::Sector::List;
  if (draft.sector.empty() || draft.sector == "UNK") return Basis::Sector::None;
  return draft.any_sector ? Basis::Sector::Supposed : Basis::Sector::Said;
}

}  // namespace

void tell_basis(const Scene& scene, const std::vector<EntityId>& entity_of, EntityTable& table) {
  std::vector<int> agreed(static_cast<size_t>(table.size()), 0);
  std::vector<bool> labelled(agreed.size(), false), named(agreed.size(), false);
  for (size_t i = 0; i < scene.names.size(); ++i) {
    const EntityId id = entity_of[i];
    if (id == kNoEntity) continue;
    const NameSpan& name = scene.names[i];
    Draft& draft = table[id];
    const Found found = found_by(name, draft);
    draft.basis.found = named[id] ? std::min(draft.basis.found, found) : found;
    const int agrees = agreement(name.label, draft.kind);
    agreed[id] += agrees;
    if (agrees != 0) labelled[id] = true;
    named[id] = true;
  }
  for (EntityId e = 0; e < table.size(); ++e) {
    Draft& draft = table[e];
    if (!named[e]) draft.basis.found = found_unnamed(draft);
    draft.basis.country = country_of(draft);
    draft.basis.sector = sector_of(draft);
    if (labelled[e]) draft.basis.label = agreed[e] >= 0 ? Basis::Label::Agrees : Basis::Label::Differs;
  }
}

}  // namespace depeche::ground
