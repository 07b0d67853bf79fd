#include "code/status.h"

#include <algorithm>
#include <string_view>

#include "code/dependents.h"
#include "code/parties.h"
#include "ground/calendar.h"

namespace depeche::code {

using ground::EntityId;
using voice::Modality;
using voice::Stance;

namespace {

// The type that PLOVER gives to an act that is still to come (Special contexts; AGREE; CONCEDE).
EventType planned_type(EventType type) {
  switch (type) {
    case EventType::Consult:
    case EventType::Support:
    case EventType::Cooperate:
    case EventType::Aid:
      return EventType::Agree;
    case EventType::Retreat:
      return EventType::Concede;
    default:
      return type;
  }
}

bool can_be_refused(EventType type) {
  switch (type) {
    case EventType::Agree:
    case EventType::Aid:
    case EventType::Concede:
    case EventType::Cooperate:
    case EventType::Retreat:
    case EventType::Support:
      return true;
    default:
      return false;
  }
}

// A quote in which its speaker tells in the first person what the speaker does.
bool speaks_of_self(const ground::Syntax& syntax, nlp::TokenIndex trigger) {
  bool self = syntax.has_feature(trigger, "Person=1");
  syntax.for_children(trigger, [&](nlp::TokenIndex c) {
    self |= syntax[c].relation == ground::Relation::Subject && syntax.has_feature(c, "Person=1");
  });
  return self;
}

// Wishes, demands and promises tell of what is to be done; who denies or doubts is no source of it.
bool is_source(Stance stance) {
  return stance == Stance::Asserts || stance == Stance::Accuses || stance == Stance::Confirms;
}

bool is_one_of(const std::string& sector, std::initializer_list<std::string_view> sectors) {
  return std::find(sectors.begin(), sectors.end(), sector) != sectors.end();
}

// So many killed or hurt.
bool is_toll(const ground::Syntax& syntax, nlp::TokenIndex trigger) {
  const auto has_number = [&](nlp::TokenIndex t) {
    return syntax.child(t, ground::Relation::Number) != ground::kNoToken;
  };
  bool found = has_number(trigger);
  syntax.for_children(trigger, [&](nlp::TokenIndex c) {
    const ground::Relation r = syntax[c].relation;
    const bool counted =
        r == ground::Relation::Object || r == ground::Relation::PassiveSubject || r == ground::Relation::Subject;
    found |= counted && (has_number(c) || syntax.pos(c) == nlp::Upos::Num);
  });
  return found;
}

// What a source is to what it tells of others.
enum class Standing { Anyone, Registers, Adversary };

// Police, forces and hospitals register what happened, a government what its own forces did, organisers and officials
// how a protest went. Police and prosecutors speak of suspects; rebels, opponents and civil groups
// of the forces of the state, states of those of others.
Standing standing(const ground::Syntax& syntax, const ground::Mentions& mentions, const std::vector<EntityId>& holders,
                  const Event& event) {
  const bool violent = event.type == EventType::Assault || event.type == EventType::Coerce;
  const bool grave =
      violent || event.type == EventType::Mobilize || event.type == EventType::Aid || event.type == EventType::Threaten;
  // Help for armed groups is a charge against whoever gives it.
  const bool helps_rebels = (event.type == EventType::Support || event.type == EventType::Aid) &&
                            std::any_of(event.recipient.begin(), event.recipient.end(), [&](EntityId id) {
                              return is_one_of(mentions.entities[static_cast<size_t>(id)].sector, {"REB", "UAF"});
                            });
  const auto done_by = [&](const ground::Entity& source, bool abroad, std::initializer_list<std::string_view> sectors) {
    return std::any_of(event.actor.begin(), event.actor.end(), [&](EntityId id) {
      const ground::Entity& actor = mentions.entities[static_cast<size_t>(id)];
      const bool elsewhere = !actor.country.empty() && !source.country.empty() && actor.country != source.country;
      return (!abroad || elsewhere) && is_one_of(actor.sector, sectors);
    });
  };
  const auto acts = [&](const ground::Entity& source, std::initializer_list<std::string_view> sectors) {
    return std::any_of(event.actor.begin(), event.actor.end(), [&](EntityId id) {
      const ground::Entity& actor = mentions.entities[static_cast<size_t>(id)];
      return actor.country == source.country && is_one_of(actor.sector, sectors);
    });
  };
  for (const EntityId id : holders) {
    const ground::Entity& source = mentions.entities[static_cast<size_t>(id)];
    const bool civil = is_one_of(source.sector, {"CVL", "EDU", "OPP", "REB", "SOC", "LAB", "PTY", "ELI", "REL"});
    if (violent && civil && done_by(source, false, {"GOV", "MIL", "COP", "SPY"})) return Standing::Adversary;
    if ((grave || helps_rebels) && is_one_of(source.sector, {"GOV", "MIL"}) &&
        done_by(source, true, {"GOV", "MIL", "SPY"}))
      return Standing::Adversary;
    if (violent && is_one_of(source.sector, {"COP", "JUD"}) && done_by(source, false, {"CRM"}))
      return Standing::Adversary;
    if (violent && source.sector == "JUD" && event.type == EventType::Assault) return Standing::Adversary;
    if (contains(event.recipient, id)) continue;
    if (source.sector == "JUD" && violent) return Standing::Registers;
    const bool sees = event.type == EventType::Protest && !is_one_of(source.sector, {"JRN", "UNK"});
    if (sees || is_one_of(source.sector, {"COP", "MED", "MIL"})) return Standing::Registers;
    if (source.sector == "GOV" && acts(source, {"GOV", "MIL", "COP", "SPY"})) return Standing::Registers;
    // A ministry on a toll, or on a crime at home whose doer is not of any state or side.
    if (source.sector == "GOV" && event.type == EventType::Assault &&
        (event.actor.empty() || acts(source, {"UNK", "CRM"}) || is_toll(syntax, event.trigger_token)))
      return Standing::Registers;
  }
  return Standing::Anyone;
}

// What something else that is told came after.
bool is_before_another(const ground::Syntax& syntax, nlp::TokenIndex trigger) {
  constexpr int kSteps = 2;  // to the verb that the act is the object of
  nlp::TokenIndex t = trigger;
  for (int step = 0; step < kSteps && t != ground::kNoToken; ++step, t = syntax[t].head) {
    const nlp::TokenIndex marker = syntax[t].marker;
    if (marker != ground::kNoToken) return syntax.grammar().is_after(syntax.plain(marker));
    if (syntax[t].relation != ground::Relation::Object) break;
  }
  return false;
}

// A definite noun that takes it for known that there was such an act, whoever speaks of it.
bool is_presupposed(const ground::Syntax& syntax, nlp::TokenIndex trigger) {
  if (syntax.pos(trigger) != nlp::Upos::Noun) return false;
  bool owned = false;
  syntax.for_children(trigger, [&](nlp::TokenIndex c) {
    const ground::Relation r = syntax[c].relation;
    owned |= c < trigger && (r == ground::Relation::Possessive ||
                             (r == ground::Relation::Determiner && syntax.has_feature(c, "Poss=Yes")));
  });
  return owned || is_definite(syntax, trigger);
}

// Acts that are done by saying so: to tell of one's own is to do it. Inquiries and meetings called off are told of.
bool is_verbal(const Event& event) {
  switch (event.type) {
    case EventType::Request:
    case EventType::Support:
    case EventType::Threaten:
      return true;
    case EventType::Accuse:
      return event.mode != "investigate";
    case EventType::Reject:
      return event.mode != "meet";
    default:
      return false;
  }
}

// Blame or praise in a word that nobody else of its clause does is of whoever speaks.
bool is_speakers_own(const ground::Syntax& syntax, const Event& event) {
  if (event.type != EventType::Accuse && event.type != EventType::Support) return false;
  if (event.type == EventType::Accuse && event.mode != "disapprove") return false;
  if (syntax.pos(event.trigger_token) == nlp::Upos::Verb) return false;
  bool done = false;  // by whom it says
  syntax.for_children(event.trigger_token, [&](nlp::TokenIndex c) {
    const ground::Relation r = syntax[c].relation;
    done |= r == ground::Relation::Nominal || r == ground::Relation::Possessive || r == ground::Relation::Agent;
  });
  return !done;
}

bool is_perfect(const ground::Syntax& syntax, nlp::TokenIndex verb) {
  bool perfect = syntax.has_feature(verb, "Tense=Past") && syntax.has_feature(verb, "VerbForm=Fin");
  syntax.for_children(verb, [&](nlp::TokenIndex c) { perfect |= syntax[c].relation == ground::Relation::Auxiliary; });
  return perfect;
}

// A headline's infinitive with a subject of its own: what is to come.
bool is_announced(const ground::Syntax& syntax, nlp::TokenIndex trigger) {
  const ground::Relation r = syntax[trigger].relation;
  const nlp::TokenIndex marker = syntax[trigger].marker;
  return (r == ground::Relation::Root || r == ground::Relation::Conjunct) && marker != ground::kNoToken &&
         syntax.pos(marker) == nlp::Upos::Part &&
         syntax.child(trigger, ground::Relation::Subject) != ground::kNoToken &&
         syntax.child(trigger, ground::Relation::Auxiliary) == ground::kNoToken;
}

// A word whose content is still to come.
bool is_plan(const ground::Syntax& syntax, const voice::Statements& statements, nlp::TokenIndex trigger) {
  bool found = false;
  syntax.for_children(trigger, [&](nlp::TokenIndex c) {
    const ground::Relation r = syntax[c].relation;
    found |= (r == ground::Relation::OpenClause || r == ground::Relation::Clause) &&
             statements.certainty[static_cast<size_t>(c)].modality == Modality::Future;
  });
  return found;
}

// A headline's infinitive, what is dated after the report, or the object of a word for what is still to come; of
// agreements, what is only planned.
bool is_to_come(const ground::Syntax& syntax, const ground::Mentions& mentions, const voice::Statements& statements,
                const Event& event) {
  if (is_verbal(event) || event.type == EventType::Concede || event.type == EventType::Accuse) return false;
  if (is_announced(syntax, event.trigger_token)) return true;
  if (event.type == EventType::Agree) return is_plan(syntax, statements, event.trigger_token);
  nlp::TokenIndex object = ground::kNoToken;
  for (const ground::Relation r : {ground::Relation::Object, ground::Relation::PassiveSubject}) {
    if (object == ground::kNoToken && syntax.pos(event.trigger_token) == nlp::Upos::Verb)
      object = syntax.child(event.trigger_token, r);
  }
  if (object != ground::kNoToken) {
    const Modality modality = statements.certainty[static_cast<size_t>(object)].modality;
    // Also an attack that was planned and stopped.
    const bool stopped = modality == Modality::Intended && event.type == EventType::Assault && event.actor.empty() &&
                         mentions.entities_at[static_cast<size_t>(object)].empty();
    const bool active = syntax[object].relation == ground::Relation::Object;
    if (stopped || (active && modality == Modality::Future)) return true;
  }
  if (event.time_basis != TimeBasis::Text || is_perfect(syntax, event.trigger_token)) return false;
  const auto today = ground::range_of(mentions.published.date);
  const auto then = ground::range_of(std::string_view(event.date).substr(0, event.date.find('/')));
  return today && then && days_from_civil(then->first) > days_from_civil(today->last);
}

// What armed groups say to have done is a claim of theirs, whatever word they say it with.
bool boasts(const ground::Mentions& mentions, const Event& event) {
  return (event.type == EventType::Assault || event.type == EventType::Coerce) &&
         std::any_of(event.actor.begin(), event.actor.end(), [&](EntityId e) {
           const std::string& sector = mentions.entities[static_cast<size_t>(e)].sector;
           return sector == "REB" || sector == "UAF";
         });
}

// A demand as the purpose of an act: whoever acts for that end says so by it.
bool is_said_by_acting(const ground::Syntax& syntax, const Event& event) {
  if (event.type != EventType::Request && event.type != EventType::Accuse) return false;
  const nlp::TokenIndex marker = syntax[event.trigger_token].marker;
  return marker != ground::kNoToken && syntax.has_feature(event.trigger_token, "VerbForm=Inf") &&
         syntax.grammar().is_purpose(syntax.plain(marker)) &&
         syntax[event.trigger_token].relation != ground::Relation::OpenClause;
}

bool in_conditional(const ground::Syntax& syntax, nlp::TokenIndex verb) {
  bool found = syntax.has_feature(verb, "Mood=Cnd");
  syntax.for_children(verb, [&](nlp::TokenIndex c) { found |= syntax.has_feature(c, "Mood=Cnd"); });
  return found;
}

// A sentence in the conditional leaves what it tells to whoever spoke in the sentence before, of the same paragraph.
std::vector<EntityId> source_before(const ground::Syntax& syntax, const voice::Statements& statements,
                                    nlp::TokenIndex token) {
  const nlp::TokenIndex begin = syntax.sentence(token).begin;
  const auto& pieces = syntax.analysis().pieces;
  const bool opens = std::any_of(pieces.begin(), pieces.end(), [&](const auto& p) { return p.begin == begin; });
  if (begin == 0 || opens) return {};
  const nlp::TokenRange before = syntax.sentence(begin - 1);
  std::vector<EntityId> found;
  for (const voice::Claim& claim : statements.claims) {
    if (claim.parent < 0 && is_source(claim.stance) && before.contains(claim.cue) && !claim.holders.empty())
      found = claim.holders;
  }
  return found;
}

}  // namespace

void set_status(const ground::Syntax& syntax, const ground::Mentions& mentions, const voice::Statements& statements,
                bool own_negation, Event& event) {
  const voice::Certainty& certainty = statements.certainty[static_cast<size_t>(event.trigger_token)];
  event.hedged = certainty.hedged;
  bool accused = false, denied = false, own_words = false, anyone = false, responsibility = false, registered = false;
  bool own_judgement = false;
  bool denies_itself = false, in_own_words = false;  // whoever denies having done it tells the act as their own
  std::vector<int32_t> chain;                        // innermost first
  for (int32_t c = certainty.claim; c >= 0; c = statements.claims[static_cast<size_t>(c)].parent) chain.push_back(c);
  for (size_t i = 0; i < chain.size(); ++i) {
    const voice::Claim& claim = statements.claims[static_cast<size_t>(chain[i])];
    // Words in marks that nobody is known to say are the reporter's.
    if (claim.cue < 0 && claim.holders.empty()) continue;
    // What accusations say is denied, not that they were made.
    if (claim.stance == Stance::Denies && event.type == EventType::Accuse) continue;
    accused |= claim.stance == Stance::Accuses;
    // A claim that nobody in particular makes, inside of who denies it.
    const bool around_rumour = i == 1 && statements.claims[static_cast<size_t>(chain[0])].holders.empty();
    if (claim.stance == Stance::Denies && (i == 0 || around_rumour)) {
      denied = true;
      denies_itself = overlap(claim.holders, event.actor);
      in_own_words = denies_itself && syntax.pos(event.trigger_token) == nlp::Upos::Verb;
    }
    responsibility |= claim.responsibility && i == 0;
    if (is_source(claim.stance)) {
      if (!anyone) {
        own_words = overlap(claim.holders, event.actor) || speaks_of_self(syntax, event.trigger_token);
        own_judgement = !own_words && !claim.holders.empty() && is_speakers_own(syntax, event);
        own_words = own_words || own_judgement;
        responsibility |= own_words && i == 0 && boasts(mentions, event);
        const Standing source = standing(syntax, mentions, claim.holders, event);
        // A toll that nobody in particular gives.
        const bool toll = claim.holders.empty() && event.type == EventType::Assault && event.actor.empty();
        const bool known = is_before_another(syntax, event.trigger_token);
        registered = toll || known || claim.stance == Stance::Confirms || claim.factive ||
                     source == Standing::Registers ||
                     (claim.stance == Stance::Asserts && is_presupposed(syntax, event.trigger_token));
        accused |= source == Standing::Adversary && !own_words && !known;
      }
      anyone = true;
    }
    for (const EntityId by : claim.holders) {
      event.positions.push_back({by, claim.stance, claim.cue_span});
      if (claim.stance == Stance::Confirms && !contains(event.confirmed_by, by)) event.confirmed_by.push_back(by);
      if (claim.stance == Stance::Denies && !contains(event.denied_by, by)) event.denied_by.push_back(by);
    }
  }
  for (size_t i = chain.size(); i-- > 0;) {
    if (!is_source(statements.claims[static_cast<size_t>(chain[i])].stance) && !(i == 0 && in_own_words)) continue;
    for (const EntityId by : statements.claims[static_cast<size_t>(chain[i])].holders) {
      if (!contains(event.according_to, by)) event.according_to.push_back(by);
    }
  }
  if (chain.empty() && certainty.hedged && in_conditional(syntax, event.trigger_token))
    event.according_to = source_before(syntax, statements, event.trigger_token);
  // What somebody asks, blames or praises in words of his own is the act itself, no report of it.
  if (is_verbal(event) && own_words && event.according_to.size() == 1 &&
      (own_judgement || contains(event.actor, event.according_to[0])))
    event.according_to.clear();
  // An act of which it is said that nobody claims it took place all the same.
  const bool unclaimed = certainty.negated && !chain.empty() &&
                         statements.claims[static_cast<size_t>(chain[0])].responsibility &&
                         statements.claims[static_cast<size_t>(chain[0])].cue == event.trigger_token;
  if (unclaimed || own_negation || is_said_by_acting(syntax, event))
    event.status = Status::Occurred;
  else if (certainty.negated)
    event.status = Status::Negated;
  else if (certainty.modality == Modality::Hypothetical)
    event.status = Status::Hypothetical;
  else if (certainty.modality == Modality::Future || certainty.modality == Modality::Intended)
    event.status = Status::Planned;
  else if (denied)
    event.status = in_own_words ? Status::Negated : denies_itself ? Status::Alleged : Status::Claimed;
  else if (accused)
    event.status = Status::Alleged;
  else if (responsibility)
    event.status = Status::Claimed;
  else if (anyone && !own_words && (!registered || certainty.hedged))
    event.status = Status::Claimed;
  else if (!anyone && certainty.hedged)
    event.status = Status::Claimed;
  else
    event.status = Status::Occurred;
  if ((event.status == Status::Occurred || event.status == Status::Claimed) &&
      is_to_come(syntax, mentions, statements, event))
    event.status = Status::Planned;
  // A negated future or a refusal: help or consent that is not to come is refused (PLOVER, REJECT).
  const bool to_come = certainty.modality == Modality::Future || certainty.modality == Modality::Intended;
  const bool refused = to_come || event.type == EventType::Support;
  if (event.status == Status::Negated && refused && !denied && can_be_refused(event.type) && !event.actor.empty()) {
    event.type = EventType::Reject;
    event.mode.clear();
    event.status = Status::Occurred;
  }
  if (event.status == Status::Planned) {
    const EventType type = planned_type(event.type);
    if (type != event.type) event.mode.clear();
    event.type = type;
  }
}

void settle_claims(std::vector<Draft>& drafts) {
  const auto settles = [](const Event& claimed, const Event& told) {
    return told.status == Status::Occurred && told.according_to.empty() && told.type == claimed.type &&
           told.date == claimed.date && overlap(told.recipient, claimed.recipient) &&
           (overlap(told.actor, claimed.actor) || (told.actor.empty() && claimed.actor.empty()));
  };
  constexpr size_t kReach = 64;  // drafts to each side
  for (size_t i = 0; i < drafts.size(); ++i) {
    Event& event = drafts[i].event;
    if (event.status != Status::Claimed || event.hedged || !event.denied_by.empty()) continue;
    if (overlap(event.according_to, event.actor)) continue;  // who boasts of it
    for (size_t j = i - std::min(i, kReach); j < std::min(drafts.size(), i + kReach); ++j) {
      if (settles(event, drafts[j].event)) event.status = Status::Occurred;
    }
  }
}

}  // namespace depeche::code
