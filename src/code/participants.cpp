#include "code/participants.h"

#include <algorithm>

#include "code/parties.h"

namespace depeche::code {

using ground::EntityId;
using ground::kNoToken;
using ground::Relation;
using nlp::TokenIndex;

namespace {

void add_tokens(Dependents::Tokens& to, const Dependents::Tokens& from) {
  for (const TokenIndex t : from) {
    if (std::find(to.begin(), to.end(), t) == to.end()) to.push_back(t);
  }
}

}  // namespace

// Acts of words rather than of force.
bool Participants::is_verbal(EventType type) {
  switch (type) {
    case EventType::Assault:
    case EventType::Coerce:
    case EventType::Mobilize:
    case EventType::Protest:
    case EventType::Retreat:
      return false;
    default:
      return true;
  }
}

Participants::Participants(const ground::Syntax& syntax, const ground::Mentions& mentions,
                           const std::vector<Trigger>& triggers)
    : s_(syntax),
      mentions_(mentions),
      is_trigger_(syntax.size(), false),
      dependents_(syntax),
      judgements_(syntax, dependents_, triggers),
      acts_(syntax.size(), false),
      place_(syntax.size(), false),
      whole_(syntax.size(), kNoToken),
      town_(syntax.size(), false) {
  constexpr double kThing = 0.4;  // of a noun: what is less often an act is rather a thing in one
  for (const Trigger& trigger : triggers)
    is_trigger_[trigger.token] =
        is_trigger_[trigger.token] || trigger.entry->kind != WordKind::Noun || trigger.prior >= kThing;
  for (const ground::Entity& entity : mentions.entities) {
    for (const ground::Mention& mention : entity.mentions) (mention.as_place ? place_ : acts_)[mention.head] = true;
  }
  for (const ground::Place& place : mentions.places) {
    for (const TokenIndex head : place.heads) town_[head] = !place.is_country;
  }
}

bool Participants::is_state(EntityId id) const {
  const ground::EntityKind kind = mentions_.entities[static_cast<size_t>(id)].kind;
  return kind == ground::EntityKind::State || kind == ground::EntityKind::Organisation;
}

bool Participants::is_abbreviation(TokenIndex t) const {
  const std::string_view word = s_.surface(t);
  return word.size() > 1 && std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

void Participants::add_at(TokenIndex token, bool places_too, Entities& out) const {
  // A name of several words may be attached by another one than its head.
  const TokenIndex head = acts_[token] || place_[token] || whole_[token] == kNoToken ? token : whole_[token];
  if (!acts_[head] && !(places_too && place_[head])) return;
  for (const EntityId id : mentions_.entities_at[head]) {
    const ground::Entity& entity = mentions_.entities[static_cast<size_t>(id)];
    if (entity.members.empty())
      add(out, {id});
    else
      add(out, entity.members);
  }
}

// Coordinated adjectives of states before a noun: one entity by its last adjective; the others are states of their own.
void Participants::add_other_owners(TokenIndex head, Entities& out) const {
  s_.for_children(head, [&](TokenIndex c) {
    if (s_[c].relation != Relation::Adjective && s_[c].relation != Relation::Name) return;
    const Dependents::Tokens all = dependents_.coordinated(c);
    if (all.size() < 2) return;
    for (const TokenIndex i : all) {
      Entities states;
      add_at(i, true, states);
      std::erase_if(states, [&](EntityId e) {
        const std::string& country = mentions_.entities[static_cast<size_t>(e)].country;
        return !is_state(e) || std::any_of(out.begin(), out.end(), [&](EntityId o) {
          return mentions_.entities[static_cast<size_t>(o)].country == country;
        });
      });
      add(out, states);
    }
  });
}

Entities Participants::at(TokenIndex head) const {
  Entities out;
  add_at(head, false, out);
  if (!out.empty()) {
    add_other_owners(head, out);
    return out;
  }
  if (is_trigger_[head] && s_.pos(head) == nlp::Upos::Noun) return out;  // what stands below it is the act's
  // A thing is somebody's by apposition, adjective or owner.
  constexpr int kDepth = 2;
  const auto below = [&](auto&& self, TokenIndex t, int depth) -> void {
    s_.for_children(t, [&](TokenIndex c) {
      if (!out.empty()) return;
      const Relation r = s_[c].relation;
      const bool of = r == Relation::Nominal && s_[c].marker != kNoToken && s_.plain(s_[c].marker) == s_.grammar().of();
      if (r != Relation::Adjective && r != Relation::Apposition && r != Relation::Name && !of) return;
      if (of && is_trigger_[c] && s_.pos(c) == nlp::Upos::Noun && !acts_[c]) return;  // the phrase only leads to an act
      add_at(c, !town_[c], out);
      // Only an adjective of a state says whose an act is.
      if (r == Relation::Adjective) std::erase_if(out, [&](EntityId e) { return !is_state(e); });
      // A state's full name before a noun tells where, its abbreviation whose.
      if (r == Relation::Name && c < t && s_.grammar().modifiers_first() && !is_abbreviation(c)) {
        std::erase_if(out, [&](EntityId e) {
          return mentions_.entities[static_cast<size_t>(e)].kind == ground::EntityKind::State;
        });
      }
      if (!out.empty() && of) add_other_owners(c, out);
      if (out.empty() && of && depth < kDepth) self(self, c, depth + 1);
    });
  };
  below(below, head, 1);
  if (!out.empty()) return out;
  s_.for_children(head, [&](TokenIndex c) {  // a possessive
    if (s_[c].relation == Relation::Possessive || s_.grammar().is_possessive(s_.lower(c))) add_at(c, false, out);
  });
  return out;
}

// A phrase's head with its conjuncts, also those that the parser hangs below its apposition.
Dependents::Tokens Participants::with_appositions(TokenIndex head) const {
  Dependents::Tokens out = dependents_.coordinated(head);
  s_.for_children(head, [&](TokenIndex c) {
    if (s_[c].relation != Relation::Apposition && s_[c].relation != Relation::Name) return;
    for (const TokenIndex t : dependents_.coordinated(c)) {
      if (t != c && acts_[t]) add_tokens(out, {t});
    }
  });
  return out;
}

Entities Participants::all(const Dependents::Tokens& heads, Role role, bool verbal) const {
  Entities out;
  for (const TokenIndex head : heads) {
    for (const TokenIndex t : with_appositions(head)) {
      const Entities found = at(t);
      // A place suffers what is done to it. A state told as one still acts; a capital so only where words are what is
      // done.
      if (found.empty() && role == Role::Recipient)
        add(out, of_place(t));
      else if (found.empty() && place_[t] && (!town_[t] || verbal))
        add_at(t, true, out);
      else
        add(out, found);
    }
  }
  return out;
}

// The state whose place a phrase names: the host of a visit or meeting.
Entities Participants::of_place(TokenIndex head) const {
  Entities out;
  add_at(head, true, out);
  if (!out.empty()) return out;
  for (const ground::Place& place : mentions_.places) {
    if (std::find(place.heads.begin(), place.heads.end(), head) == place.heads.end()) continue;
    for (size_t e = 0; e < mentions_.entities.size(); ++e) {
      const ground::Entity& entity = mentions_.entities[e];
      if (entity.kind == ground::EntityKind::State && entity.country == place.country)
        out.push_back(static_cast<EntityId>(e));
    }
  }
  return out;
}

Entities Participants::in_slot(const Trigger& trigger, const Slot& slot, Role role) const {
  const TokenIndex t = trigger.token;
  const bool verb = dependents_.is_verb(t) || trigger.entry->kind != WordKind::Noun;
  Entities out;
  switch (slot.kind) {
    case SlotKind::Subject:
      // An adjective with a copula is no passive.
      if (trigger.entry->kind == WordKind::Adjective && !dependents_.is_verb(t) &&
          s_.child(t, Relation::Copula) != kNoToken && s_.child(t, Relation::Subject) != kNoToken)
        return all({s_.child(t, Relation::Subject)}, role);
      return verb || s_.child(t, Relation::Copula) != kNoToken ? all(dependents_.subjects(t), role) : Entities{};
    case SlotKind::Object: {
      Dependents::Tokens objects = dependents_.objects(t);
      // What the entry asked for is what the event is made of, not who it is done to.
      std::erase_if(objects, [&](TokenIndex o) {
        return std::find(trigger.parts.begin(), trigger.parts.end(), o) != trigger.parts.end() && !acts_[o];
      });
      // The parser hangs the object of a phrase of several words below one of them.
      for (const TokenIndex part : trigger.parts) {
        if (!objects.empty() || !trigger.words.contains(part)) break;
        s_.for_children(part, [&](TokenIndex c) {
          const Relation r = s_[c].relation;
          const bool nominal = r == Relation::Nominal || r == Relation::Apposition || r == Relation::Object;
          if (nominal && c > part && s_[c].marker == kNoToken) objects.push_back(c);
        });
      }
      return all(objects, role);
    }
    case SlotKind::Indirect:
      return all(dependents_.indirect(t), role);
    case SlotKind::Agent:
      s_.for_children(t, [&](TokenIndex c) {
        if (s_[c].relation == Relation::Agent ||
            (s_[c].marker != kNoToken && s_.grammar().is_by(s_.plain(s_[c].marker))))
          add(out, all({c}));
      });
      return out;
    case SlotKind::Possessive:
      s_.for_children(t, [&](TokenIndex c) {
        if (s_[c].relation != Relation::Possessive && !s_.grammar().is_possessive(s_.lower(c))) return;
        // A state told as a place still owns.
        for (const TokenIndex i : dependents_.coordinated(c)) add_at(i, place_[i] && !town_[i], out);
      });
      return out;
    case SlotKind::Adjective:
    case SlotKind::Compound: {
      const bool compound = slot.kind == SlotKind::Compound;
      s_.for_children(t, [&](TokenIndex c) {
        const bool name = s_[c].relation == Relation::Name && c < t;
        if (!name && (compound || s_[c].relation != Relation::Adjective)) return;
        // An abbreviation before a noun is its adjective; a full name there only says what it is about.
        if (name && !compound && !is_abbreviation(c)) {
          s_.for_children(c, [&](TokenIndex inner) {  // an abbreviation before another name before the noun
            if (s_[inner].relation == Relation::Name && is_abbreviation(inner)) add_at(inner, true, out);
          });
          return;
        }
        for (const TokenIndex i : dependents_.coordinated(c)) add_at(i, !name || !town_[i], out);
      });
      std::erase_if(out, [&](EntityId e) { return !is_state(e); });
      return out;
    }
    case SlotKind::Host: {
      // Below the word itself, or below its object, to which the parser may give a phrase of place.
      Dependents::Tokens above = {t};
      if (verb) add_tokens(above, dependents_.objects(t));
      add_tokens(above, trigger.parts);
      for (const TokenIndex from : above) {
        s_.for_children(from, [&](TokenIndex c) {
          const Relation r = s_[c].relation;
          if (!out.empty() || s_[c].marker == kNoToken) return;
          if (r != Relation::Oblique && r != Relation::Nominal && r != Relation::IndirectObject) return;
          for (const TokenIndex i : dependents_.coordinated(c)) add(out, of_place(i));
        });
      }
      return out;
    }
    case SlotKind::Between: {
      const std::vector<std::string> words = {std::string(s_.grammar().between())};
      return all(dependents_.marked(t, words));
    }
    case SlotKind::Preposition: {
      const auto is_part = [&](TokenIndex h) {
        return std::find(trigger.parts.begin(), trigger.parts.end(), h) != trigger.parts.end() && !acts_[h];
      };
      Dependents::Tokens heads = dependents_.marked(t, slot.words);
      std::erase_if(heads, is_part);
      // Below another word of the phrase: of its noun, or of its object.
      for (size_t p = 0; p < trigger.parts.size() && heads.empty(); ++p) {
        heads = dependents_.marked(trigger.parts[p], slot.words);
        std::erase_if(heads, is_part);
      }
      // Of two complements with the preposition of possession the first is who, the next whom.
      if (role == Role::Actor && heads.size() > 1 && slot.words[0] == s_.grammar().of()) heads.resize(1);
      return all(heads, role, is_verbal(trigger.frame->type));
    }
  }
  return out;
}

Entities Participants::in_slots(const Trigger& trigger, std::span<const Slot> slots, Role role,
                                const Entities& not_these) const {
  for (const Slot& slot : slots) {
    Entities found = in_slot(trigger, slot, role);
    remove_all(not_these, found);
    if (!found.empty()) return found;
  }
  return {};
}

std::vector<Participants::Filling> Participants::fillings(const Trigger& trigger, Role role) const {
  const Pattern& pattern = trigger.frame->pattern;
  const bool noun = trigger.entry->kind == WordKind::Noun;
  const auto& slots = role == Role::Actor ? (noun ? pattern.noun_actor : pattern.actor)
                                          : (noun ? pattern.noun_recipient : pattern.recipient);
  const Entities not_these = barred(trigger, role);
  std::vector<Filling> out;
  const auto keep = [&](std::string name, Entities parties) {
    remove_all(not_these, parties);
    if (!parties.empty()) out.push_back({std::move(name), std::move(parties)});
  };
  for (const Slot& slot : slots) keep(name_of(slot), in_slot(trigger, slot, role));
  if (role == Role::Actor) {
    if (noun && s_.child(trigger.token, Relation::Copula) != kNoToken)
      keep("copula", all(dependents_.subjects(trigger.token)));
    if (noun) keep("light", light_verb_subject(trigger));
  } else {
    if (trigger.frame->content == Content::Absorbed) keep("content", in_content(trigger, {}));
    keep("owner", owners_of_parts(trigger, {}));
  }
  return out;
}

// A noun as the object of a light verb: the noun tells the event, the verb only who.
Entities Participants::light_verb_subject(const Trigger& trigger) const {
  const TokenIndex verb = dependents_.governing_verb(trigger.token);
  if (verb == kNoToken || is_trigger_[verb] || s_[trigger.token].relation != Relation::Object) return {};
  return all(dependents_.subjects(verb));
}

void Participants::fill(const Trigger& trigger, Entities& actor, Entities& recipient) const {
  const Pattern& pattern = trigger.frame->pattern;
  const bool noun = trigger.entry->kind == WordKind::Noun;
  const auto& actor_slots = noun ? pattern.noun_actor : pattern.actor;
  const auto& recipient_slots = noun ? pattern.noun_recipient : pattern.recipient;
  if (recipient_slots.empty()) {
    // All take part alike: every slot adds its own.
    for (const Slot& slot : actor_slots) add(actor, in_slot(trigger, slot, Role::Actor));
    if (noun && actor.empty()) actor = light_verb_subject(trigger);
    if (actor.size() == 1) recipient = owners_of_parts(trigger, actor);  // by an adjective of the object
    return;
  }
  actor = in_slots(trigger, actor_slots, Role::Actor, {});
  // Behind a copula and a preposition: who is said to be in that state.
  if (noun && actor.empty() && s_.child(trigger.token, Relation::Copula) != kNoToken)
    actor = all(dependents_.subjects(trigger.token));
  if (noun && actor.empty()) actor = light_verb_subject(trigger);
  // Of a word about an act that tells no doer, as in the passive: whose the act is.
  const bool suffers = !recipient_slots.empty() && recipient_slots[0].kind == SlotKind::Subject &&
                       std::any_of(actor_slots.begin(), actor_slots.end(), [&](const Slot& slot) {
                         return slot.kind == SlotKind::Preposition && slot.words[0] == s_.grammar().of();
                       });
  if (actor.empty() && trigger.inner != kNoToken && (suffers || dependents_.is_passive(trigger.token))) {
    Trigger inner = trigger;
    inner.token = trigger.inner;
    for (const SlotKind kind : {SlotKind::Agent, SlotKind::Possessive, SlotKind::Adjective, SlotKind::Compound}) {
      if (actor.empty()) actor = in_slot(inner, {kind, {}}, Role::Actor);
    }
  }
  const auto near_slots = std::find_if(recipient_slots.begin(), recipient_slots.end(), [](const Slot& slot) {
    return slot.kind != SlotKind::Object && slot.kind != SlotKind::Indirect;
  });
  Entities others = actor;
  add(others, barred(trigger, Role::Recipient));
  recipient = in_slots(trigger, {recipient_slots.begin(), near_slots}, Role::Recipient, others);
  if (recipient.empty()) recipient = told_party(trigger, actor);
  if (recipient.empty()) recipient = in_slots(trigger, {near_slots, recipient_slots.end()}, Role::Recipient, others);
  if (recipient.empty() && trigger.frame->content == Content::Absorbed) recipient = in_content(trigger, actor);
  if (!recipient.empty()) return;
  if (const Trigger* const act = judgements_.act_of(trigger)) {
    Entities suffer;
    fill(*act, recipient, suffer);  // its doer is judged
    remove_all(actor, recipient);
  } else {
    recipient = owners_of_parts(trigger, actor);
  }
}

// Whom a sentence tells nowhere but in the clause below a verb: in what somebody is accused of, who does not accuse.
Entities Participants::only_in_content(TokenIndex verb) const {
  Entities inside, outside;
  std::vector<nlp::TokenRange> clauses;
  s_.for_children(verb, [&](TokenIndex c) {
    const Relation r = s_[c].relation;
    const bool clause = r == Relation::OpenClause || r == Relation::Clause || r == Relation::AdverbialClause;
    if (clause && c > verb && dependents_.is_verb(c) && !is_finite(s_, c)) clauses.push_back(s_.subtree(c));
  });
  if (clauses.empty()) return inside;
  const nlp::TokenRange sentence = s_.sentence(verb);
  for (TokenIndex t = sentence.begin; t < sentence.end; ++t) {
    if (!acts_[t] && !place_[t]) continue;
    const bool in = std::any_of(clauses.begin(), clauses.end(), [&](nlp::TokenRange r) { return r.contains(t); });
    add_at(t, true, in ? inside : outside);
  }
  remove_all(outside, inside);
  return inside;
}

Entities Participants::barred(const Trigger& trigger, Role role) const {
  Entities doers, suffer;
  if (role == Role::Recipient) {
    const Trigger* const act = judgements_.act_of(trigger);
    if (!act) return {};
    fill(*act, doers, suffer);
    if (act->frame->type == EventType::Assault) {  // nor is whose they are, or where it was
      const nlp::TokenRange phrase = s_.subtree(act->token);
      for (TokenIndex t = phrase.begin; t < phrase.end; ++t) {
        if (acts_[t] || place_[t]) add(suffer, of_place(t));
      }
    }
    remove_all(doers, suffer);
    return suffer;
  }
  if (const Trigger* const judge = judgements_.judge_of(trigger)) fill(*judge, doers, suffer);
  if (trigger.frame->type == EventType::Accuse && dependents_.is_passive(trigger.token))
    add(doers, only_in_content(trigger.token));
  if (trigger.frame->pattern.actor.empty()) add(doers, all(dependents_.subjects(trigger.token)));  // who stops an act
  return doers;
}

}  // namespace depeche::code
