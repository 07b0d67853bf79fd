// What the steps of the entity stage share while they read one document: the lists, the reading, the names and the
// noun phrases found in it. Lives for one call; all that it refers to must outlive it.
#pragma once

#include <string>
#include <vector>

#include "ground/actors.h"
#include "ground/name_finder.h"
#include "ground/name_sounds.h"
#include "ground/nominals.h"
#include "ground/places.h"
#include "ground/reading.h"
#include "ground/roles.h"

namespace depeche::ground {

struct Scene {
  const ActorBook& actors;
  const PlaceBook& places;
  const RoleBook& roles;
  const NameSounds& sounds;
  const Reading& reading;
  std::string date;  // of the document, "" where not known
  std::vector<NameSpan> names;
  std::vector<Nominal> nominals;
  std::vector<int32_t> title_of;  // per name: the nominal that is its title, -1

  const Syntax& syntax() const { return reading.syntax(); }
};

}  // namespace depeche::ground
