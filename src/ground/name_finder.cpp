// At each word the lists propose their longest name, the gazetteer a place, and the model an entity; the rules below
// choose. Lists win over the model, but not with a part of a longer name: Jordan as a first name is no country, and a
// listed surname behind another first name is somebody else.
#include "ground/name_finder.h"

#include <algorithm>
#include <set>

#include "base/unicode.h"

namespace depeche::ground {
namespace {

std::string key_of(const Reading& reading, WordRange words) {
  std::string key;
  for (WordIndex i = words.begin; i < words.end; ++i) {
    if (!key.empty()) key += ' ';
    key += reading.words()[i].folded;
  }
  return key;
}

// A capitalised word goes on after a space.
bool capital_follows(const Reading& reading, WordIndex last) {
  if (last + 1 >= reading.size()) return false;
  const Word& next = reading.words()[last + 1];
  return next.capital && next.joint == Joint::Space && !next.all_caps;
}

bool has_digit(const Reading& reading, WordRange words) {
  for (WordIndex i = words.begin; i < words.end; ++i) {
    const std::string& word = reading.words()[i].folded;
    if (std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; })) return true;
  }
  return false;
}

bool all_capital(const Reading& reading, WordRange words) {
  for (WordIndex i = words.begin; i < words.end; ++i) {
    if (!reading.words()[i].capital || reading.words()[i].all_caps) return false;
  }
  return true;
}

bool has_noun(const Reading& reading, WordRange words) {
  for (WordIndex i = words.begin; i < words.end; ++i) {
    const nlp::Upos pos = reading.syntax().pos(reading.token(i));
    if (pos == nlp::Upos::Propn || pos == nlp::Upos::Noun || pos == nlp::Upos::Adj || pos == nlp::Upos::X) return true;
  }
  return false;
}

NameSpan make(const Reading& reading, NameKind kind, WordRange words) {
  NameSpan name;
  name.kind = kind;
  name.words = words;
  name.tokens = reading.tokens(words);
  name.head = reading.head(name.tokens);
  name.key = key_of(reading, words);
  return name;
}

}  // namespace

void NameFinder::trim(const Reading& reading, Labelled& entity) const {
  const auto& words = reading.words();
  const bool person = entity.label.starts_with("PER");
  WordRange& r = entity.words;
  while (r.size() > 0) {
    const Word& first = words[r.begin];
    const nlp::Upos pos = reading.syntax().pos(reading.token(r.begin));
    const bool function_word = pos == nlp::Upos::Det || pos == nlp::Upos::Adp || pos == nlp::Upos::Pron;
    // A capital at the head of a sentence, or an elided article, belongs to no name.
    const bool bare_capital = first.capital && !reading.starts_sentence(r.begin) &&
                              !(r.size() > 1 && words[r.begin + 1].joint == Joint::Apostrophe);
    const bool article = !bare_capital && (function_word || first.folded.size() <= (first.capital ? 1 : 2));
    size_t title = 0;
    if (person && (!first.capital || roles_.is(WordList::Courtesy, first.folded))) title = 1;
    if (person) {
      const auto role = roles_.longest(words, reading.lemmas(), r.begin);
      if (role.words > 0 && static_cast<WordIndex>(role.words) < r.size()) title = role.words;
    }
    // A demonym before a man's name is no part of it.
    if (person && first.capital && r.size() >= 2 && actors_.demonym(first.folded) != kNoActor) title = 1;
    if (title == 0 && !article) break;
    r.begin += std::max<WordIndex>(1, static_cast<WordIndex>(title));
    if (r.begin > r.end) r.begin = r.end;
  }
  // The mark of the owner is no part of the name.
  if (r.size() > 1 && words[r.end - 1].joint == Joint::Apostrophe && !words[r.end - 1].capital &&
      reading.syntax().pos(reading.token(r.end - 1)) == nlp::Upos::Part)
    --r.end;
  // Nor is the body whose the man is.
  for (WordIndex of = r.begin + 1; person && of + 1 < r.end; ++of) {
    if (words[of].capital || !roles_.is(WordList::Of, words[of].folded)) continue;
    const ActorBook::Found body = actors_.longest(words, static_cast<size_t>(of) + 1);
    if (body.words > 0 && actors_[body.entries.front().actor].kind != EntityKind::Person) r.end = of;
  }
  while (person && r.size() > 0 && !words[r.end - 1].capital && words[r.end - 1].joint != Joint::Hyphen) --r.end;
}

