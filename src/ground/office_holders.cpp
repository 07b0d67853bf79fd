#include "ground/office_holders.h"

#include <string>

namespace depeche::ground {
namespace {

// A counterpart: who holds there the office of the one told before.
std::string office_before(const Scene& scene, const EntityTable& table, const Nominal& n) {
  const EntityId who = table.nearest_before(n.tokens.begin, [&](EntityId e, const EntityTable::Standing&) {
    return table[e].kind == EntityKind::Person && table[e].actor != kNoActor;
  });
  if (who == kNoEntity) return {};
  const Term* term = scene.actors.term_on(table[who].actor, scene.date);
  return term && term->covers(scene.date) ? term->office : std::string();
}

// A complement that is not understood may make it another office: that of a chamber, not of the state.
bool is_understood(const EntityTable& table, const Nominal& n, const Origin& o) {
  if (n.complement_nominal >= 0) return false;
  if (!n.specified || n.owned || !n.office.empty()) return true;
  return !n.complement_names.empty() && o.body != kNoEntity &&
         (table[o.body].kind == EntityKind::State || table[o.body].actor != kNoActor);
}

}  // namespace

ActorIndex office_holder(const Scene& scene, const EntityTable& table, const Nominal& n, const Origin& o) {
  if (scene.date.empty() || n.plural || n.indefinite || n.former || n.elsewhere || !is_understood(table, n, o))
    return kNoActor;
  const Role& role = scene.roles[n.role];
  const ActorBook& actors = scene.actors;
  ActorIndex found = kNoActor;
  const bool of_body = role.head && o.body != kNoEntity && table[o.body].kind != EntityKind::State;
  if (of_body) {
    if (table[o.body].actor == kNoActor) return kNoActor;
    const Actor& body = actors[table[o.body].actor];
    found = body.office.empty() ? actors.holder("head", body.id, scene.date)
                                : actors.holder(body.office, body.country, scene.date);
  } else {
    if (o.countries.size() != 1) return kNoActor;
    std::vector<std::string> offices = role.offices;
    if (!n.office.empty()) offices = {n.office};
    if (role.counterpart) offices = {office_before(scene, table, n)};
    for (const std::string& office : offices) {
      const ActorIndex holder = actors.holder(office, o.countries.front(), scene.date);
      if (holder == kNoActor || holder == found) continue;
      if (found != kNoActor) return kNoActor;  // one of two, the word does not say which
      found = holder;
      // Who is known as the leader is meant by that word, whoever else governs.
      if (office == offices.front() && offices.size() > 2) break;
    }
  }
  if (found == kNoActor) return kNoActor;
  const Gender gender = actors[found].gender;
  const bool a_man = n.gender == Gender::Feminine && gender == Gender::Masculine;
  return a_man ? kNoActor : found;
}

}  // namespace depeche::ground
