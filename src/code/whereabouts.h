// Where entities are told: the heads of their mentions, and the sentences in which they are told as parties, not as
// places. Asked for each pair of parties that an event may have, so that an entity told thousands of times is not gone
// through each time. `mentions` must outlive it.
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
  // Of the mention nearest to a token among those of a sentence, how many tokens behind it; 0 where there is none.
  int nearest(std::span<const ground::EntityId> parties, nlp::TokenIndex to, nlp::TokenRange sentence) const;
  // Whether a sentence tells it by nothing but adjectives of others' mentions, and places in it.
  bool only_qualifies(const ground::Syntax& syntax, ground::EntityId entity, std::span<const ground::EntityId> others,
                      nlp::TokenRange sentence) const;
  // The sentences in which it acts or suffers, in order, each as often as it does.
  std::span<const int32_t> acting(ground::EntityId entity) const;
  // Who is told at a token, each member of a group, and the mention whose head it is, or null.
  const std::vector<ground::EntityId>& parties(nlp::TokenIndex t) const { return parties_[static_cast<size_t>(t)]; }
  const ground::Mention* mention(nlp::TokenIndex t) const { return mentions_[static_cast<size_t>(t)]; }

 private:
  void add_token(const ground::Syntax& syntax, const ground::Mentions& mentions, size_t t);
  std::vector<Head> heads_;  // entity by entity
  std::vector<int32_t> acting_;
  std::vector<size_t> heads_begin_, acting_begin_;      // per entity, and one past the last
  std::vector<std::vector<ground::EntityId>> parties_;  // per token
  std::vector<const ground::Mention*> mentions_;
};

}  // namespace depeche::code
