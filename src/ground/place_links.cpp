#include "ground/place_links.h"

#include <map>

#include "base/resource.h"
#include "ground/locative.h"

namespace depeche::ground {
namespace {

bool is_as_place(const EntityTable& table, EntityId id, TokenIndex head) {
  for (const EntityTable::Standing& s : table.at(head)) {
    if (s.id == id) return s.as_place;
  }
  return false;
}

Place place_of(const Actor& state) {
  Place place;
  place.name = state.name;
  place.country = state.country;
  place.latitude = state.latitude;
  place.longitude = state.longitude;
  place.is_country = state.id == state.country;
  place.precision = place.is_country ? Precision::Country : Precision::Region;
  return place;
}

// What a name that acts elsewhere is as a place: the state, or its capital.
Place place_of_state(const Scene& scene, const NameSpan& name, const Draft& draft) {
  Place place;
  bool by_capital = true;
  for (const NameEntry& entry : name.entries)
    by_capital = by_capital && (entry.use == NameUse::Capital || entry.actor != draft.actor);
  const CapitalCity* city = by_capital ? scene.actors.capital(draft.country) : nullptr;
  // Of two towns that stand for one state, each is itself.
  const PlaceEntry* own = nullptr;
  if (city) {
    const auto begin = static_cast<size_t>(name.words.begin);
    const PlaceBook::Found found = scene.places.longest_listed(scene.reading.words(), begin);
    for (const PlaceIndex i : found.places) {
      const PlaceEntry& entry = scene.places[i];
      if (static_cast<WordIndex>(found.words) == name.words.size() && entry.country == draft.country) own = &entry;
    }
  }
  if (own) {
    place.name = own->name;
    place.latitude = own->latitude;
    place.longitude = own->longitude;
  } else if (city) {
    place.name = city->name;
    place.latitude = city->latitude;
    place.longitude = city->longitude;
  } else {
    place = place_of(scene.actors[draft.actor]);
  }
  place.country = draft.country;
  return place;
}

// What the text says contains a place: the state or region behind a comma or in brackets, also with a preposition.
struct Container {
  std::string country, region;  // region: folded name, "" where it is a state
};

Container container_of(const Scene& scene, const std::vector<EntityId>& entity_of, const EntityTable& table, size_t i) {
  if (i + 1 >= scene.names.size()) return {};
  const NameSpan& next = scene.names[i + 1];
  if (container_behind(scene.reading, scene.roles, scene.names[i].words) != next.words.begin) return {};
  if (entity_of[i + 1] == kNoEntity) {
    if (next.place == kNoPlace || !scene.places[next.place].listed) return {};
    return {scene.places[next.place].country, next.key};
  }
  const Draft& state = table[entity_of[i + 1]];
  if (state.kind != EntityKind::State) return {};
  const bool region = state.actor != kNoActor && scene.actors[state.actor].id != state.country;
  return {state.country, region ? fold_name(state.name) : std::string()};
}

// The place meant of several of one name: of the region or state that stands behind it, else of those that the text is
// about.
PlaceIndex choose(const Scene& scene, const std::vector<PlaceIndex>& places, const Container& in,
                  const std::vector<std::string>& about) {
  if (!in.region.empty()) {
    for (const PlaceIndex place : places) {
      const PlaceEntry& entry = scene.places[place];
      if (entry.country == in.country && fold_name(scene.places.admin1(entry)) == in.region) return place;
    }
  }
  if (in.country.empty()) return scene.places.choose(places, about);
  std::vector<std::string> countries{in.country};
  countries.insert(countries.end(), about.begin(), about.end());
  return scene.places.choose(places, countries);
}

// Behind a preposition of place a body's building, where something happens.
bool has_facility_noun(const Scene& scene, const NameSpan& name) {
  const WordIndex noun = scene.syntax().grammar().modifiers_first() ? name.words.end - 1 : name.words.begin;
  return scene.roles.is(WordList::Facilities, scene.reading.words()[static_cast<size_t>(noun)].folded);
}
bool is_facility(const Scene& scene, const NameSpan& name, const Draft& draft) {
  if (draft.kind != EntityKind::Organisation && draft.kind != EntityKind::Government) return false;
  return has_facility_noun(scene, name) &&
         tells_place(scene.reading, scene.roles, name.words, name.head, NameOf::State);
}

// A noun that takes up a state, behind a preposition of place.
std::vector<Mention> nominal_places(const Scene& scene, const Draft& draft) {
  std::vector<Mention> found;
  if (draft.kind != EntityKind::State || draft.actor == kNoActor) return found;
  for (const Mention& m : draft.mentions) {
    if (m.form != MentionForm::Nominal) continue;
    const WordRange words{scene.reading.words_of_token(m.tokens.begin).begin,
                          scene.reading.words_of_token(m.tokens.end - 1).end};
    if (words.size() > 0 && tells_place(scene.reading, scene.roles, words, m.head, NameOf::State)) found.push_back(m);
  }
  return found;
}

// Places in the order of their first mention, each once.
class PlaceList {
 public:
  size_t index(Place place) {
    const std::string key = place.geonames > 0 ? std::to_string(place.geonames) : place.name + '\t' + place.country;
    const auto [at, is_new] = by_key_.try_emplace(key, places_.size());
    if (is_new) places_.push_back(std::move(place));
    return at->second;
  }
  void add(Place place, ByteSpan span, TokenIndex head) {
    Place& there = places_[index(std::move(place))];
    there.spans.push_back(span);
    there.heads.push_back(head);
  }
  std::vector<Place> take() { return std::move(places_); }

