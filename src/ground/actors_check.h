// What may be wrong in the lists of actors though every row can be read: two of one name that nothing tells apart, two
// in one office at a time, terms that are never looked at, rows without a source, Wikidata ids that are none or of two.
//
//   for (const std::string& note : check_actors(book)) …   // "actors/people.tsv:12: …", in the order of the rows
//
// Time grows with the number of rows (and n log n for offices).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ground/actors.h"

namespace depeche::ground {

std::vector<std::string> check_actors(const ActorBook& book);

// How many there are: "people", "terms", "states", "foreign_minister since 2000: countries", … by name.
std::map<std::string, size_t> count_actors(const ActorBook& book);

}  // namespace depeche::ground
