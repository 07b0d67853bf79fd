// Names that tell where -> places with coordinates: towns, sites, states and their capitals.
#pragma once

#include <vector>

#include "ground/entity_table.h"
#include "ground/focus.h"
#include "ground/mentions.h"
#include "ground/scene.h"

namespace depeche::ground {

// In the order of their first mention.
std::vector<Place> link_places(const Scene& scene, const std::vector<EntityId>& entity_of, const EntityTable& table,
                               const Focus& focus);

}  // namespace depeche::ground
