#include "code/unsaid.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "code/parties.h"

namespace depeche::code {

using ground::EntityId;
using ground::kNoEntity;

namespace {

using Entities = std::vector<EntityId>;

// May `other` tell the same act as `event`? What both tell must agree.
bool agrees(const Event& event, const Event& other) {
  if (event.type != other.type) return false;
  if (!event.mode.empty() && !other.mode.empty() && event.mode != other.mode) return false;
  if (!event.actor.empty() && !other.actor.empty() && !overlap(event.actor, other.actor)) return false;
  if (!event.recipient.empty() && !other.recipient.empty() && !overlap(event.recipient, other.recipient)) return false;
  if (overlap(event.actor, other.recipient) || overlap(event.recipient, other.actor)) return false;
  // Two dates that the text tells and that differ are two acts.
  return event.time_basis != TimeBasis::Text || other.time_basis != TimeBasis::Text || event.date == other.date;
}

// Events of these types by nature have both parties, or have none but an actor.
bool wants_recipient(EventType type) {
  switch (type) {
    case EventType::Agree:
    case EventType::Consult:
    case EventType::Cooperate:
    case EventType::Mobilize:
    case EventType::Protest:
    case EventType::Retreat:
      return false;
    default:
      return true;
  }
}

// An act that takes two, with one told: the other one of the same act told elsewhere.
void add_counterpart(const Event& own, const Event& other, Event& event) {
  const bool mutual =
      event.type == EventType::Agree || event.type == EventType::Consult || event.type == EventType::Cooperate;
  if (!mutual || own.actor.size() != 1 || !event.recipient.empty() || event.actor.size() != 1) return;
  Entities parties = other.actor;
  parties.insert(parties.end(), other.recipient.begin(), other.recipient.end());
  const auto at = std::find(parties.begin(), parties.end(), own.actor[0]);
  if (at == parties.end() || parties.size() != 2) return;
  parties.erase(at);
  event.recipient = parties;
}

class States {
 public:
  explicit States(const ground::Mentions& mentions) : mentions_(mentions) {
    for (size_t e = 0; e < mentions.entities.size(); ++e) {
      const ground::Entity& entity = mentions.entities[e];
      if (entity.kind == ground::EntityKind::State && !entity.country.empty())
        by_country_.try_emplace(entity.country, static_cast<EntityId>(e));
    }
    std::map<std::string, size_t> counts;
    for (const ground::Place& place : mentions.places) counts[place.country] += place.spans.size();
    size_t most = 0;
    for (const auto& [country, n] : counts) {
      if (!country.empty() && n > most) most = n, main_ = country;
    }
  }
  // The state of an entity's country, `otherwise` where it has none.
  EntityId of(const ground::Mentions& mentions, EntityId entity, EntityId otherwise) const {
    const auto found = by_country_.find(mentions.entities[static_cast<size_t>(entity)].country);
    return found == by_country_.end() ? otherwise : found->second;
  }
  // Of several peoples of a state, civilians told most often.
  EntityId people_of(EntityId state) const {
    const std::string& country = mentions_.entities[static_cast<size_t>(state)].country;
    EntityId best = kNoEntity;
    size_t most = 0;
    for (size_t e = 0; e < mentions_.entities.size(); ++e) {
      const ground::Entity& entity = mentions_.entities[e];
      if (entity.kind != ground::EntityKind::People || entity.sector != "CVL" || entity.country != country) continue;
      if (entity.mentions.size() > most) most = entity.mentions.size(), best = static_cast<EntityId>(e);
    }
    return best;
  }
  EntityId at(const Event& event) const {
    const std::string& country = event.place >= 0 ? mentions_.places[static_cast<size_t>(event.place)].country : main_;
    const auto found = by_country_.find(country);
    return found == by_country_.end() ? kNoEntity : found->second;
  }

