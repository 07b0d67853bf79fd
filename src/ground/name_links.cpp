// Two passes, since the full name may follow the short one (titles do so): first names of two words and more and all
// that the lists know for certain, then family names and single words, which look for a bearer among them.
#include "ground/name_links.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/resource.h"
#include "base/unicode.h"
#include "ground/locative.h"

namespace depeche::ground {
namespace {

std::string last_word(const std::string& key) { return key.substr(key.rfind(' ') + 1); }
std::string first_word(const std::string& key) { return key.substr(0, key.find(' ')); }
bool is_single(const std::string& key) { return key.find(' ') == std::string::npos; }

// An acronym's letters are the first letters of the words, small words left out or not.
bool abbreviates(const std::string& acronym, const std::string& key) {
  std::string initials, main;
  for (const std::string_view word : split(key, ' ')) {
    initials += word.front();
    if (word.size() > 3) main += word.front();
  }
  // The model may take words before the name for a part of it.
  return acronym.size() >= 3 ? initials.ends_with(acronym) || main.ends_with(acronym)
                             : acronym.size() == 2 && (acronym == initials || acronym == main);
}

class Linker {
 public:
  Linker(const Scene& scene, EntityTable& table) : scene_(scene), table_(table), out_(scene.names.size(), kNoEntity) {}

  std::vector<EntityId> run() {
    vote();
    for (size_t i = 0; i < scene_.names.size(); ++i) first_pass(static_cast<int32_t>(i));
    for (size_t i = 0; i < scene_.names.size(); ++i) second_pass(static_cast<int32_t>(i));
    join_acronyms();
    join_demonyms();
    for (size_t i = 0; i < scene_.names.size(); ++i) {
      if (is_where_said(scene_.names[i])) out_[i] = kNoEntity;
      if (out_[i] != kNoEntity) add_mention(static_cast<int32_t>(i));
    }
    return out_;
  }

 private:
  // The model may call one name a person here and a body there: most often decides, then the first.
  void vote() {
    std::map<std::string, std::map<NameKind, int>> votes;
    for (const NameSpan& name : scene_.names) {
      if (name.kind == NameKind::Place) places_.insert(name.head);
    }
    for (const NameSpan& name : scene_.names) {
      // States told by name or by demonym: who shares a name with somebody else is sooner of one of them.
      if (!name.entries.empty() && scene_.actors[name.entries.front().actor].kind == EntityKind::State)
        countries_.insert(scene_.actors[name.entries.front().actor].country);
      // What is coordinated with a place is one.
      if (name.kind == NameKind::Body && is_single(name.key) && (is_beside_place(name.head) || is_taken(name.head))) {
        votes[name.key][NameKind::Place] += 2;
      } else if (name.kind == NameKind::Person || name.kind == NameKind::Body ||
                 (name.kind == NameKind::Place && name.place == kNoPlace))
        ++votes[name.key][name.kind];
    }
    // What the model takes for a body, where a man of that name was told.
    for (const NameSpan& name : scene_.names) {
      if (name.kind != NameKind::Person || is_single(name.key)) continue;
      const auto at = votes.find(last_word(name.key));
      if (at != votes.end() && at->second.size() == 1 && at->second.contains(NameKind::Body) && name.entries.empty())
        at->second[NameKind::Person] += at->second[NameKind::Body] + 1;
    }
    // An initial with that last word, likewise.
    for (auto& [key, kinds] : votes) {
      if (!kinds.contains(NameKind::Body) || is_single(key) || first_word(key).size() != 1) continue;
      const std::string last = last_word(key);
      if (std::any_of(votes.begin(), votes.end(), [&](const auto& other) {
            return other.second.contains(NameKind::Person) && !is_single(other.first) &&
                   last_word(other.first) == last && first_word(other.first).front() == key.front();
          }))
        kinds[NameKind::Person] += kinds[NameKind::Body] + 1;
    }
    for (const auto& [key, kinds] : votes) {
      const auto best = std::max_element(kinds.begin(), kinds.end(),
                                         [](const auto& a, const auto& b) { return a.second < b.second; });
      kind_of_[key] = best->first;
    }
  }
  bool is_beside_place(TokenIndex t) const {
    return scene_.syntax()[t].relation == Relation::Conjunct && places_.contains(scene_.syntax()[t].head);
  }
  // Coordinated objects of a verb of conquest are towns.
  bool is_taken(TokenIndex t) const {
    const Syntax& syntax = scene_.syntax();
    if (syntax[t].relation == Relation::Conjunct) t = syntax[t].head;
    if (t == kNoToken || syntax[t].relation != Relation::Object || syntax[t].head == kNoToken) return false;
    return syntax.pos(t) == nlp::Upos::Propn &&
           scene_.roles.is(WordList::TownVerbs, unicode::fold(syntax.lemma(syntax[t].head)));
  }
  NameKind kind(const NameSpan& name) const {
    const auto at = kind_of_.find(name.key);
    return at == kind_of_.end() || name.kind == NameKind::Actor ? name.kind : at->second;
  }
  const Nominal* title(int32_t i) const {
    const int32_t n = scene_.title_of[i];
    return n < 0 ? nullptr : &scene_.nominals[n];
  }

