// Whom a noun phrase may take up: people and bodies told before it, or after it where it stands in the title; and what
// its place in the sentence says of it. Lives for one call; all that it refers to must outlive it.
#pragma once

#include <string>
#include <vector>

#include "ground/entity_table.h"
#include "ground/nominal_sense.h"
#include "ground/scene.h"

namespace depeche::ground {

class Antecedents {
 public:
  Antecedents(const Scene& scene, const std::vector<EntityId>& entity_of, const EntityTable& table,
              const NominalSense& sense)
      : scene_(scene), entity_of_(entity_of), table_(table), sense_(sense) {}

  // Whether somebody of the lists held the office that the phrase tells, and holds it no more: for a while, where the
  // phrase stands behind the name and so tells the office itself, not only how the bearer is addressed.
  bool held(ActorIndex actor, const Nominal& n, bool behind_name) const;
  bool acts(const Nominal& n) const;
  // A bare noun behind a preposition is part of another phrase, unless that phrase is a title.
  bool is_idiom(const Nominal& n) const;
  EntityId state_before(const Nominal& n, bool as_place) const;
  // The same indefinite noun in the title and in the report is one.
  EntityId told_in_title(const Nominal& n, const Origin& o, bool people) const;
  // A noun with a definite article: the body whose name begins with that word.
  EntityId body_called(const Nominal& n, const Origin& o) const;
  EntityId later(const Nominal& n, const Origin& o, const std::string& about, const std::string& sector) const;
  // Who acts or is acted on there, not what lies there.
  bool is_party(TokenIndex at) const;

 private:
  const Role& role(const Nominal& n) const { return scene_.roles[n.role]; }
  // A capital names its country where it acts, but not where it is a place.
  bool is_town(TokenIndex t) const;

  static constexpr EntityId kMostPeople = 200;
  static constexpr int32_t kMostNames = 400;

  const Scene& scene_;
  const std::vector<EntityId>& entity_of_;
  const EntityTable& table_;
  const NominalSense& sense_;
};

}  // namespace depeche::ground