 private:
  std::vector<Place> places_;
  std::map<std::string, size_t> by_key_;
};

}  // namespace

std::vector<Place> link_places(const Scene& scene, const std::vector<EntityId>& entity_of, const EntityTable& table,
                               const Focus& focus) {
  PlaceList places;
  const std::vector<std::string> countries = focus.by_weight();
  for (size_t i = 0; i < scene.names.size(); ++i) {
    const NameSpan& name = scene.names[i];
    const EntityId id = entity_of[i];
    Place place;
    if (id != kNoEntity) {
      const Draft& draft = table[id];
      if (draft.kind == EntityKind::State && draft.actor != kNoActor && is_as_place(table, id, name.head)) {
        place = place_of_state(scene, name, draft);
      } else if (is_facility(scene, name, draft)) {
        place.name = std::string(slice(scene.syntax().text(), scene.reading.span(name.words)));
        place.precision = Precision::Point;
        place.country = draft.country.size() == 3 && scene.actors.country(draft.country)
                            ? draft.country
                            : focus.at(scene.reading, name.head);
      } else {
        continue;
      }
    } else if (name.kind == NameKind::Place && name.place != kNoPlace) {
      const PlaceBook::Found found = scene.places.longest(scene.reading.words(), static_cast<size_t>(name.words.begin));
      PlaceIndex index = name.place;
      if (static_cast<WordIndex>(found.words) == name.words.size())
        index = choose(scene, found.places, container_of(scene, entity_of, table, i), countries);
      const PlaceEntry& entry = scene.places[index];
      // GeoNames gives a town's own or English name: of one that we do not list the text tells the usual one.
      place.name =
          entry.listed ? entry.name : std::string(slice(scene.syntax().text(), scene.reading.span(name.words)));
      place.country = entry.country;
      place.admin1 = scene.places.admin1(entry);
      place.latitude = entry.latitude;
      place.longitude = entry.longitude;
      place.geonames = entry.geonames;
      place.precision = entry.precision;
    } else if (name.kind == NameKind::Place) {
      // Of no list: a place of the country that the text is about there.
      place.name = std::string(slice(scene.syntax().text(), scene.reading.span(name.words)));
      place.country = focus.at(scene.reading, name.head);
      if (has_facility_noun(scene, name)) place.precision = Precision::Point;
    } else {
      continue;
    }
    places.add(std::move(place), scene.reading.span(name.words), name.head);
  }
  for (EntityId e = 0; e < table.size(); ++e) {
    for (const Mention& m : nominal_places(scene, table[e]))
      places.add(place_of(scene.actors[table[e].actor]), m.span, m.head);
  }
  // States that only act: where their people do something.
  for (EntityId e = 0; e < table.size(); ++e) {
    if (table[e].kind == EntityKind::State && table[e].actor != kNoActor && !table[e].mentions.empty())
      places.index(place_of(scene.actors[table[e].actor]));
  }
  return places.take();
}

}  // namespace depeche::ground