  std::string text_of(const NameSpan& name) const {
    return std::string(slice(scene_.syntax().text(), scene_.reading.span(name.words)));
  }

  EntityId of_actor(ActorIndex index) {
    const auto at = by_actor_.find(index);
    if (at != by_actor_.end()) return at->second;
    const Actor& actor = scene_.actors[index];
    const ActorBook::Role role = scene_.actors.role_on(index, scene_.date);
    Draft draft;
    draft.kind = actor.kind;
    draft.name = actor.name;
    draft.country = role.country;
    draft.sector = role.sector;
    draft.actor = index;
    draft.gender = actor.gender;
    draft.plural = actor.plural;
    draft.named = true;
    draft.key = fold_name(actor.name);
    const EntityId id = table_.add(std::move(draft));
    by_actor_[index] = id;
    if (actor.kind == EntityKind::Person) people_.push_back(id);
    return id;
  }

  EntityId unlisted(const NameSpan& name, EntityKind entity_kind) {
    Draft draft;
    draft.kind = entity_kind;
    draft.name = text_of(name);
    draft.sector = "UNK";
    draft.named = true;
    draft.key = name.key;
    if (entity_kind == EntityKind::Organisation) draft.country = state_in(name);
    if (entity_kind == EntityKind::Person && !is_single(name.key))
      draft.gender = scene_.actors.gender_of_first_name(first_word(name.key));
    const EntityId id = table_.add(std::move(draft));
    by_key_[name.key] = id;
    if (entity_kind == EntityKind::Person) people_.push_back(id);
    return id;
  }

  // Of which state a body is by an adjective or a place in its own name.
  std::string state_in(const NameSpan& name) const {
    if (name.words.size() < 2) return {};
    const auto& words = scene_.reading.words();
    const auto state = [&](WordIndex at, bool last) -> std::string {
      const ActorBook::Found found = scene_.actors.longest(words, static_cast<size_t>(at));
      if (found.words == 0 || static_cast<WordIndex>(found.words) >= name.words.size()) return {};
      if (last && at + static_cast<WordIndex>(found.words) != name.words.end) return {};
      const Actor& actor = scene_.actors[found.entries.front().actor];
      return actor.kind == EntityKind::State && found.entries.front().use != NameUse::Capital ? actor.country
                                                                                              : std::string();
    };
    if (!scene_.syntax().grammar().modifiers_first()) {
      // Its last word, as an adjective: not where the first one is of a state too.
      const ActorIndex last = scene_.actors.demonym(words[static_cast<size_t>(name.words.end - 1)].folded);
      if (last != kNoActor && !words[static_cast<size_t>(name.words.end - 1)].capital)
        return scene_.actors[last].country;
    } else if (std::string country = state(name.words.begin, false); !country.empty()) {
      return country;
    }
    for (WordIndex w = name.words.begin + 1; w + 1 < name.words.end; ++w) {
      if (!scene_.roles.is(WordList::Of, words[static_cast<size_t>(w)].folded)) continue;
      if (std::string country = state(w + 1, true); !country.empty()) return country;
    }
    return {};
  }

