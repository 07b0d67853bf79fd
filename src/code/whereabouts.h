// Where entities are told: the heads of their mentions, and the sentences in which they are told as parties, not as
// places. Asked for each pair of parties that an event may have, so that an entity told thousands of times is not gone
// through each time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ground/mentions.h"
#include "ground/syntax.h"

namespace depeche::code {

class Whereabouts {
 public:
  Whereabouts(const ground::Syntax& syntax, const ground::Mentions& mentions);

  struct Head {
    nlp::TokenIndex token;
    uint32_t mention;  // of the entity's
  };
  // The heads in a sentence, in order.
  std::span<const Head> in(ground::EntityId entity, nlp::TokenRange sentence) const;
  // The sentences in which it acts or suffers, in order, each as often as it does.
  std::span<const int32_t> acting(ground::EntityId entity) const;

 private:
  std::vector<Head> heads_;  // entity by entity
  std::vector<int32_t> acting_;
  std::vector<size_t> heads_begin_, acting_begin_;  // per entity, and one past the last
};

}  // namespace depeche::code
