// Who a document speaks of: names, noun phrases and pronouns joined to entities, and the places it names.
//
//   EntityFinder finder(actors, places, roles, sounds, confidence);
//   finder.run(document, syntax, "2023-08-15", mentions);   // fills entities, entities_at, places
//
// entities_at holds every mention, also one that tells a place (Mention::as_place). What is said of a group is a
// mention of each member. Immutable, may be shared by threads; time grows with the length of the text.
#pragma once

#include <string>

#include "ground/actors.h"
#include "ground/confidence.h"
#include "ground/mentions.h"
#include "ground/name_sounds.h"
#include "ground/places.h"
#include "ground/roles.h"
#include "ground/syntax.h"
#include "text/document.h"

namespace depeche::ground {

class EntityFinder {
 public:
  // All must outlive it.
  EntityFinder(const ActorBook& actors, const PlaceBook& places, const RoleBook& roles, const NameSounds& sounds,
               const EntityConfidence& confidence)
      : actors_(actors), places_(places), roles_(roles), sounds_(sounds), confidence_(confidence) {}

  // `date`: the document's, ISO, "" where not known; who held which office is looked up for it.
  void run(const text::Document& document, const Syntax& syntax, const std::string& date, Mentions& mentions) const;

 private:
  const ActorBook& actors_;
  const PlaceBook& places_;
  const RoleBook& roles_;
  const NameSounds& sounds_;
  const EntityConfidence& confidence_;
};

}  // namespace depeche::ground
