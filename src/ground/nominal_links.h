// Noun phrases -> entities: titles join the names they belong to, other phrases take up an entity told before, and
// those that take up none are entities of their own.
#pragma once

#include <vector>

#include "ground/entity_table.h"
#include "ground/focus.h"
#include "ground/scene.h"

namespace depeche::ground {

// `entity_of`: per name, as link_names() gave it.
void link_nominals(const Scene& scene, const std::vector<EntityId>& entity_of, const Focus& focus, EntityTable& table);

}  // namespace depeche::ground
