#include "ground/groups.h"

#include <algorithm>
#include <vector>

namespace depeche::ground {

EntityId state_entity(const Scene& scene, EntityTable& table, const std::string& country) {
  const ActorIndex index = scene.actors.country_index(country);
  if (index == kNoActor) return kNoEntity;
  if (const EntityId told = table.of_actor(index); told != kNoEntity) return told;
  const Actor& actor = scene.actors[index];
  Draft d;
  d.kind = EntityKind::State;
  d.name = actor.name;
  d.country = actor.country;
  d.sector = "GOV";
  d.actor = index;
  d.gender = actor.gender;
  d.plural = actor.plural;
  d.named = true;
  return table.add(std::move(d));
}

void Groups::run_before(TokenIndex end) {
  for (; next_ < scene_.reading.size() && scene_.reading.token(next_) < end; ++next_) {
    const std::string& word = scene_.reading.words()[next_].folded;
    const bool alone = scene_.roles.is(WordList::GroupDefinite, word);
    if ((next_ > 0 || alone) && scene_.roles.group_number(word) >= 2) read(next_, alone);
  }
}

void Groups::read(WordIndex number, bool alone) {
  const Reading& reading = scene_.reading;
  const auto& words = reading.words();
  const auto size = static_cast<size_t>(scene_.roles.group_number(words[number].folded));
  const WordIndex first = alone ? number : number - 1;
  const std::string& before = words[first].folded;
  const bool definite = alone || reading.syntax().has_feature(reading.token(first), "Definite=Def") ||
                        scene_.roles.is(WordList::Demonstrative, before) ||
                        scene_.roles.is(WordList::Possessive, before);
  if (!definite || (!alone && words[number].joint == Joint::Break)) return;
  WordIndex noun = number + 1;
  while (noun < reading.size() && noun < number + 3 && words[noun].joint != Joint::Break &&
         reading.syntax().pos(reading.token(noun)) == nlp::Upos::Adj)
    ++noun;
  if (noun >= reading.size() || words[noun].joint == Joint::Break) return;
  const std::string& word = words[noun].folded;
  const bool states = scene_.roles.is(WordList::GroupStates, word),
             people = scene_.roles.is(WordList::GroupPeople, word),
             bodies = scene_.roles.is(WordList::GroupBodies, word);
  if (!states && !people && !bodies) return;

  std::vector<EntityId> members;
  const auto take = [&](EntityId id) {
    if (id != kNoEntity && std::find(members.begin(), members.end(), id) == members.end()) members.push_back(id);
    return members.size() >= size;
  };
  const TokenIndex begin = reading.token(first);
  table_.nearest_before(begin, [&](EntityId id, const EntityTable::Standing& s) {
    const Draft& d = table_[id];
    if (people) {
      const bool office = d.sector == "GOV" || (d.role >= 0 && !scene_.roles[d.role].offices.empty());
      return d.kind == EntityKind::Person && !d.plural && (d.named || office) && take(id);
    }
    if (bodies && d.kind != EntityKind::State && d.kind != EntityKind::Person && d.kind != EntityKind::People)
      return d.named && take(id);
    if (!states || s.as_place) return false;
    if (d.kind == EntityKind::State) return take(id);
    if (d.sector == "GOV" || d.sector == "MIL") {
      const std::string country = d.country;  // the table may grow
      return take(state_entity(scene_, table_, country));
    }
    return false;
  });
  if (members.size() < size) return;
  Mention m;
  m.tokens = {begin, reading.token(noun) + 1};
  m.span = reading.syntax().span(m.tokens);
  m.head = reading.token(noun);
  m.form = MentionForm::Nominal;
  for (const EntityId id : members) table_.mention(id, m);
  heads_.insert(m.head);
}

}  // namespace depeche::ground
