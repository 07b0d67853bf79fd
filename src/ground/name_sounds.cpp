#include "ground/name_sounds.h"

#include <algorithm>

#include "base/resource.h"

namespace depeche::ground {
namespace {

constexpr size_t kLeastSound = 4;  // shorter last names are too often somebody else's
constexpr size_t kLeastSlip = 5;   // letters of a last name in which a slip may be
constexpr size_t kLeastBody = 12;
constexpr size_t kLeastState = 7;  // and of a state's name: shorter ones are other words

std::ptrdiff_t names_in(std::string_view folded) { return std::count(folded.begin(), folded.end(), ' ') + 1; }

void put(std::unordered_map<std::string, ActorIndex>& map, std::string key, ActorIndex who) {
  const auto [at, is_new] = map.try_emplace(std::move(key), who);
  if (!is_new && at->second != who) at->second = kNoActor;
}

}  // namespace

std::string NameSounds::key_of(const Transliteration& rules, std::string_view first, std::string_view last) {
  const std::string sound = Transliteration::coarse(rules.sound(last));
  const std::string initial = Transliteration::coarse(rules.sound(first));
  if (sound.size() < kLeastSound || initial.empty()) return "";
  return initial.substr(0, 3) + ' ' + sound;
}

NameSounds::NameSounds(const ActorBook& actors) {
  const Transliteration& rules = actors.transliteration();
  for (ActorIndex i = 0; i < static_cast<ActorIndex>(actors.actors().size()); ++i) {
    const Actor& actor = actors[i];
    if (actor.kind == EntityKind::State && actor.id == actor.country) states_.emplace_back(fold_name(actor.name), i);
    if (actor.kind == EntityKind::Organisation && actor.sector == "IGO" && actor.name.size() >= kLeastBody)
      states_.emplace_back(fold_name(actor.name), i);
    if (actor.kind != EntityKind::Person) continue;
    const size_t space = actor.name.find(' ');
    if (space == std::string::npos) continue;
    put(by_sound_, Transliteration::coarse(rules.sound(actor.name)), i);
    for (const std::string& name : actor.others) put(by_sound_, Transliteration::coarse(rules.sound(name)), i);
    if (actor.family.empty()) continue;  // not known by the family name alone
    const std::string folded = fold_name(actor.name);
    if (const size_t first = folded.find(' '), last = folded.rfind(' '); first != std::string::npos)
      by_first_[folded.substr(0, first)].push_back({folded.substr(last + 1), names_in(folded), i});
    std::string key = key_of(rules, actor.name.substr(0, space), actor.name.substr(actor.name.rfind(' ') + 1));
    if (!key.empty()) put(by_last_, std::move(key), i);
  }
}

ActorIndex NameSounds::person(const Transliteration& rules, std::string_view name) const {
  const size_t space = name.find(' ');
  if (space == std::string_view::npos) return kNoActor;
  const auto whole = by_sound_.find(Transliteration::coarse(rules.sound(name)));
  if (whole != by_sound_.end()) return whole->second;
  // Given name first where the family name is usual there.
  if (name.find(' ', space + 1) == std::string_view::npos) {
    const std::string turned = std::string(name.substr(space + 1)) + ' ' + std::string(name.substr(0, space));
    const auto other = by_sound_.find(Transliteration::coarse(rules.sound(turned)));
    if (other != by_sound_.end() && other->second != kNoActor) return other->second;
  }
  return kNoActor;
}

ActorIndex NameSounds::namesake(const Transliteration& rules, std::string_view name) const {
  const size_t space = name.find(' ');
  if (space == std::string_view::npos) return kNoActor;
  const std::string key = key_of(rules, name.substr(0, space), name.substr(name.rfind(' ') + 1));
  const auto last = key.empty() ? by_last_.end() : by_last_.find(key);
  return last == by_last_.end() ? kNoActor : last->second;
}

std::vector<ActorIndex> NameSounds::with_slip(std::string_view key) const {
  std::vector<ActorIndex> found;
  const size_t first = key.find(' '), last = key.rfind(' ');
  if (first == std::string_view::npos) return found;
  const auto at = by_first_.find(std::string(key.substr(0, first)));
  if (at == by_first_.end()) return found;
  const std::string_view name = key.substr(last + 1);
  const std::ptrdiff_t names = names_in(key);
  for (const Last& other : at->second) {
    if (other.names == names && std::min(other.name.size(), name.size()) >= kLeastSlip && is_one_slip(other.name, name))
      found.push_back(other.actor);
  }
  return found;
}

ActorIndex NameSounds::state_with_slip(std::string_view key) const {
  ActorIndex found = kNoActor;
  if (key.size() < kLeastState) return found;
  for (const auto& [name, state] : states_) {
    if (name.size() < kLeastState || !is_one_slip(name, key)) continue;
    if (found != kNoActor) return kNoActor;
    found = state;
  }
  return found;
}

}  // namespace depeche::ground
