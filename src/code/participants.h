// Who fills the slots of a frame: from the tokens around a trigger to entities.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "code/dependents.h"
#include "code/frames.h"
#include "code/judgements.h"
#include "code/matcher.h"
#include "ground/mentions.h"

namespace depeche::code {

using Entities = std::vector<ground::EntityId>;

class Participants {
 public:
  // All must outlive it. `triggers`: the words that tell events: a verb that tells one of its own lends no subject to
  // its object, and what hangs below a noun that tells one is that event's.
  Participants(const ground::Syntax& syntax, const ground::Mentions& mentions, const std::vector<Trigger>& triggers);

  // Fills actor and recipient; nobody is both, but where all take part alike.
  void fill(const Trigger& trigger, Entities& actor, Entities& recipient) const;
  // The entities that a noun phrase names, by its head; where it names none, those that it belongs to, as by an
  // adjective.
  Entities at(nlp::TokenIndex head) const;
  const Dependents& dependents() const { return dependents_; }

  enum class Role { Actor, Recipient };
  // What each slot of the trigger's frame holds, by the slot's name.
  struct Filling {
    std::string slot;
    Entities parties;
  };
  std::vector<Filling> fillings(const Trigger& trigger, Role role) const;
  // Who cannot be it: whom an act was done to is not accused of it, and who accuses others of an act has not done it.
  Entities barred(const Trigger& trigger, Role role) const;

 private:
  Entities in_slots(const Trigger& trigger, std::span<const Slot> slots, Role role, const Entities& not_these) const;
  Entities in_slot(const Trigger& trigger, const Slot& slot, Role role) const;
  Entities all(const Dependents::Tokens& heads, Role role = Role::Actor, bool verbal = false) const;
  Dependents::Tokens with_appositions(nlp::TokenIndex head) const;
  static bool is_verbal(EventType type);
  bool is_state(ground::EntityId id) const;
  bool is_abbreviation(nlp::TokenIndex t) const;  // no lower-case letter in it
  void add_other_owners(nlp::TokenIndex head, Entities& out) const;
  void add_at(nlp::TokenIndex head, bool places_too, Entities& out) const;
  Entities of_place(nlp::TokenIndex head) const;
  Entities told_party(const Trigger& trigger, const Entities& actor) const;
  Entities in_content(const Trigger& trigger, const Entities& actor) const;
  Entities owners_of_parts(const Trigger& trigger, const Entities& actor) const;
  Entities light_verb_subject(const Trigger& trigger) const;
  Entities only_in_content(nlp::TokenIndex verb) const;

  const ground::Syntax& s_;
  const ground::Mentions& mentions_;
  std::vector<bool> is_trigger_;  // per token
  Dependents dependents_;
  Judgements judgements_;
  std::vector<bool> acts_;              // per token: some mention here acts
  std::vector<bool> place_;             // per token: some mention here only names a place
  std::vector<nlp::TokenIndex> whole_;  // per token: head of the name that it is a word of
  std::vector<bool> town_;              // per token: a place that is no country
};

}  // namespace depeche::code