  // Of several listed ones of one name: who is told already, who holds the office of the title, who is in office.
  ActorIndex choose(const NameSpan& name, const Nominal* title) const {
    if (const ActorIndex body = seated(name); body != kNoActor) return body;
    for (const NameEntry& entry : name.entries) {
      if (by_actor_.contains(entry.actor)) return entry.actor;
    }
    if (title && title->role >= 0) {
      const Role& role = scene_.roles[title->role];
      std::vector<std::string> offices = role.offices;
      if (!title->office.empty()) offices.insert(offices.begin(), title->office);
      for (const NameEntry& entry : name.entries) {
        for (const int32_t t : scene_.actors[entry.actor].terms) {
          const Term& term = scene_.actors.terms()[t];
          const bool there = title->countries.empty() || std::find(title->countries.begin(), title->countries.end(),
                                                                   term.country) != title->countries.end();
          if (there && std::find(offices.begin(), offices.end(), term.office) != offices.end() &&
              term.covers(scene_.date))
            return entry.actor;
        }
      }
    }
    // Those of a state that the text names before others, then whoever is in office, then who left it last.
    std::vector<ActorIndex> told;
    for (const NameEntry& entry : name.entries) {
      if (countries_.contains(scene_.actors[entry.actor].country)) told.push_back(entry.actor);
    }
    if (told.empty()) {
      for (const NameEntry& entry : name.entries) told.push_back(entry.actor);
    }
    ActorIndex latest = told.front();
    std::string left;
    for (const ActorIndex actor : told) {
      if (scene_.actors[actor].kind != EntityKind::Person) return actor;
      const Term* term = scene_.actors.term_on(actor, scene_.date);
      if (!term) continue;
      if (term->covers(scene_.date)) return actor;
      if (term->to > left && std::string_view(term->to) < scene_.date) latest = actor, left = term->to;
    }
    return latest;
  }

  // A capital is the union that sits there where it acts and the text is more about it than about the state; kNoActor
  // where the name is no seat of a body.
  ActorIndex seated(const NameSpan& name) const {
    ActorIndex state = kNoActor, body = kNoActor;
    for (const NameEntry& entry : name.entries) {
      if (entry.use == NameUse::Capital) state = entry.actor;
      if (entry.use == NameUse::Name && scene_.actors[entry.actor].kind == EntityKind::Organisation) body = entry.actor;
    }
    if (state == kNoActor || body == kNoActor) return kNoActor;
    if (tells_place(scene_.reading, scene_.roles, name.words, name.head, NameOf::Capital)) return state;
    int more = 0;
    for (const NameSpan& other : scene_.names) {
      if (other.key == name.key || other.entries.empty()) continue;
      const std::string& country = scene_.actors[other.entries.front().actor].country;
      more += country == scene_.actors[body].country ? 1 : country == scene_.actors[state].country ? -1 : 0;
    }
    return more > 0 ? body : state;
  }

  void first_pass(int32_t i) {
    const NameSpan& name = scene_.names[i];
    switch (kind(name)) {
      case NameKind::Actor:
        out_[i] = of_actor(choose(name, title(i)));
        break;
      case NameKind::Person:
        if (!is_single(name.key)) out_[i] = full_name(name, title(i));
        break;
      case NameKind::Body: {
        const auto at = by_key_.find(name.key);
        out_[i] = at == by_key_.end() ? unlisted(name, EntityKind::Organisation) : at->second;
        break;
      }
      case NameKind::Demonym:
        out_[i] = demonym(name);
        break;
      case NameKind::Family:
      case NameKind::Place:
        break;
    }
  }