 private:
  const ground::Mentions& mentions_;
  std::map<std::string, EntityId> by_country_;
  std::string main_;  // the country that most places of the text are in
};

// Acts that only those in power at a place can do there: arrests, charges, convictions, deployments; and protests,
// whose people are of the place.
bool acts_with_power(const Event& event) {
  const bool legal = std::find(event.contexts.begin(), event.contexts.end(), "legal") != event.contexts.end();
  switch (event.type) {
    case EventType::Coerce:
      return event.mode != "seize";  // power is taken from them
    case EventType::Concede:
    case EventType::Mobilize:
    case EventType::Protest:
      return true;
    case EventType::Accuse:
      return legal;
    case EventType::Sanction:
      return event.mode == "convict";
    default:
      return false;
  }
}

// Demands and protests of groups and people are meant for those in power in their country.
bool asks_those_in_power(const ground::Mentions& mentions, const Event& event) {
  if (event.type != EventType::Request && event.type != EventType::Protest) return false;
  constexpr std::string_view kInPower[] = {"GOV", "MIL", "COP", "JUD", "LEG", "IGO", "SPY"};
  return !event.actor.empty() && std::none_of(event.actor.begin(), event.actor.end(), [&](EntityId e) {
    const ground::Entity& actor = mentions.entities[static_cast<size_t>(e)];
    return actor.kind == ground::EntityKind::State ||
           std::find(std::begin(kInPower), std::end(kInPower), actor.sector) != std::end(kInPower);
  });
}

// Those in power are not hit by their own measures.
bool rules_at_home(const ground::Mentions& mentions, const Event& event, EntityId state) {
  if (event.type != EventType::Coerce || event.mode != "martial-law") return false;
  const std::string& country = mentions.entities[static_cast<size_t>(state)].country;
  return std::any_of(event.actor.begin(), event.actor.end(), [&](EntityId e) {
    const ground::Entity& actor = mentions.entities[static_cast<size_t>(e)];
    return actor.country == country && (actor.sector == "GOV" || actor.sector == "LEG");
  });
}

// Whom an answer goes to: whoever accused the answerer before, or asked for something.
void answer_accusers(std::vector<Draft>& drafts) {
  constexpr size_t kReach = 12;
  for (size_t i = 0; i < drafts.size(); ++i) {
    Event& answer = drafts[i].event;
    if (answer.type != EventType::Reject || !answer.recipient.empty() || answer.actor.empty()) continue;
    for (size_t back = 1; back <= std::min(i, kReach) && answer.recipient.empty(); ++back) {
      const Event& before = drafts[i - back].event;
      const bool asks =
          before.type == EventType::Accuse || before.type == EventType::Request || before.type == EventType::Threaten;
      if (asks && overlap(before.recipient, answer.actor) && !overlap(before.actor, answer.actor))
        answer.recipient = before.actor;
    }
  }
}

// Whoever judges an act judges its actor.
void judge_actors(const ground::Syntax& syntax, std::vector<Draft>& drafts) {
  for (size_t i = 0; i < drafts.size(); ++i) {
    Event& judgement = drafts[i].event;
    if ((judgement.type != EventType::Accuse && judgement.type != EventType::Support) || !judgement.recipient.empty())
      continue;
    // In text order: those of its sentence stand beside it.
    size_t first = i;
    while (first > 0 && drafts[first - 1].event.sentence == judgement.sentence) --first;
    for (size_t j = first; j < drafts.size() && drafts[j].event.sentence == judgement.sentence; ++j) {
      const Event& act = drafts[j].event;
      if (j == i || act.actor.empty() || overlap(act.actor, judgement.actor)) continue;
      if (act.trigger_token != judgement.trigger_token && syntax.is_below(act.trigger_token, judgement.trigger_token)) {
        judgement.recipient = act.actor;
        break;
      }
    }
  }
}

}  // namespace

void fill_unsaid(const ground::Syntax& syntax, const ground::Mentions& mentions, std::vector<Draft>& drafts) {
  std::vector<Event> told;  // what the sentences themselves say
  for (const Draft& draft : drafts) told.push_back(draft.event);
  constexpr size_t kReach = 12;
  for (size_t i = 0; i < drafts.size(); ++i) {
    Event& event = drafts[i].event;
    const auto take = [&](size_t j, bool same_rule) {
      if (j >= told.size() || j == i || !agrees(told[i], told[j]) || (same_rule && told[i].rule != told[j].rule))
        return;
      const bool certain = event.type != EventType::Assault || told[i].recipient.empty() ||
                           overlap(told[i].recipient, told[j].recipient);
      if (event.actor.empty() && certain && !overlap(told[j].actor, event.recipient)) event.actor = told[j].actor;
      if (event.recipient.empty() && wants_recipient(event.type) && !overlap(told[j].recipient, event.actor))
        event.recipient = told[j].recipient;
      add_counterpart(told[i], told[j], event);
      if (event.place < 0) event.place = told[j].place;
      // A noun alone: by what, where its victims or doers are told with it elsewhere.
      const bool same_act = overlap(told[i].recipient, told[j].recipient) || overlap(told[i].actor, told[j].actor);
      if (event.type == EventType::Assault && event.mode.empty() && same_act) event.mode = told[j].mode;
    };
    // What the same rule found first.
    for (const bool same_rule : {true, false}) {
      for (size_t step = 1; step <= kReach; ++step) {
        if (step <= i) take(i - step, same_rule);
        take(i + step, same_rule);
      }
    }
  }
  judge_actors(syntax, drafts);
  answer_accusers(drafts);
  const States states(mentions);
  for (Draft& draft : drafts) {
    Event& event = draft.event;
    const EntityId state = states.at(event);
    if (state == kNoEntity) continue;
    if (event.actor.empty() && event.type == EventType::Protest) {
      if (const EntityId people = states.people_of(state); people != kNoEntity) event.actor = {people};
    }
    if (event.actor.empty() && acts_with_power(event)) event.actor = {state};
    if (event.recipient.empty() && asks_those_in_power(mentions, event)) {
      event.recipient = {states.of(mentions, event.actor[0], state)};
      std::erase(event.recipient, event.actor[0]);
    }
    if (event.recipient.empty() && (event.type == EventType::Assault || event.type == EventType::Coerce) &&
        event.actor != Entities{state} && !rules_at_home(mentions, event, state)) {
      event.recipient = {state};
    }
  }
}

}  // namespace depeche::code
