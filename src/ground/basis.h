// What each entity rests on, told once all is linked: how it was found, where its country and sector come from, and
// whether the model's kinds of its names speak for it.
#pragma once

#include <vector>

#include "ground/entity_table.h"
#include "ground/scene.h"

namespace depeche::ground {

// Sets each draft's basis. `entity_of`: per name of the scene.
void tell_basis(const Scene& scene, const std::vector<EntityId>& entity_of, EntityTable& table);

}  // namespace depeche::ground
