// A number, or a word for two, before a noun of states, people or bodies: the last so many of that kind told before.
#pragma once

#include <set>
#include <string>

#include "ground/entity_table.h"
#include "ground/scene.h"

namespace depeche::ground {

// The entity of a state by its code, added where no name told it; kNoEntity where the code is of no state.
EntityId state_entity(const Scene& scene, EntityTable& table, const std::string& country);

class Groups {
 public:
  // Both must outlive it.
  Groups(const Scene& scene, EntityTable& table) : scene_(scene), table_(table) {}

  // Adds mentions for the groups that begin before `end`; goes on where the last call stopped.
  void run_before(TokenIndex end);
  bool has(TokenIndex head) const { return heads_.contains(head); }

 private:
  void read(WordIndex number, bool alone);  // alone: a word that needs no article

  const Scene& scene_;
  EntityTable& table_;
  WordIndex next_ = 0;
  std::set<TokenIndex> heads_;
};

}  // namespace depeche::ground
