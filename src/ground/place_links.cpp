#include "ground/place_links.h"

#include <map>

#include "base/resource.h"

namespace depeche::ground {
namespace {

bool is_as_place(const EntityTable& table, EntityId id, TokenIndex head) {
  for (const EntityTable::Standing& s : table.at(head)) {
    if (s.id == id) return s.as_place;
  }
  return false;
}

// What a name that acts elsewhere is as a place: the state, or its capital.
Place place_of_state(const Scene& scene, const NameSpan& name, const Draft& draft) {
  Place place;
  bool by_capital = true;
  for (const NameEntry& entry : name.entries) by_capital = by_capital && entry.use == NameUse::Capital;
  const CapitalCity* city = by_capital ? scene.actors.capital(draft.country) : nullptr;
  if (city) {
    place.name = city->name;
    place.latitude = city->latitude;
    place.longitude = city->longitude;
  } else {
    const Actor& actor = scene.actors[draft.actor];
    place.name = actor.name;
    place.latitude = actor.latitude;
    place.longitude = actor.longitude;
    place.is_country = actor.id == actor.country;
  }
  place.country = draft.country;
  return place;
}

// "Norfolk, England", "Frederick (Maryland)": the state or region behind tells which one; else those that the text is
// about.
std::vector<std::string> countries_by(const Scene& scene, const std::vector<EntityId>& entity_of,
                                      const EntityTable& table, size_t i, const std::vector<std::string>& about) {
  if (i + 1 >= scene.names.size()) return about;
  const NameSpan &name = scene.names[i], &next = scene.names[i + 1];
  if (next.words.begin != name.words.end || entity_of[i + 1] == kNoEntity) return about;
  const std::string_view between = trim(scene.reading.between(name.words.end - 1));
  const Draft& state = table[entity_of[i + 1]];
  if ((between != "," && between != "(") || state.kind != EntityKind::State) return about;
  std::vector<std::string> countries{state.country};
  countries.insert(countries.end(), about.begin(), about.end());
  return countries;
}

}  // namespace

std::vector<Place> link_places(const Scene& scene, const std::vector<EntityId>& entity_of, const EntityTable& table,
                               const Focus& focus) {
  std::vector<Place> places;
  std::map<std::string, size_t> by_key;
  const std::vector<std::string> countries = focus.by_weight();
  for (size_t i = 0; i < scene.names.size(); ++i) {
    const NameSpan& name = scene.names[i];
    const EntityId id = entity_of[i];
    Place place;
    if (id != kNoEntity) {
      const Draft& draft = table[id];
      if (draft.kind != EntityKind::State || draft.actor == kNoActor || !is_as_place(table, id, name.head)) continue;
      place = place_of_state(scene, name, draft);
    } else if (name.kind == NameKind::Place && name.place != kNoPlace) {
      const PlaceBook::Found found = scene.places.longest(scene.reading.words(), static_cast<size_t>(name.words.begin));
      PlaceIndex index = name.place;
      if (static_cast<WordIndex>(found.words) == name.words.size())
        index = scene.places.choose(found.places, countries_by(scene, entity_of, table, i, countries));
      const PlaceEntry& entry = scene.places[index];
      // GeoNames gives a town's own or English name: of one that we do not list the text tells the usual one.
      place.name =
          entry.listed ? entry.name : std::string(slice(scene.syntax().text(), scene.reading.span(name.words)));
      place.country = entry.country;
      place.admin1 = entry.admin1;
      place.latitude = entry.latitude;
      place.longitude = entry.longitude;
      place.geonames = entry.geonames;
    } else if (name.kind == NameKind::Place) {
      // Of no list: a place of the country that the text is about there.
      place.name = std::string(slice(scene.syntax().text(), scene.reading.span(name.words)));
      place.country = focus.at(scene.reading, name.head);
    } else {
      continue;
    }
    const std::string key = place.geonames > 0 ? std::to_string(place.geonames) : place.name + '\t' + place.country;
    const auto [at, is_new] = by_key.try_emplace(key, places.size());
    if (is_new) places.push_back(std::move(place));
    places[at->second].spans.push_back(scene.reading.span(name.words));
    places[at->second].heads.push_back(name.head);
  }
  return places;
}

}  // namespace depeche::ground