// A name goes on behind its small words, where the model ends it there.
void NameFinder::go_on(const Reading& reading, WordRange& name) const {
  const auto& words = reading.words();
  constexpr int kParticles = 2;
  for (int n = 0; n < kParticles && name.size() > 0; ++n) {
    const WordIndex next = roles_.is(WordList::NameParticles, words[name.end - 1].folded) ? name.end : name.end + 1;
    if (next >= reading.size() || !words[next].capital || words[next].joint == Joint::Break) return;
    if (next > name.end && (words[name.end].joint != Joint::Space || words[name.end].capital ||
                            !roles_.is(WordList::NameParticles, words[name.end].folded)))
      return;
    if (words[next].joint != Joint::Hyphen && words[next].joint != Joint::Space) return;
    name.end = next + 1;
  }
}

std::vector<NameFinder::Labelled> NameFinder::labelled(const Reading& reading) const {
  std::vector<Labelled> out;
  const nlp::Analysis& analysis = reading.syntax().analysis();
  for (const nlp::EntitySpan& entity : analysis.entities) {
    if (entity.tokens.size() <= 0) continue;
    Labelled l{{reading.words_of_token(entity.tokens.begin).begin, reading.words_of_token(entity.tokens.end - 1).end},
               reading.syntax().grammar().entity_label(analysis.label(entity))};
    if (l.label.empty()) continue;
    trim(reading, l);
    if (l.label.starts_with("PER")) go_on(reading, l.words);
    // A noun of an office, which the noun phrases read.
    if (l.words.size() <= 0) continue;
    WordIndex noun = l.words.begin;
    // One behind an adjective of a state likewise, where such adjectives stand first.
    const bool modifiers_first = reading.syntax().grammar().modifiers_first();
    if (modifiers_first && l.label == "ORG") {
      const ActorBook::Found state = actors_.longest(reading.words(), static_cast<size_t>(noun));
      if (state.words > 0 && actors_[state.entries.front().actor].kind == EntityKind::State)
        noun += static_cast<WordIndex>(state.words);
    }
    // A title with a complement before a name: the state is not his.
    if (modifiers_first && noun > l.words.begin && l.words.end - noun >= 2 && l.words.begin > 0 &&
        roles_.is(WordList::Of, reading.words()[l.words.begin - 1].folded) &&
        all_capital(reading, {noun, l.words.end})) {
      l.words.begin = noun;
      l.label = "PER";
    }
    const auto role = roles_.longest(reading.words(), reading.lemmas(), noun);
    const WordIndex behind = noun + static_cast<WordIndex>(role.words);
    if (role.words > 0 && behind >= l.words.end) continue;
    // A body's noun with its field before it and its state behind.
    if (role.words > 0 && modifiers_first && roles_[role.role].unique &&
        roles_.is(WordList::Of, reading.words()[behind].folded))
      continue;
    // What has digits is nobody, nor is a pronoun at the head of an answer.
    if (l.label.starts_with("PER") && (has_digit(reading, l.words) || !has_noun(reading, l.words))) l.label = "MISC";
    // A man behind his title, whom the model takes for a body.
    if (reading.syntax().grammar().modifiers_first() && l.label == "ORG" && follows_title(reading, l.words))
      l.label = "PER";
    // A title with a capital and a name, taken for a body.
    if (modifiers_first && l.label == "ORG" && role.words > 0 && noun == l.words.begin &&
        roles_[role.role].kind == EntityKind::Person && follows_title(reading, {behind, l.words.end})) {
      l.words.begin = behind;
      l.label = "PER";
    }
    if (l.words.begin > 0) {
      const std::string& before = reading.words()[l.words.begin - 1].folded;
      const bool beside = reading.words()[l.words.begin].joint == Joint::Space;
      if (roles_.is(WordList::Courtesy, before) || (beside && roles_.is(WordList::NamingNouns, before)))
        l.label = "PER";
    }
    if (l.words.size() <= 0 || l.words.size() > 12) continue;
    out.push_back(l);
  }
  return out;
}

