// Listed people by the sound of their names, whatever the spelling: "Sergei Shoigu" is the listed "Sergueï Choïgou".
// Built once from an actor book, then immutable.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "ground/actors.h"

namespace depeche::ground {

class NameSounds {
 public:
  explicit NameSounds(const ActorBook& actors);

  // The listed person of that full name (two words or more), kNoActor where there is none or more than one.
  ActorIndex person(const Transliteration& rules, std::string_view name) const;

 private:
  static std::string key_of(const Transliteration& rules, std::string_view first, std::string_view last);

  std::unordered_map<std::string, ActorIndex> by_sound_;  // of the whole name
  std::unordered_map<std::string, ActorIndex> by_last_;   // of first letter and last name
};

}  // namespace depeche::ground
