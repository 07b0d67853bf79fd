#include "ground/entities.h"

#include <algorithm>
#include <map>

#include "ground/basis.h"
#include "ground/coreference.h"
#include "ground/entity_table.h"
#include "ground/focus.h"
#include "ground/groups.h"
#include "ground/name_links.h"
#include "ground/naming.h"
#include "ground/nominal_links.h"
#include "ground/place_links.h"
#include "ground/place_names.h"
#include "ground/reading.h"
#include "ground/scene.h"

namespace depeche::ground {
namespace {

constexpr double kState = 1, kTown = 1, kActor = 0.5, kDemonym = 0.7;
constexpr size_t kMostOwners = 4;
constexpr double kFirm = 0.15;  // firms and media work everywhere

void tell_countries(const Scene& scene, const std::vector<EntityId>& entity_of, const EntityTable& table,
                    Focus& focus) {
  for (size_t i = 0; i < scene.names.size(); ++i) {
    const NameSpan& name = scene.names[i];
    const EntityId id = entity_of[i];
    const WordIndex next = name.words.end;
    const auto& words = scene.reading.words();
    if (next < scene.reading.size() && words[static_cast<size_t>(next)].joint == Joint::Hyphen &&
        scene.roles.is(WordList::CompoundSuffix, words[static_cast<size_t>(next)].folded))
      continue;  // the first part of a compound adjective
    if (id != kNoEntity) {
      const bool firm = table[id].sector == "BUS" || table[id].sector == "JRN";
      const double weight = table[id].kind == EntityKind::State ? kState : firm ? kFirm : kActor;
      if (scene.actors.country_index(table[id].country) != kNoActor)
        focus.add(scene.reading, name.head, table[id].country, weight);
    } else if (name.place != kNoPlace && scene.places[name.place].listed) {
      focus.add(scene.reading, name.head, scene.places[name.place].country, kTown);
    }
  }
  for (const Nominal& nominal : scene.nominals) {
    for (const std::string& country : nominal.countries) {
      if (scene.actors.country_index(country) != kNoActor) focus.add(scene.reading, nominal.head, country, kDemonym);
    }
  }
  focus.finish();
}

// Names that no list has, one slip away from a state's.
void mend_states(const NameSounds& sounds, std::vector<NameSpan>& names) {
  for (NameSpan& name : names) {
    if (!name.entries.empty() || name.place != kNoPlace) continue;
    if (name.kind != NameKind::Place && name.kind != NameKind::Body) continue;
    const ActorIndex state = sounds.state_with_slip(name.key);
    if (state == kNoActor) continue;
    name.kind = NameKind::Actor;
    name.slip = true;
    name.entries.push_back({state, NameUse::Name});
  }
}

// Unknown attackers and refugees may be from anywhere.
bool is_from_anywhere(const Draft& d) { return d.sector == "UAF" || d.sector == "REF"; }

// People of no list whose title tells no country are most likely of the one that the text is about there.
void suppose_countries(const Scene& scene, const Focus& focus, EntityTable& table) {
  for (EntityId e = 0; e < table.size(); ++e) {
    Draft& d = table[e];
    const bool people = d.kind == EntityKind::Person || d.kind == EntityKind::People;
    if (people && d.actor == kNoActor && d.country.empty() && !d.mentions.empty() && !is_from_anywhere(d)) {
      d.country = focus.at(scene.reading, d.mentions.front().head);
      d.by_focus = true;
    }
  }
}

// PLOVER's catch-all: people of whom nothing more is told are civilians. A holder of some office stays unknown.
void suppose_sectors(const Scene& scene, EntityTable& table) {
  for (EntityId e = 0; e < table.size(); ++e) {
    Draft& d = table[e];
    const bool people = d.kind == EntityKind::Person || d.kind == EntityKind::People;
    const bool office = d.role >= 0 && (scene.roles[d.role].of || scene.roles[d.role].head);
    if (people && !office && (d.sector.empty() || d.sector == "UNK")) {
      d.sector = "CVL";
      d.any_sector = true;
    }
  }
}

// A place names the state that it lies in, as a place: who is hit by an attack there, who arrests there.
void mention_states_of_places(const Scene& scene, const std::vector<Place>& places, EntityTable& table) {
  for (const Place& place : places) {
    if (place.country.empty()) continue;
    for (size_t m = 0; m < place.heads.size(); ++m) {
      const TokenIndex head = place.heads[m];
      if (!table.at(head).empty()) continue;
      const EntityId id = state_entity(scene, table, place.country);
      if (id != kNoEntity) table.mention(id, {place.spans[m], {head, head + 1}, head, MentionForm::Name, true});
    }
  }
}

// People owned by two states named side by side: those of each.
void share_among_owners(EntityId e, EntityTable& table) {
  if (table[e].kind != EntityKind::People) return;
  std::vector<std::string> countries;
  for (const EntityTable::Standing& s : table.at(table[e].owner)) {
    const std::string& country = table[s.id].country;
    if (!country.empty() && std::find(countries.begin(), countries.end(), country) == countries.end())
      countries.push_back(country);
  }
  for (size_t i = 1; i < countries.size() && i < kMostOwners; ++i) {
    Draft other = table[e];
    other.country = countries[i];
    other.owner = kNoToken;
    other.supposed = false;
    const std::vector<Mention> mentions = std::move(other.mentions);
    other.mentions.clear();
    const EntityId id = table.add(std::move(other));
    for (const Mention& m : mentions) table.mention(id, m);
  }
}

// People with a possessive are of the country of whoever the possessive takes up; who speaks or works for them, also of
// the sector.
void ask_owners(const Scene& scene, EntityTable& table) {
  const EntityId all = table.size();
  for (EntityId e = 0; e < all; ++e) {
    if (table[e].owner == kNoToken || table.at(table[e].owner).empty()) continue;
    share_among_owners(e, table);
    const EntityId owner = table.at(table[e].owner).front().id;
    // Workers of a firm are of where they work.
    if (table[e].sector == "LAB" && table[owner].sector == "BUS") continue;
    if (owner == e) continue;
    if (!table[owner].country.empty()) {
      table[e].country = table[owner].country;
      table[e].supposed = table[owner].supposed || table[owner].by_focus;
    }
    const bool works = table[e].role >= 0 && (scene.roles[table[e].role].of || scene.roles[table[e].role].head);
    if (works && table[e].sector == "UNK") table[e].sector = table[owner].sector;
  }
}

// The adjective of an act or thing names the state, though the state does not act by itself.
void mention_adjectives(const Scene& scene, EntityTable& table) {
  const Reading& reading = scene.reading;
  std::vector<bool> named(static_cast<size_t>(reading.size()), false);
  for (const NameSpan& name : scene.names) std::fill_n(named.begin() + name.words.begin, name.words.size(), true);
  for (WordIndex w = 0; w < reading.size(); ++w) {
    if (named[w]) continue;
    const ActorBook::Found found = scene.actors.longest(reading.words(), static_cast<size_t>(w));
    if (found.words == 0 || found.entries.front().use != NameUse::Demonym) continue;
    const WordRange range{w, w + static_cast<WordIndex>(found.words)};
    if (!reading.is_aligned(range)) continue;
    const TokenRange tokens = reading.tokens(range);
    const TokenIndex head = reading.head(tokens);
    const bool adjective =
        scene.syntax().pos(head) == nlp::Upos::Adj || scene.syntax()[head].relation == Relation::Adjective;
    const Actor& state = scene.actors[found.entries.front().actor];
    if (!adjective || state.kind != EntityKind::State || !table.at(head).empty()) continue;
    const EntityId id = state_entity(scene, table, state.country);
    if (id == kNoEntity) continue;
    table.mention(id, {reading.span(range), tokens, head, MentionForm::Nominal, true});
  }
}

// Drafts with mentions become entities, in the order of their first mention.
void hand_over(EntityTable& table, TokenIndex tokens, const ActorBook& actors, const EntityConfidence& confidence,
               Mentions& out) {
  std::vector<EntityId> order;
  for (EntityId e = 0; e < table.size(); ++e) {
    auto& mentions = table[e].mentions;
    if (mentions.empty()) continue;
    std::stable_sort(mentions.begin(), mentions.end(), [](const Mention& a, const Mention& b) {
      return std::pair(a.span.begin, a.span.end) < std::pair(b.span.begin, b.span.end);
    });
    order.push_back(e);
  }
  std::stable_sort(order.begin(), order.end(), [&](EntityId a, EntityId b) {
    return table[a].mentions.front().span < table[b].mentions.front().span;
  });
  std::vector<EntityId> new_id(static_cast<size_t>(table.size()), kNoEntity);
  for (const EntityId e : order) {
    Draft& d = table[e];
    new_id[e] = static_cast<EntityId>(out.entities.size());
    Entity entity;
    entity.name = std::move(d.name);
    entity.kind = d.kind;
    entity.country = std::move(d.country);
    entity.sector = d.sector.empty() ? "UNK" : std::move(d.sector);
    if (d.actor != kNoActor) entity.wikidata = actors[d.actor].wikidata;
    entity.title = std::move(d.title);
    entity.mentions = std::move(d.mentions);
    entity.basis = d.basis;
    entity.confidence = confidence.of(entity);
    out.entities.push_back(std::move(entity));
  }
  out.entities_at.assign(static_cast<size_t>(tokens), {});
  for (TokenIndex t = 0; t < tokens; ++t) {
    for (const EntityTable::Standing& s : table.at(t)) out.entities_at[t].push_back(new_id[s.id]);
  }
}

// What the model calls a name and a title the field of an office.
bool drop_fields(const Reading& reading, const std::vector<Nominal>& nominals, std::vector<NameSpan>& names) {
  return std::erase_if(names, [&](const NameSpan& name) {
           if (!name.entries.empty()) return false;
           const auto after = std::partition_point(nominals.begin(), nominals.end(),
                                                   [&](const Nominal& n) { return n.noun.begin < name.words.begin; });
           if (after == nominals.begin()) return false;
           const Nominal& n = *(after - 1);
           return !n.office.empty() && n.noun.end <= name.words.begin && name.words.end <= n.field_end &&
                  reading.syntax().sentence(n.head).contains(name.head);
         }) > 0;
}

// What the model calls a name and the words a time.
void drop_times(const Reading& reading, const std::vector<TimeExpression>& times, std::vector<NameSpan>& names) {
  std::erase_if(names, [&](const NameSpan& name) {
    if (!name.entries.empty()) return false;
    const ByteSpan span = reading.span(name.words);
    const auto at = std::partition_point(times.begin(), times.end(),
                                         [&](const TimeExpression& t) { return t.span.end <= span.begin; });
    return at != times.end() && at->span.contains(span);
  });
}

}  // namespace

void EntityFinder::run(const text::Document& document, const Syntax& syntax, const std::string& date,
                       Mentions& mentions) const {
  const Reading reading(document, syntax);
  Scene scene{actors_, places_, roles_, sounds_, reading, date, {}, {}, {}};
  scene.names = NameFinder(actors_, places_, roles_).find(reading);
  mark_place_names(reading, actors_, places_, roles_, scene.names);
  drop_times(reading, mentions.times, scene.names);
  mend_states(sounds_, scene.names);
  scene.nominals = NominalFinder(actors_, roles_).find(reading, scene.names);
  if (drop_fields(reading, scene.nominals, scene.names))
    scene.nominals = NominalFinder(actors_, roles_).find(reading, scene.names);
  scene.title_of.assign(scene.names.size(), -1);
  for (size_t i = 0; i < scene.nominals.size(); ++i) {
    for (const int32_t name : scene.nominals[i].named) {
      if (scene.title_of[name] < 0) scene.title_of[name] = static_cast<int32_t>(i);
    }
  }
  EntityTable table(syntax.size());
  const std::vector<EntityId> entity_of = link_names(scene, table);
  Focus focus;
  tell_countries(scene, entity_of, table, focus);
  link_nominals(scene, entity_of, focus, table);
  name_the_unnamed(scene, entity_of, table);
  link_pronouns(scene, table);
  ask_owners(scene, table);
  suppose_countries(scene, focus, table);
  suppose_sectors(scene, table);
  mention_adjectives(scene, table);
  mentions.places = link_places(scene, entity_of, table, focus);
  mention_states_of_places(scene, mentions.places, table);
  tell_basis(scene, entity_of, table);
  hand_over(table, syntax.size(), actors_, confidence_, mentions);
}

}  // namespace depeche::ground
