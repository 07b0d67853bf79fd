// Pronouns and possessives -> the entities they take up.
#pragma once

#include "ground/entity_table.h"
#include "ground/scene.h"

namespace depeche::ground {

void link_pronouns(const Scene& scene, EntityTable& table);

}  // namespace depeche::ground
