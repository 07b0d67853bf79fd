// Whom people of no list belong to by what stands beside their names: a body behind a preposition, in brackets, as
// possessor, or for which a title is held.
#pragma once

#include <vector>

#include "ground/entity_table.h"
#include "ground/scene.h"

namespace depeche::ground {

// Gives them country and sector of the body where nothing surer was told. `entity_of` is per name; titles must have
// told theirs.
void link_affiliations(const Scene& scene, const std::vector<EntityId>& entity_of, EntityTable& table);

}  // namespace depeche::ground
