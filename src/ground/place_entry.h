// One place of the lists.
#pragma once

#include <cstdint>
#include <string>

#include "ground/mentions.h"

namespace depeche::ground {

using PlaceIndex = int32_t;
constexpr PlaceIndex kNoPlace = -1;

struct PlaceEntry {
  std::string name;  // in the book's language; GeoNames' own name of a town that only the gazetteer has
  std::string country;
  std::string admin1;  // its code there, of the gazetteer; PlaceBook::admin1() tells the name
  double latitude = 0, longitude = 0;
  int64_t population = 0, geonames = 0;
  Precision precision = Precision::Town;
  bool listed = false;  // of our own lists
};

}  // namespace depeche::ground
