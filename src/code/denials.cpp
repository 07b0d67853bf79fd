#include "code/denials.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>

#include "code/parties.h"

namespace depeche::code {

using ground::EntityId;
using nlp::TokenIndex;

namespace {

bool is_organ_of_state(const ground::Entity& entity) {
  constexpr std::string_view kOrgans[] = {"GOV", "MIL", "COP", "SPY", "PRM"};
  return std::find(std::begin(kOrgans), std::end(kOrgans), entity.sector) != std::end(kOrgans);
}

// One answers for the other: the same, organs of one state, or of one sector and country (a group and its leader).
bool are_of_one_side(const ground::Mentions& mentions, EntityId a, EntityId b) {
  if (a == b) return true;
  const ground::Entity &x = mentions.entities[static_cast<size_t>(a)], &y = mentions.entities[static_cast<size_t>(b)];
  if (x.country.empty() || x.country != y.country) return false;
  return is_organ_of_state(x) ? is_organ_of_state(y) : x.sector == y.sector && x.sector != "CVL";
}

bool any_of_one_country(const ground::Mentions& mentions, const std::vector<EntityId>& a,
                        const std::vector<EntityId>& b) {
  return std::any_of(a.begin(), a.end(), [&](EntityId x) {
    const std::string& country = mentions.entities[static_cast<size_t>(x)].country;
    return !country.empty() && std::any_of(b.begin(), b.end(), [&](EntityId y) {
      return mentions.entities[static_cast<size_t>(y)].country == country;
    });
  });
}

bool any_of_one_side(const ground::Mentions& mentions, const std::vector<EntityId>& a, const std::vector<EntityId>& b) {
  return std::any_of(a.begin(), a.end(), [&](EntityId x) {
    return std::any_of(b.begin(), b.end(), [&](EntityId y) { return are_of_one_side(mentions, x, y); });
  });
}

// What is laid at somebody's door.
bool is_grave(EventType type) {
  return type == EventType::Assault || type == EventType::Coerce || type == EventType::Aid ||
         type == EventType::Mobilize || type == EventType::Threaten || type == EventType::Sanction;
}

// The drafts in text order, and those of them that a denial can be about: what is further away is another story. Keeps
// texts of thousands of denials linear.
class InOrder {
 public:
  explicit InOrder(std::vector<Draft>& drafts) {
    for (Draft& draft : drafts) all_.push_back(&draft);
    std::stable_sort(all_.begin(), all_.end(),
                     [](const Draft* a, const Draft* b) { return a->event.trigger.begin < b->event.trigger.begin; });
  }
  std::span<Draft* const> around(uint32_t byte) const {
    constexpr uint32_t kReach = 8000;  // bytes, either way
    const auto first = std::partition_point(all_.begin(), all_.end(),
                                            [&](const Draft* d) { return d->event.trigger.begin + kReach < byte; });
    const auto last = std::partition_point(first, all_.end(),
                                           [&](const Draft* d) { return d->event.trigger.begin <= byte + kReach; });
    return {first, last};
  }