// A name of several words right behind the title of one person.
bool NameFinder::follows_title(const Reading& reading, WordRange name) const {
  const auto& words = reading.words();
  if (name.begin == 0 || name.size() < 2 || name.size() > 4 || words[name.begin].joint != Joint::Space) return false;
  for (WordIndex i = name.begin; i < name.end; ++i) {
    if (!words[i].capital || words[i].all_caps || roles_.longest(words, reading.lemmas(), i).words > 0) return false;
  }
  for (WordIndex w = name.begin; w-- > std::max(0, name.begin - 3);) {
    const auto role = roles_.longest(words, reading.lemmas(), w);
    if (role.words == 0 || w + static_cast<WordIndex>(role.words) != name.begin) continue;
    return roles_[role.role].kind == EntityKind::Person &&
           reading.syntax().has_feature(reading.token(name.begin - 1), "Number=Sing");
  }
  return false;
}

NameSpan NameFinder::unlisted(const Reading& reading, const Labelled& entity) const {
  const NameKind kind = entity.label.starts_with("PER") ? NameKind::Person
                        : entity.label == "ORG"         ? NameKind::Body
                                                        : NameKind::Place;
  NameSpan name = make(reading, kind, entity.words);
  name.label = entity.label;
  return name;
}

// Behind a noun of places, its adjectives or a hyphen: the name of a thing.
bool NameFinder::is_named_after(const Reading& reading, WordRange name) const {
  const auto& words = reading.words();
  const bool hyphen_behind = name.end < reading.size() && words[name.end].joint == Joint::Hyphen;
  if (words[name.begin].joint == Joint::Hyphen || hyphen_behind) return true;
  WordIndex w = name.begin;
  for (int steps = 0; steps < 2 && w > 0 && words[w].joint == Joint::Space; ++steps) {
    --w;
    if (roles_.is(WordList::NamedAfter, words[w].folded)) return true;
    if (reading.syntax().pos(reading.token(w)) != nlp::Upos::Adj) break;
  }
  return false;
}

// Whether a listed name stands for itself there.
bool NameFinder::is_kept(const Reading& reading, const NameSpan& name, const std::vector<Labelled>& labelled) const {
  if (!reading.is_aligned(name.words) && name.words.size() == 1) return false;
  const auto& words = reading.words();
  const WordIndex begin = name.words.begin, last = name.words.end - 1;
  bool person = false, family = true;
  for (const NameEntry& entry : name.entries) {
    person = person || actors_[entry.actor].kind == EntityKind::Person;
    family = family && entry.use == NameUse::Family;
  }
  if (person && is_named_after(reading, name.words)) return false;
  if (name.words.size() == 1 && person) {
    if (capital_follows(reading, last)) return false;
    if (words[last].all_caps && words[last].span.size() <= 3) return false;
  }
  if (!person && name.words.size() == 1 && reading.starts_sentence(begin)) {
    // At the head of a sentence the capital tells nothing of names that are words too.
    const EntityKind kind = actors_[name.entries.front().actor].kind;
    const bool known =
        std::any_of(labelled.begin(), labelled.end(), [&](const Labelled& l) { return l.words.overlaps(name.words); });
    const bool proper = reading.syntax().pos(reading.token(begin)) == nlp::Upos::Propn;
    if (kind != EntityKind::State && !words[begin].all_caps && !known && !proper) return false;
  }
  if (family && roles_.is(WordList::NotPeople, words[begin].folded)) {
    // A name that is a month's, unless a title stands before it or the model knows better.
    const bool title = begin > 0 && words[begin].joint == Joint::Space &&
                       (roles_.is(WordList::Courtesy, words[begin - 1].folded) ||
                        roles_.longest(words, reading.lemmas(), begin - 1).words == 1);
    const bool person_here = std::any_of(labelled.begin(), labelled.end(), [&](const Labelled& l) {
      return l.words.overlaps(name.words) && l.label.starts_with("PER");
    });
    if (!title && !person_here) return false;
  }
  if (family && begin > 0 && words[begin].joint == Joint::Space) {
    // A surname of the lists after another first name than those listed.
    const Word& before = words[begin - 1];
    const bool title =
        roles_.is(WordList::Courtesy, before.folded) || roles_.longest(words, reading.lemmas(), begin - 1).words == 1;
    if (before.capital && !title && !reading.starts_sentence(begin - 1) && before.span.size() > 1 &&
        reading.syntax().pos(reading.token(begin - 1)) == nlp::Upos::Propn)
      return false;
  }
  return true;
}

