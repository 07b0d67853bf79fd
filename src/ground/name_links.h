// Names -> entities: all names of one thing in a document together, whatever their form: full name and family name,
// acronym and what it stands for, spellings of one sound.
#pragma once

#include <vector>

#include "ground/entity_table.h"
#include "ground/scene.h"

namespace depeche::ground {

// Adds an entity for each thing that is named, with its mentions. Per name: its entity, kNoEntity for a place that does
// not act.
std::vector<EntityId> link_names(const Scene& scene, EntityTable& table);

// Country by which a name tells where something belongs: that of a state, body, person or place; "".
std::string country_of(const Scene& scene, const EntityTable& table, const std::vector<EntityId>& entity_of,
                       int32_t name);

}  // namespace depeche::ground
