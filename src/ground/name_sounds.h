// Listed people and states by names that are not spelt as listed: by their sound, whatever the spelling or script
// it was taken from, by an initial, or with one slip of the pen. Built once from an actor book,
// then immutable.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ground/actors.h"

namespace depeche::ground {

class NameSounds {
 public:
  explicit NameSounds(const ActorBook& actors);

  // The listed person of that full name (two words or more), kNoActor where there is none or more than one.
  ActorIndex person(const Transliteration& rules, std::string_view name) const;
  // Whose first name begins with that sound and whose last name sounds so, whatever stands between: perhaps somebody
  // else's name.
  ActorIndex namesake(const Transliteration& rules, std::string_view name) const;
  // Those of as many names whose first one is the first word of `key` (folded words) and whose last one is one slip
  // away from its last word.
  std::vector<ActorIndex> with_slip(std::string_view key) const;
  // The state or body between states whose usual name is one slip away, kNoActor where there is none or more than one.
  ActorIndex state_with_slip(std::string_view key) const;

 private:
  static std::string key_of(const Transliteration& rules, std::string_view first, std::string_view last);

  std::unordered_map<std::string, ActorIndex> by_sound_;  // of the whole name
  std::unordered_map<std::string, ActorIndex> by_last_;   // of first letter and last name
  struct Last {
    std::string name;
    std::ptrdiff_t names;  // how many words in all
    ActorIndex actor;
  };
  std::unordered_map<std::string, std::vector<Last>> by_first_;  // last names by first name, folded
  std::vector<std::pair<std::string, ActorIndex>> states_;       // folded
};

}  // namespace depeche::ground