// A surname alone is a man; behind an article or a preposition of place it is the country of that name.
void NameFinder::choose_state_or_person(const Reading& reading, NameSpan& name) const {
  const auto is_family = [](const NameEntry& e) { return e.use == NameUse::Family; };
  const auto is_state = [&](const NameEntry& e) {
    return e.use == NameUse::Name && actors_[e.actor].kind == EntityKind::State;
  };
  if (std::none_of(name.entries.begin(), name.entries.end(), is_family)) return;
  if (std::none_of(name.entries.begin(), name.entries.end(), is_state)) return;
  const WordIndex at = name.words.begin;
  bool state = false;
  if (at > 0 && reading.words()[at].joint != Joint::Break) {
    const TokenIndex before = reading.token(at - 1);
    state =
        reading.syntax().pos(before) == nlp::Upos::Det || roles_.is(WordList::Locative, reading.words()[at - 1].folded);
  }
  if (state)
    std::erase_if(name.entries, is_family);
  else
    std::erase_if(name.entries, is_state);
  name.kind = !state && is_family(name.entries.front()) ? NameKind::Family : NameKind::Actor;
}

// A demonym behind an article without the capital that it should have; behind the definite article it is the language.
bool NameFinder::is_inhabitant(const Reading& reading, const NameSpan& name) const {
  const Syntax& syntax = reading.syntax();
  const WordIndex at = name.words.begin;
  if (at == 0 || reading.words()[at].joint != Joint::Space || syntax[name.head].relation == Relation::Adjective)
    return false;
  const TokenIndex before = reading.token(at - 1);
  if (syntax.pos(before) != nlp::Upos::Det || syntax[before].head != name.head) return false;
  if (name.tokens.end < syntax.size() && syntax[name.tokens.end].head == name.head &&
      (syntax.pos(name.tokens.end) == nlp::Upos::Noun || syntax.pos(name.tokens.end) == nlp::Upos::Propn))
    return false;
  const bool plural = syntax.has_feature(before, "Number=Plur");
  return plural || roles_.is(WordList::Indefinite, reading.words()[at - 1].folded);
}

// Before a noun, in a compound or behind a copula: the adjective, where it is written like the people.
bool NameFinder::qualifies(const Reading& reading, const NameSpan& name) const {
  const Syntax& syntax = reading.syntax();
  const WordIndex next = name.words.end;
  if (next < reading.size() && reading.words()[next].joint == Joint::Hyphen) return true;
  TokenIndex t = name.head;
  for (int step = 0; step < 4 && syntax[t].relation == Relation::Conjunct && syntax[t].head != kNoToken; ++step)
    t = syntax[t].head;
  const Relation r = syntax[t].relation;
  if (r == Relation::Adjective || ((r == Relation::Name || r == Relation::Nominal) && syntax[t].head > t)) return true;
  return syntax.pos(name.head) == nlp::Upos::Adj && syntax.child(name.head, Relation::Determiner) == kNoToken;
}

