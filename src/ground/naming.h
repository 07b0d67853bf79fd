// Somebody told without a name, and his name or nationality told later: as an apposition, as a predicate, behind a verb
// of identification, or in a list of age and nationality.
#pragma once

#include <vector>

#include "ground/entity_table.h"
#include "ground/scene.h"

namespace depeche::ground {

// `entity_of`: per name. Entities found to be one are merged into the one with the name.
void name_the_unnamed(const Scene& scene, const std::vector<EntityId>& entity_of, EntityTable& table);

}  // namespace depeche::ground