  // Listed people whom a name may mean though it is not spelt so: those of the title's country, or else in office; one.
  // Being in office alone does not tell who is meant by half of a name.
  ActorIndex only_one(const std::vector<ActorIndex>& people, const Nominal* title, bool half = false) const {
    ActorIndex found = kNoActor;
    for (const ActorIndex person : people) {
      const Term* term = scene_.actors.term_on(person, scene_.date);
      const bool in_office = term && term->covers(scene_.date) && !scene_.date.empty();
      const std::string& country = term ? term->country : scene_.actors[person].country;
      const bool told = title && !title->countries.empty();
      const bool there =
          told && std::find(title->countries.begin(), title->countries.end(), country) != title->countries.end();
      if (told ? !there : (!in_office || half) && !countries_.contains(country)) continue;
      if (found != kNoActor && found != person) return kNoActor;
      found = person;
    }
    return found;
  }
  // A name with an initial: bearers of the family name whose first name begins so.
  ActorIndex by_initial(const std::string& key, const Nominal* title) const {
    std::vector<ActorIndex> people = scene_.actors.family(last_word(key));
    std::erase_if(people,
                  [&](ActorIndex person) { return fold_name(scene_.actors[person].name).front() != key.front(); });
    return only_one(people, title);
  }

  EntityId full_name(const NameSpan& name, const Nominal* title) {
    const auto at = by_key_.find(name.key);
    if (at != by_key_.end()) return at->second;
    const Transliteration& rules = scene_.actors.transliteration();
    const ActorIndex listed = scene_.sounds.person(rules, text_of(name));
    if (listed != kNoActor) return by_key_[name.key] = of_actor(listed);
    // Another spelling, or one with more given names, of somebody told before.
    const size_t first = people_.size() > kMostPeople ? people_.size() - kMostPeople : 0;
    for (size_t i = first; i < people_.size(); ++i) {
      const EntityId id = people_[i];
      const std::string& key = table_[id].key;
      if (is_single(key) || key.front() != name.key.front()) continue;
      if (last_word(key) != last_word(name.key) && !rules.same(last_word(key), last_word(name.key))) continue;
      const bool initial = first_word(key).size() == 1 || first_word(name.key).size() == 1;
      if (initial || first_word(key) == first_word(name.key) || rules.same(first_word(key), first_word(name.key)))
        return by_key_[name.key] = id;
    }
    ActorIndex meant = first_word(name.key).size() == 1 ? by_initial(name.key, title)
                                                        : only_one(scene_.sounds.with_slip(name.key), title);
    if (meant == kNoActor) {
      const ActorIndex namesake = scene_.sounds.namesake(rules, text_of(name));
      if (namesake != kNoActor) meant = only_one({namesake}, title, true);
    }
    if (meant != kNoActor) return by_key_[name.key] = of_actor(meant);
    return unlisted(name, EntityKind::Person);
  }

  // People of a country together; one alone may be somebody else each time.
  EntityId demonym(const NameSpan& name) {
    const Actor& state = scene_.actors[name.entries.front().actor];
    const bool plural = scene_.syntax().has_feature(name.head, "Number=Plur");
    const bool indefinite = name.words.begin > 0 &&
                            scene_.roles.is(WordList::Indefinite, scene_.reading.words()[name.words.begin - 1].folded);
    auto& told = plural ? peoples_ : single_;
    const auto at = told.find(name.entries.front().actor);
    if (at != told.end() && (plural || !indefinite)) return at->second;
    Draft draft;
    draft.kind = plural ? EntityKind::People : EntityKind::Person;
    draft.name = text_of(name);
    draft.country = state.country;
    draft.sector = "CVL";
    draft.plural = plural;
    draft.named = true;
    draft.key = name.key;
    const EntityId id = table_.add(std::move(draft));
    told[name.entries.front().actor] = id;
    return id;
  }