std::vector<NameSpan> NameFinder::find(const Reading& reading) const {
  const auto& words = reading.words();
  const std::vector<Labelled> entities = labelled(reading);
  std::set<WordIndex> after_title;  // words that follow a title: a name in capitals there is a person
  for (WordIndex i = 0; i < reading.size(); ++i) {
    const auto role = roles_.longest(words, reading.lemmas(), i);
    if (roles_.is(WordList::Courtesy, words[i].folded)) after_title.insert(i + 1);
    if (role.words == 0 || roles_[role.role].kind != EntityKind::Person) continue;
    WordIndex next = i + static_cast<WordIndex>(role.words);
    if (next < reading.size() && !words[next].capital && actors_.demonym(words[next].folded) != kNoActor) ++next;
    after_title.insert(next);
  }

  // Surnames of people told by their full names: the model misses some of them alone.
  std::set<std::string> surnames;
  for (const Labelled& l : entities) {
    if (!l.label.starts_with("PER") || l.words.size() < 2 || l.words.size() > 4) continue;
    const Word& last = words[l.words.end - 1];
    if (last.capital && last.folded.size() > 2 && !roles_.is(WordList::NotPeople, last.folded))
      surnames.insert(last.folded);
  }
  const auto is_surname = [&](WordIndex i) {
    const nlp::Upos pos = reading.syntax().pos(reading.token(i));
    return words[i].capital && surnames.contains(words[i].folded) && reading.is_aligned({i, i + 1}) &&
           (pos == nlp::Upos::Propn || pos == nlp::Upos::Noun || pos == nlp::Upos::X);
  };
  std::vector<NameSpan> names;
  size_t e = 0;
  for (WordIndex i = 0; i < reading.size();) {
    while (e < entities.size() && entities[e].words.end <= i) ++e;
    const Labelled* entity = e < entities.size() && entities[e].words.begin == i ? &entities[e] : nullptr;
    const Labelled* around = e < entities.size() && entities[e].words.contains(i) ? &entities[e] : nullptr;
    const ActorBook::Found found = actors_.longest(words, i);
    NameSpan listed;
    bool has_listed = false;
    if (found.words > 0) {
      const WordRange range{i, i + static_cast<WordIndex>(found.words)};
      NameKind kind = NameKind::Actor;
      if (found.entries.front().use == NameUse::Demonym) kind = NameKind::Demonym;
      if (found.entries.front().use == NameUse::Family) kind = NameKind::Family;
      listed = make(reading, kind, range);
      listed.entries = found.entries;
      choose_state_or_person(reading, listed);
      has_listed = is_kept(reading, listed, entities);
      // With an article and an office: no paper, though one has that name.
      if (has_listed && kind == NameKind::Actor && range.size() > 1 && reading.syntax().grammar().modifiers_first() &&
          actors_.demonym(words[range.end - 1].folded) != kNoActor) {
        const TokenIndex last = reading.token(range.end - 1);
        const TokenIndex noun = reading.syntax()[last].head;
        has_listed = noun <= last || reading.syntax().pos(noun) != nlp::Upos::Noun;
      }
    }
    // Behind a word for a name: no town.
    const bool named = i > 0 && words[i].joint == Joint::Space && roles_.is(WordList::NamingNouns, words[i - 1].folded);
    if (named) after_title.insert(i);
    const PlaceBook::Found place = named ? PlaceBook::Found{} : places_.longest(words, i);

    // A listed body behind the name of its state.
    if (entity && has_listed && reading.syntax().grammar().modifiers_first() &&
        actors_[found.entries.front().actor].kind == EntityKind::State) {
      const WordIndex rest = i + static_cast<WordIndex>(found.words);
      const ActorBook::Found body =
          rest < entity->words.end ? actors_.longest(words, static_cast<size_t>(rest)) : ActorBook::Found{};
      if (body.words > 1 && rest + static_cast<WordIndex>(body.words) == entity->words.end &&
          body.entries.front().use == NameUse::Name &&
          actors_[body.entries.front().actor].country == actors_[found.entries.front().actor].country) {
        NameSpan name = make(reading, NameKind::Actor, entity->words);
        name.entries = body.entries;
        name.label = entity->label;
        names.push_back(std::move(name));
        i = entity->words.end;
        continue;
      }
    }
    // A longer name of the model in place of a part of it.
    if (entity && has_listed && entity->words.size() > static_cast<WordIndex>(found.words)) {
      const Actor& actor = actors_[found.entries.front().actor];
      const bool whole_person = actor.kind == EntityKind::Person && found.words >= 2;
      const bool weak = actor.kind == EntityKind::State || (actor.kind == EntityKind::Person && !whole_person);
      if (weak && !entity->label.starts_with("LOC") && entity->label != "MISC") has_listed = false;
    }
    // A place of more words than the listed name, unless it is of our own list.
    if (has_listed && static_cast<size_t>(place.words) > found.words) has_listed = false;
    const bool adjective =
        reading.syntax().grammar().modifiers_first() ? qualifies(reading, listed) : !words[i].capital;
    if (has_listed && listed.kind == NameKind::Demonym && adjective && !is_inhabitant(reading, listed))
      has_listed = false, ++i;
    else if (has_listed) {
      if (around) listed.label = around->label;
      names.push_back(std::move(listed));
      i += static_cast<WordIndex>(found.words);
    } else if (place.words > 0 && (!entity || !entity->label.starts_with("PER") ||
                                   static_cast<WordIndex>(place.words) >= entity->words.size() + 1)) {
      // Of the large gazetteer only what the model or a preposition calls a place.
      const bool own = places_[place.places.front()].listed;
      // A part of a longer name is none.
      const bool whole = !reading.syntax().grammar().modifiers_first() ||
                         (around && around->words.size() == static_cast<WordIndex>(place.words));
      const bool called = around && around->label.starts_with("LOC") && (own || whole);
      const bool preposition = i > 0 && roles_.is(WordList::Locative, words[i - 1].folded);
      const WordIndex last = i + static_cast<WordIndex>(place.words) - 1;
      const bool taken =
          (own && !capital_follows(reading, last)) || called || (preposition && !capital_follows(reading, last));
      const bool in_body =
          around && around->label == "ORG" && around->words.size() > static_cast<WordIndex>(place.words);
      if (taken && !in_body && words[i].capital + own > 0) {
        NameSpan name = make(reading, NameKind::Place, {i, last + 1});
        name.place = place.places.front();
        names.push_back(std::move(name));
        i = last + 1;
      } else if (entity && entity->label == "ORG") {
        names.push_back(unlisted(reading, *entity));
        i = entity->words.end;
      } else {
        ++i;
      }
    } else if (entity && entity->label != "MISC" && words[i].capital &&
               !roles_.is(WordList::NotPeople, words[i].folded)) {
      names.push_back(unlisted(reading, *entity));
      i = entity->words.end;
    } else if (after_title.contains(i) && words[i].capital && words[i].joint != Joint::Break &&
               words[i].joint != Joint::Apostrophe && !roles_.is(WordList::NotPeople, words[i].folded) &&
               roles_.longest(words, reading.lemmas(), i).words == 0 &&
               reading.syntax().pos(reading.token(i)) != nlp::Upos::Det) {
      WordIndex end = i + 1;
      while (end < reading.size() && words[end].capital && words[end].joint != Joint::Break &&
             words[end].joint != Joint::Apostrophe && end - i < 5)
        ++end;
      names.push_back(make(reading, NameKind::Person, {i, end}));
      i = end;
    } else if (!around && is_surname(i)) {
      names.push_back(make(reading, NameKind::Person, {i, i + 1}));
      ++i;
    } else {
      ++i;
    }
  }
  return names;
}

}  // namespace depeche::ground
