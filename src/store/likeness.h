// How likely two reports tell one event: a sum of points, each with its reason, as a statistician weighs evidence
// (positive speaks for, negative against). Symmetric, and a matter of the two reports alone.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "store/marks.h"

namespace depeche::store {

struct Likeness {
  enum Reason { Type, Mode, Day, Actor, Recipient, Place, Names, Words, Numbers, Article, kReasons };
  std::array<float, kReasons> points{};
  float sum = 0;
  // "day +2.0, place +1.8, …", the strongest first.
  std::string why() const;
};

// Joined from here on. Set so that of joined pairs hardly any is wrong: docs/store.md.
constexpr float kJoinFrom = 5.5F;

// Nothing: cannot be the same, or too unlike to be joined.
std::optional<Likeness> likeness(const Marks& a, const Marks& b);

// Kilometres between two places on a globe.
double distance_km(float lat_a, float lon_a, float lat_b, float lon_b);
constexpr double kSamePlaceKm = 60, kOtherPlaceKm = 150;

}  // namespace depeche::store
