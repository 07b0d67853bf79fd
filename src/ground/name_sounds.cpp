#include "ground/name_sounds.h"

#include "base/resource.h"

namespace depeche::ground {
namespace {

constexpr size_t kLeastSound = 4;  // shorter last names are too often somebody else's

void put(std::unordered_map<std::string, ActorIndex>& map, std::string key, ActorIndex who) {
  const auto [at, is_new] = map.try_emplace(std::move(key), who);
  if (!is_new && at->second != who) at->second = kNoActor;
}

}  // namespace

std::string NameSounds::key_of(const Transliteration& rules, std::string_view first, std::string_view last) {
  const std::string sound = Transliteration::coarse(rules.sound(last));
  const std::string initial = rules.sound(first);
  if (sound.size() < kLeastSound || initial.empty()) return "";
  return initial.substr(0, 3) + ' ' + sound;
}

NameSounds::NameSounds(const ActorBook& actors) {
  const Transliteration& rules = actors.transliteration();
  for (ActorIndex i = 0; i < static_cast<ActorIndex>(actors.actors().size()); ++i) {
    const Actor& actor = actors[i];
    if (actor.kind != EntityKind::Person) continue;
    const size_t space = actor.name.find(' ');
    if (space == std::string::npos) continue;
    put(by_sound_, Transliteration::coarse(rules.sound(actor.name)), i);
    if (actor.family.empty()) continue;  // not known by the family name alone
    std::string key = key_of(rules, actor.name.substr(0, space), actor.name.substr(actor.name.rfind(' ') + 1));
    if (!key.empty()) put(by_last_, std::move(key), i);
  }
}

ActorIndex NameSounds::person(const Transliteration& rules, std::string_view name) const {
  const size_t space = name.find(' ');
  if (space == std::string_view::npos) return kNoActor;
  const auto whole = by_sound_.find(Transliteration::coarse(rules.sound(name)));
  if (whole != by_sound_.end()) return whole->second;
  const std::string key = key_of(rules, name.substr(0, space), name.substr(name.rfind(' ') + 1));
  const auto last = key.empty() ? by_last_.end() : by_last_.find(key);
  return last == by_last_.end() ? kNoActor : last->second;
}

}  // namespace depeche::ground