 private:
  std::vector<Draft*> all_;
};

using Drafts = std::span<Draft* const>;

struct Scope {
  Status status;
  uint32_t before, after;  // bytes
  bool grave;              // acts of violence and force alone
};
constexpr std::array<Scope, 3> kScopes{{
    {Status::Alleged, 4000, 2000, false},
    {Status::Claimed, 1500, 0, false},
    {Status::Occurred, 1200, 0, true},
}};

// May `denial` be about `event`? It lays something at the door of the deniers' side, and they did not say so
// themselves.
bool may_deny(const ground::Mentions& mentions, const Event& denial, const std::vector<EntityId>& accusers,
              const Event& event, const Scope& scope) {
  if (&denial == &event || event.status != scope.status) return false;
  const uint32_t at = event.trigger.begin, from = denial.trigger.begin;
  if (at < from ? from > at + scope.before : at > from + scope.after) return false;
  if (overlap(denial.actor, event.according_to)) return false;
  if (!scope.grave && overlap(accusers, event.according_to)) return true;
  if (scope.grave) return is_grave(event.type) && any_of_one_side(mentions, denial.actor, event.actor);
  return any_of_one_side(mentions, denial.actor, event.actor) ||
         (event.status == Status::Alleged && any_of_one_country(mentions, denial.actor, event.actor)) ||
         (event.actor.empty() && overlap(denial.actor, event.recipient));
}

// Whom the denial answers: as told, else who accuses the deniers' side.
std::vector<EntityId> accusers_of(const ground::Mentions& mentions, Drafts drafts, const Event& denial) {
  std::vector<EntityId> accusers = denial.recipient;
  if (!accusers.empty()) return accusers;
  for (const Draft* draft : drafts) {
    const Event& event = draft->event;
    if (event.type != EventType::Accuse || !any_of_one_side(mentions, event.recipient, denial.actor)) continue;
    for (const EntityId by : event.actor) {
      if (!contains(accusers, by) && !contains(denial.actor, by)) accusers.push_back(by);
    }
  }
  return accusers;
}

void deny(Event& event, EntityId by, ByteSpan words) {
  if (contains(event.denied_by, by)) return;
  event.denied_by.push_back(by);
  event.positions.push_back({by, voice::Stance::Denies, words});
}

// What somebody tells and the reporter does not.
bool is_told(const Event& event) { return event.status == Status::Alleged || event.status == Status::Claimed; }

void add_denier(const Event& denial, Event& event) {
  // What two sides tell differently is no fact.
  if (event.status == Status::Occurred) event.status = event.according_to.empty() ? Status::Alleged : Status::Claimed;
  for (const EntityId by : denial.actor) deny(event, by, denial.trigger);
}

// Links all events in scope that the denial may be about; false where there is none. `index`: the denial's event, -1
// where it is none.
bool link(const ground::Mentions& mentions, Drafts drafts, Event& denial, int32_t index, const Scope& scope) {
  const std::vector<EntityId> answered = accusers_of(mentions, drafts, denial);
  std::vector<EntityId> accusers;
  bool any = false;
  for (Draft* draft : drafts) {
    Event& event = draft->event;
    if (!may_deny(mentions, denial, answered, event, scope)) continue;
    any = true;
    add_denier(denial, event);
    if (index >= 0) event.links.push_back({"denied_in", index});
    event.evidence.push_back(denial.sentence);
    for (const EntityId by : event.according_to) {
      if (!contains(accusers, by)) accusers.push_back(by);
    }
  }
  if (denial.recipient.empty()) denial.recipient = accusers;
  return any;
}

// Is what somebody tells of others, or of themselves.
bool is_told_by_a_side(const Event& event) {
  return event.status == Status::Alleged || event.status == Status::Claimed ||
         (event.status == Status::Occurred && !event.according_to.empty() && is_grave(event.type));
}

// A bare denial answers what was told last: before it, in its own sentence or one of the four before, whoever did it;
// else what the two sentences behind it tell.
void link_last(const ground::Syntax& syntax, Drafts drafts, Event& denial, int32_t index) {
  constexpr int32_t kBack = 4, kAhead = 2;
  const int32_t here = syntax[denial.trigger_token].sentence;
  const auto fits = [&](const Event& event) {
    return is_told_by_a_side(event) && !overlap(denial.actor, event.according_to) && event.trigger != denial.trigger;
  };
  int32_t nearest = -1, behind = here + kAhead + 1;
  for (const Draft* draft : drafts) {
    const int32_t there = syntax[draft->event.trigger_token].sentence;
    if (!fits(draft->event)) continue;
    if (there <= here && here - there <= kBack) nearest = std::max(nearest, there);
    if (there > here) behind = std::min(behind, there);
  }
  if (nearest < 0 && behind <= here + kAhead) nearest = behind;
  for (Draft* draft : drafts) {
    Event& event = draft->event;
    if (!fits(event) || syntax[event.trigger_token].sentence != nearest) continue;
    add_denier(denial, event);
    if (index >= 0) event.links.push_back({"denied_in", index});
    event.evidence.push_back(denial.sentence);
    if (denial.recipient.empty()) denial.recipient = event.according_to;
  }
}

// Does the denial itself tell what it denies?
bool tells_its_content(Drafts drafts, const Event& denial) {
  return std::any_of(drafts.begin(), drafts.end(), [&](const Draft* draft) {
    const Event& event = draft->event;
    return &event != &denial && event.sentence == denial.sentence && overlap(event.denied_by, denial.actor);
  });
}

// Is the event that the denial tells the one told elsewhere? Of the same type and doer; or between the same parties, in
// whatever words: what one denies is what somebody said of one.
bool is_same_act(const Event& denied, const Event& denial, const Event& other) {
  if (denied.type == other.type && overlap(denied.actor, other.actor)) return true;
  if (other.status != Status::Alleged || other.actor.empty() || other.recipient.empty()) return false;
  const auto party = [&](EntityId e) {
    return contains(denied.actor, e) || contains(denied.recipient, e) || contains(denial.actor, e);
  };
  return std::all_of(other.actor.begin(), other.actor.end(), party) &&
         std::all_of(other.recipient.begin(), other.recipient.end(), party);
}

// A noun behind a demonstrative: what was told before.
bool points_back(const ground::Syntax& syntax, TokenIndex noun) {
  const TokenIndex determiner = syntax.child(noun, ground::Relation::Determiner);
  return determiner != ground::kNoToken && determiner < noun && syntax.has_feature(determiner, "PronType=Dem");
}

// What the denial tells to be untrue is denied where it is told elsewhere, too; where it points back, also what was
// told as a fact of acts of that type by the deniers' side.
void deny_elsewhere(const ground::Syntax& syntax, const ground::Mentions& mentions, Drafts drafts,
                    const Event& denial) {
  std::vector<const Event*> denied;
  for (const Draft* draft : drafts) {
    if (draft->event.sentence == denial.sentence && overlap(draft->event.denied_by, denial.actor))
      denied.push_back(&draft->event);
  }
  for (Draft* draft : drafts) {
    Event& event = draft->event;
    const bool claimed = event.status == Status::Alleged || event.status == Status::Claimed;
    if (event.sentence == denial.sentence || overlap(denial.actor, event.according_to)) continue;
    const bool theirs = any_of_one_side(mentions, denial.actor, event.actor);
    const bool before = event.trigger.begin < denial.trigger.begin;
    const bool told = claimed || (before && event.status == Status::Occurred && is_grave(event.type));
    const auto is_this = [&](const Event* one) {
      if (claimed && is_same_act(*one, denial, event)) return true;
      return told && theirs && before && one->type == event.type && points_back(syntax, one->trigger_token);
    };
    if (std::any_of(denied.begin(), denied.end(), is_this)) add_denier(denial, event);
  }
}

// Whom the denial answers is told: all that they tell of grave acts before it; of these only what is laid at the
// deniers' door where there are such.
bool link_answered(const ground::Mentions& mentions, Drafts drafts, const Event& denial, int32_t index, bool theirs) {
  constexpr uint32_t kBefore = 2000;  // bytes
  bool any = false;
  for (Draft* draft : drafts) {
    Event& event = draft->event;
    if (theirs && !any_of_one_side(mentions, denial.actor, event.actor)) continue;
    if (event.trigger.begin >= denial.trigger.begin || event.trigger.begin + kBefore < denial.trigger.begin) continue;
    if (!is_told_by_a_side(event) || !is_grave(event.type)) continue;
    if (!any_of_one_side(mentions, denial.recipient, event.according_to) ||
        any_of_one_side(mentions, denial.actor, event.according_to))
      continue;
    any = true;
    add_denier(denial, event);
    if (index >= 0) event.links.push_back({"denied_in", index});
    event.evidence.push_back(denial.sentence);
  }
  return any;
}

void answer(const ground::Syntax& syntax, const ground::Mentions& mentions, Drafts drafts, Event& denial,
            int32_t index) {
  if (tells_its_content(drafts, denial)) return deny_elsewhere(syntax, mentions, drafts, denial);
  for (const bool theirs : {true, false}) {
    if (link_answered(mentions, drafts, denial, index, theirs)) return;
  }
  for (const Scope& scope : kScopes) {
    if (link(mentions, drafts, denial, index, scope)) return;
  }
  link_last(syntax, drafts, denial, index);
}

// Whom a denial answers where that is not said: whoever told, last before it, what it denies.
void name_answered(const ground::Mentions& mentions, Drafts drafts, Event& denial) {
  const Event* last = nullptr;
  for (const Draft* draft : drafts) {
    const Event& event = draft->event;
    if (event.trigger.begin >= denial.trigger.begin) break;
    if (is_told_by_a_side(event) && overlap(event.denied_by, denial.actor) &&
        !any_of_one_side(mentions, denial.actor, event.according_to))
      last = &event;
  }
  if (last) denial.recipient = last->according_to;
}

// One person was killed, hurt or taken once: who denies one telling of it denies what others allege of it, too.
void deny_same_deed(const ground::Mentions& mentions, Drafts drafts, const Event& denied) {
  if (denied.denied_by.empty() || denied.mode.empty() || !is_told(denied) || denied.recipient.size() != 1) return;
  if (mentions.entities[static_cast<size_t>(denied.recipient[0])].kind != ground::EntityKind::Person) return;
  for (Draft* draft : drafts) {
    Event& event = draft->event;
    if (&event == &denied || event.type != denied.type || event.mode != denied.mode || !is_told(event)) continue;
    if (event.recipient != denied.recipient || !overlap_or_open(event.actor, denied.actor)) continue;
    for (const EntityId by : denied.denied_by) {
      if (contains(event.according_to, by)) continue;
      const auto stance = std::find_if(denied.positions.begin(), denied.positions.end(),
                                       [&](const auto& p) { return p.by == by && p.stance == voice::Stance::Denies; });
      if (stance != denied.positions.end()) deny(event, by, stance->span);
    }
  }
}

// Who tells that what others say was done was not done denies it.
void deny_by_own_word(const ground::Mentions& mentions, Drafts drafts, const Event& own) {
  if (own.status != Status::Negated || own.according_to.empty()) return;
  const bool of_themselves = any_of_one_side(mentions, own.according_to, own.actor);
  for (Draft* draft : drafts) {
    Event& event = draft->event;
    if (event.type != own.type || event.sentence == own.sentence || overlap(event.according_to, own.according_to))
      continue;
    const bool theirs = of_themselves && event.status == Status::Alleged && overlap(event.actor, own.actor);
    const bool told = is_told(event) && overlap_or_open(event.actor, own.actor) &&
                      overlap_or_open(event.recipient, own.recipient) &&
                      (overlap(event.actor, own.actor) || overlap(event.recipient, own.recipient));
    if (!theirs && !told) continue;
    for (const EntityId by : own.according_to) deny(event, by, own.trigger);
  }
}

// Who denies where that is not said: whoever was accused last before it, else first behind it.
std::vector<EntityId> accused_before(Drafts drafts, uint32_t byte) {
  std::vector<EntityId> accused;
  for (const Draft* draft : drafts) {
    const Event& event = draft->event;
    if (event.trigger.begin >= byte && !accused.empty()) break;
    if (event.type == EventType::Accuse && !event.recipient.empty()) accused = event.recipient;
    if (event.status == Status::Alleged && !event.actor.empty()) accused = event.actor;
  }
  return accused;
}

}  // namespace

bool is_denial(const Draft& draft) {
  return draft.event.type == EventType::Reject && draft.frame().content == Content::Claim;
}

void link_denials(const ground::Syntax& syntax, const ground::Mentions& mentions, const voice::Statements& statements,
                  const std::vector<Event>& unlikely, std::vector<Draft>& drafts) {
  const InOrder in_order(drafts);
  const auto answer_near = [&](Event& denial, int32_t index) {
    answer(syntax, mentions, in_order.around(denial.trigger.begin), denial, index);
  };
  std::multimap<TokenIndex, const voice::Claim*> denying;  // by the word that denies
  for (const voice::Claim& claim : statements.claims) {
    if (claim.stance == voice::Stance::Denies && claim.cue >= 0) denying.emplace(claim.cue, &claim);
  }
  std::set<TokenIndex> known;
  for (size_t d = 0; d < drafts.size(); ++d) {
    Event& denial = drafts[d].event;
    if (!is_denial(drafts[d])) continue;
    known.insert(denial.trigger_token);
    // Who says no is told by the words that attribute it.
    const auto [first, last] = denying.equal_range(denial.trigger_token);
    for (auto at = first; at != last; ++at) {
      const std::vector<EntityId>& holders = at->second->holders;
      if (!holders.empty() && !overlap(holders, denial.actor)) denial.actor = holders;
    }
    if (denial.actor.empty()) continue;
    answer_near(denial, static_cast<int32_t>(d));
    if (denial.recipient.empty()) name_answered(mentions, in_order.around(denial.trigger.begin), denial);
  }
  // Words that deny, and claims that do, where they were made no event.
  for (Event denial : unlikely) {
    known.insert(denial.trigger_token);
    answer_near(denial, -1);
  }
  for (const voice::Claim& claim : statements.claims) {
    if (claim.stance != voice::Stance::Denies || claim.cue < 0 || known.contains(claim.cue)) continue;
    Event denial;
    denial.type = EventType::Reject;
    denial.trigger = claim.cue_span;
    denial.actor = claim.holders.empty() ? accused_before(in_order.around(denial.trigger.begin), denial.trigger.begin)
                                         : claim.holders;
    if (denial.actor.empty()) continue;
    denial.trigger_token = claim.cue;
    denial.sentence = syntax.span(syntax.sentence(claim.cue));
    answer_near(denial, -1);
  }
  for (const Draft& draft : drafts) deny_by_own_word(mentions, in_order.around(draft.event.trigger.begin), draft.event);
  for (const Draft& draft : drafts) deny_same_deed(mentions, in_order.around(draft.event.trigger.begin), draft.event);
  // Who is the source of it that something is not so does not deny what anybody says: positions keep the stance.
  for (Draft& draft : drafts) {
    Event& event = draft.event;
    if (event.status == Status::Negated)
      std::erase_if(event.denied_by, [&](EntityId e) { return contains(event.according_to, e); });
  }
}

}  // namespace depeche::code