  void second_pass(int32_t i) {
    const NameSpan& name = scene_.names[i];
    if (out_[i] != kNoEntity) return;
    const NameKind k = kind(name);
    if (k == NameKind::Family) {
      const EntityId told = bearer(name, i);
      out_[i] = told != kNoEntity ? told : of_actor(choose(name, title(i)));
    } else if (k == NameKind::Person) {
      const auto at = by_key_.find(name.key);
      if (at != by_key_.end()) {
        out_[i] = at->second;
        return;
      }
      const EntityId told = bearer(name, i);
      out_[i] = told != kNoEntity ? told : unlisted(name, EntityKind::Person);
    }
  }

  // Who of the people told by a longer name bears this one: the nearest before, else the first after.
  EntityId bearer(const NameSpan& name, int32_t at) const {
    const Transliteration& rules = scene_.actors.transliteration();
    const auto bears = [&](EntityId id) {
      const Draft& d = table_[id];
      if (d.kind != EntityKind::Person || d.key == name.key) return false;
      if (d.actor != kNoActor) {
        for (const NameEntry& entry : name.entries) {
          if (entry.actor == d.actor) return true;
        }
      }
      if (is_single(d.key)) return false;
      if (d.key.ends_with(' ' + name.key)) return fits_courtesy(name, d);
      if (d.actor == kNoActor && d.key.starts_with(name.key + ' ')) return fits_courtesy(name, d);
      // The first of two family names.
      if (d.actor == kNoActor && d.key.find(' ' + name.key + ' ') != std::string::npos) return fits_courtesy(name, d);
      if (!is_single(name.key) || !name.entries.empty()) return false;
      const std::string last = last_word(d.key);
      return rules.same(last, name.key) ||
             (name.key.size() >= kLeastSlip && last.size() >= kLeastSlip && is_one_slip(last, name.key));
    };
    for (int32_t i = at; i-- > std::max(0, at - kMostNames);) {
      if (out_[i] != kNoEntity && bears(out_[i])) return out_[i];
    }
    const auto last = std::min(static_cast<int32_t>(out_.size()), at + kMostNames);
    for (int32_t i = at + 1; i < last; ++i) {
      if (out_[i] != kNoEntity && bears(out_[i])) return out_[i];
    }
    return kNoEntity;
  }

  bool fits_courtesy(const NameSpan& name, const Draft& draft) const {
    if (draft.gender == Gender::Unknown || name.words.begin == 0) return true;
    const std::string& before = scene_.reading.words()[name.words.begin - 1].folded;
    if (scene_.roles.is(WordList::Feminine, before)) return draft.gender == Gender::Feminine;
    if (scene_.roles.is(WordList::Masculine, before)) return draft.gender == Gender::Masculine;
    return true;
  }

  // A name and its initials, one behind the other in brackets.
  void join_acronyms() {
    const auto& words = scene_.reading.words();
    std::map<EntityId, EntityId> joined;
    for (size_t i = 0; i + 1 < out_.size(); ++i) {
      const NameSpan &a = scene_.names[i], &b = scene_.names[i + 1];
      if (out_[i] == kNoEntity || out_[i + 1] == kNoEntity || out_[i] == out_[i + 1]) continue;
      if (joined.contains(out_[i]) || joined.contains(out_[i + 1])) continue;
      if (a.words.end != b.words.begin || trim(scene_.reading.between(a.words.end - 1)) != "(") continue;
      const bool b_short = b.words.size() == 1 && words[b.words.begin].all_caps && abbreviates(b.key, a.key);
      const bool a_short = a.words.size() == 1 && words[a.words.begin].all_caps && abbreviates(a.key, b.key);
      if (!a_short && !b_short) continue;
      const EntityId whole = b_short ? out_[i] : out_[i + 1], part = b_short ? out_[i + 1] : out_[i];
      // The listed one stays; two listed ones are two.
      const bool keep_part = table_[part].actor != kNoActor;
      if (keep_part && table_[whole].actor != kNoActor) continue;
      const EntityId from = keep_part ? whole : part, to = keep_part ? part : whole;
      if (table_[from].kind == EntityKind::Person || table_[to].kind == EntityKind::Person) continue;
      joined[from] = to;
    }
    for (EntityId& id : out_) {
      for (int steps = 0; steps < 4 && joined.contains(id); ++steps) id = joined.at(id);
    }
  }

