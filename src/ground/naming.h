// Somebody told without a name, and his name or nationality told later: "un homme … Le suspect, X", "l'homme a été
// identifié comme X", "il s'agit de X, 39 ans, français", "le conducteur, un Ouzbek".
#pragma once

#include <vector>

#include "ground/entity_table.h"
#include "ground/scene.h"

namespace depeche::ground {

// `entity_of`: per name. Entities found to be one are merged into the one with the name.
void name_the_unnamed(const Scene& scene, const std::vector<EntityId>& entity_of, EntityTable& table);

}  // namespace depeche::ground
