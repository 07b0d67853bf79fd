// Names that the words around them call places: before or behind a noun of places, or before a comma and their state;
// and the other mentions of these, which the model may take for people or bodies or miss.
#pragma once

#include <vector>

#include "ground/actors.h"
#include "ground/name_finder.h"
#include "ground/places.h"
#include "ground/reading.h"
#include "ground/roles.h"

namespace depeche::ground {

// `names`: in text order, as NameFinder gives them; stays so.
void mark_place_names(const Reading& reading, const ActorBook& actors, const PlaceBook& places, const RoleBook& roles,
                      std::vector<NameSpan>& names);

}  // namespace depeche::ground
