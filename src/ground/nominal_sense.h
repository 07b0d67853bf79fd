// What a noun phrase says of whom it means, and whether an entity told before may be that one.
#pragma once

#include <string>
#include <vector>

#include "ground/entity_table.h"
#include "ground/focus.h"
#include "ground/scene.h"

namespace depeche::ground {

// What the phrase itself tells.
struct Origin {
  std::vector<std::string> countries;
  std::string sector;         // of what a complement names
  EntityId body = kNoEntity;  // the complement
  bool own() const { return !countries.empty() || body != kNoEntity; }
};

class NominalSense {
 public:
  // All must outlive it. `entity_of`: per name; `done`: per nominal what it was found to mean so far.
  NominalSense(const Scene& scene, const std::vector<EntityId>& entity_of, const Focus& focus, const EntityTable& table,
               const std::vector<EntityId>& done)
      : scene_(scene), entity_of_(entity_of), focus_(focus), table_(table), done_(done) {}

  Origin origin(const Nominal& n) const;
  std::string sector(const Nominal& n, const Origin& o) const;
  // The country that goes without saying, "" where the noun takes none.
  std::string inherited(const Nominal& n) const;
  // Whether a person told before may be whom a phrase in the singular means.
  bool may_be(const Draft& d, const Nominal& n, const Origin& o, const std::string& sector) const;
  // A noun for anybody, where nobody better was told: anybody named.
  bool may_be_anybody(const Draft& d, const Nominal& n, const Origin& o) const;

 private:
  const Role& role(const Nominal& n) const { return scene_.roles[n.role]; }
  // `former`: also who held it and does no more.
  bool holds_office(const Draft& d, const std::vector<std::string>& offices, bool former) const;

  const Scene& scene_;
  const std::vector<EntityId>& entity_of_;
  const Focus& focus_;
  const EntityTable& table_;
  const std::vector<EntityId>& done_;
};

// Sectors of people of whom a deed is told: suspects and attackers.
bool is_doer(const std::string& sector);

}  // namespace depeche::ground