  // A demonym before a man's name: one man, and his country.
  void join_demonyms() {
    for (size_t i = 0; i + 1 < out_.size(); ++i) {
      const NameSpan &a = scene_.names[i], &b = scene_.names[i + 1];
      if (a.kind != NameKind::Demonym || out_[i] == kNoEntity || out_[i + 1] == kNoEntity) continue;
      if (a.words.end != b.words.begin || scene_.reading.words()[b.words.begin].joint != Joint::Space) continue;
      if (table_[out_[i]].kind != EntityKind::Person || table_[out_[i + 1]].kind != EntityKind::Person) continue;
      Draft& person = table_[out_[i + 1]];
      if (person.country.empty()) person.country = table_[out_[i]].country;
      out_[i] = out_[i + 1];
    }
  }

  // A network on which anybody speaks: it neither acts nor is acted on there.
  bool is_where_said(const NameSpan& name) const {
    const auto& words = scene_.reading.words();
    if (name.words.begin == 0 || words[name.words.begin].joint == Joint::Break) return false;
    return scene_.roles.is(WordList::Platforms, name.key) &&
           scene_.roles.is(WordList::OnPlatform, words[name.words.begin - 1].folded);
  }

  NameOf what(const NameSpan& name, EntityId id) const {
    if (table_[id].kind != EntityKind::State) return NameOf::Other;
    for (const NameEntry& entry : name.entries) {
      if (entry.use == NameUse::Name) return NameOf::State;
    }
    return NameOf::Capital;
  }

  void add_mention(int32_t i) {
    const NameSpan& name = scene_.names[i];
    Mention mention;
    mention.span = scene_.reading.span(name.words);
    mention.tokens = name.tokens;
    mention.head = name.head;
    mention.form = name.kind == NameKind::Demonym ? MentionForm::Nominal : MentionForm::Name;
    const NameOf w = what(name, out_[i]);
    mention.as_place = w != NameOf::Other && tells_place(scene_.reading, scene_.roles, name.words, name.head, w);
    Draft& draft = table_[out_[i]];
    if (draft.actor == kNoActor && name.kind == NameKind::Person && name.key.size() > draft.key.size()) {
      draft.name = text_of(name);
      draft.key = name.key;
    }
    if (name.words.begin > 0 && draft.gender == Gender::Unknown && draft.kind == EntityKind::Person) {
      const std::string& before = scene_.reading.words()[name.words.begin - 1].folded;
      if (scene_.roles.is(WordList::Feminine, before)) draft.gender = Gender::Feminine;
      if (scene_.roles.is(WordList::Masculine, before)) draft.gender = Gender::Masculine;
    }
    table_.mention(out_[i], mention);
  }

  static constexpr size_t kLeastSlip = 6;     // letters of a name in which a slip may be
  static constexpr size_t kMostPeople = 100;  // compared with a new name
  static constexpr int32_t kMostNames = 400;  // looked through for a bearer, before and behind

  const Scene& scene_;
  EntityTable& table_;
  std::vector<EntityId> out_;
  std::vector<EntityId> people_;
  std::map<std::string, NameKind> kind_of_;
  std::set<std::string> countries_;
  std::set<TokenIndex> places_;  // heads of names of places
  std::map<std::string, EntityId> by_key_;
  std::map<ActorIndex, EntityId> by_actor_, peoples_, single_;
};

}  // namespace

std::vector<EntityId> link_names(const Scene& scene, EntityTable& table) { return Linker(scene, table).run(); }

std::string country_of(const Scene& scene, const EntityTable& table, const std::vector<EntityId>& entity_of,
                       int32_t name) {
  if (entity_of[name] != kNoEntity) return table[entity_of[name]].country;
  const PlaceIndex place = scene.names[name].place;
  return place == kNoPlace ? std::string() : scene.places[place].country;
}

}  // namespace depeche::ground
