#include "store/likeness.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace depeche::store {
namespace {

template <class Values>
int shared(const Values& a, const Values& b) {
  int n = 0;
  for (size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] == b[j]) {
      ++n;
      ++i;
      ++j;
    } else if (a[i] < b[j]) {
      ++i;
    } else {
      ++j;
    }
  }
  return n;
}

// Points of the best pair of parties; nothing where one side is unknown.
using Parties = decltype(Marks::actors);
float of_parties(const Parties& a, const Parties& b, float otherwise) {
  if (a.empty() || b.empty()) return 0;
  float best = -10;
  for (const Party& x : a) {
    for (const Party& y : b) {
      float points = 0;
      if (x.id != 0 && x.id == y.id) {
        points = 1.5F;
      } else if (x.country == 0 || y.country == 0) {
        points = x.sector == y.sector ? 0.5F : 0;
      } else if (x.country == y.country) {
        points = x.sector == y.sector ? 1.2F : 0.9F;
        if (x.id != 0 && y.id != 0) points -= 0.9F;  // two of one country, each with a name
      } else {
        points = otherwise;
      }
      best = std::max(best, points);
    }
  }
  return best;
}

// Both meet, both sign: how many of the one's countries the other has too.
float of_mutual(const Marks& a, const Marks& b) {
  Few<Party, 2 * Parties::kMost> all[2];
  for (int i = 0; i < 2; ++i) {
    const Marks& m = i == 0 ? a : b;
    for (const Party& p : m.actors) all[i].push_back(p);
    for (const Party& p : m.recipients) all[i].push_back(p);
  }
  const bool is_first = all[0].size() <= all[1].size();
  const auto &few = all[is_first ? 0 : 1], &many = all[is_first ? 1 : 0];
  Few<uint16_t, 2 * Parties::kMost> countries;  // each once
  int strange = 0;
  for (const Party& p : few) {
    const bool is_found = std::any_of(many.begin(), many.end(), [&](const Party& q) {
      return (p.country != 0 && p.country == q.country) || (p.id != 0 && p.id == q.id);
    });
    if (!is_found) {
      strange += p.country != 0;
    } else if (std::find(countries.begin(), countries.end(), p.country) == countries.end()) {
      countries.push_back(p.country);
    }
  }
  return static_cast<float>(std::min<size_t>(countries.size(), 3)) * 1.1F - static_cast<float>(strange) * 1.5F;
}

std::optional<float> of_days(const Marks& a, const Marks& b) {
  if (a.first == kNoDay || b.first == kNoDay) return std::nullopt;
  const int32_t apart = std::max(0, std::max(a.first, b.first) - std::min(a.last, b.last));
  if (!a.vague && !b.vague) {
    if (apart > kNearDays) return std::nullopt;
    return apart == 0 ? 2.0F : -1.0F;
  }
  // A day of one lies within a month of the other, or neither tells a day: that it was reported then says a little.
  if (apart > kVagueDays || std::abs(a.day - b.day) > kVagueDays) return std::nullopt;
  const bool is_span = a.last - a.first > kVagueDays || b.last - b.first > kVagueDays;
  if (is_span && a.first == b.first && a.last == b.last) return 1.2F;
  const int32_t reported = std::abs(a.day - b.day);
  return reported <= 1 ? 1.2F : 0.2F;
}

float of_places(const Marks& a, const Marks& b) {
  if (!a.has_place || !b.has_place) return 0;
  const bool same_country = a.place_country != 0 && a.place_country == b.place_country;
  if (!a.wide && !b.wide) {
    constexpr float kFarDegrees = 1.4F;  // 155 km from south to north: too far whatever the rest
    if (std::abs(a.lat - b.lat) > kFarDegrees) return -3;
    if (a.lat == b.lat && a.lon == b.lon) return 1.8F;
    const double km = distance_km(a.lat, a.lon, b.lat, b.lon);
    if (km <= kSamePlaceKm) return 1.8F;
    if (km >= kOtherPlaceKm) return -3;
    return 0;
  }
  if (same_country) return a.wide && b.wide ? 0.3F : 0.5F;
  return a.place_country != 0 && b.place_country != 0 ? -1.5F : 0;
}

}  // namespace

double distance_km(float lat_a, float lon_a, float lat_b, float lon_b) {
  constexpr double kDegree = 3.14159265358979323846 / 180, kEarthKm = 6371;
  const double x = std::sin((lat_b - lat_a) * kDegree / 2), y = std::sin((lon_b - lon_a) * kDegree / 2);
  const double h = x * x + std::cos(lat_a * kDegree) * std::cos(lat_b * kDegree) * y * y;
  return 2 * kEarthKm * std::asin(std::min(1.0, std::sqrt(h)));
}

std::optional<Likeness> likeness(const Marks& x, const Marks& y) {
  const Marks& a = x.rank <= y.rank ? x : y;  // the same sum of the same numbers, whichever comes first
  const Marks& b = x.rank <= y.rank ? y : x;
  if (family_of(a.type) != family_of(b.type)) return std::nullopt;
  const auto days = of_days(a, b);
  if (!days) return std::nullopt;
  Likeness l;
  l.points[Likeness::Day] = *days;
  l.points[Likeness::Type] = a.type == b.type ? 1.0F : 0.0F;
  if (a.mode != 0 && b.mode != 0) l.points[Likeness::Mode] = a.mode == b.mode ? 0.7F : -0.5F;
  if (is_mutual(a.type) && is_mutual(b.type)) {
    l.points[Likeness::Actor] = of_mutual(a, b);
  } else {
    l.points[Likeness::Actor] = of_parties(a.actors, b.actors, -2.5F);
    l.points[Likeness::Recipient] = of_parties(a.recipients, b.recipients, -1.5F);
  }
  l.points[Likeness::Place] = of_places(a, b);
  // Most pairs are too unlike whatever else they share: their words need not be compared.
  constexpr float kMostOfWords = 1.5F + 1.7F + 0.8F + 1.0F + 0.01F;  // names, words, numbers, article; rounding
  float so_far = 0;
  for (const float points : l.points) so_far += points;
  if (so_far + kMostOfWords < kJoinFrom) return std::nullopt;
  l.points[Likeness::Names] = std::min(1.5F, 0.5F * static_cast<float>(shared(a.names, b.names)));
  const auto stems = static_cast<float>(shared(a.stems, b.stems));
  if (a.language != b.language) {
    l.points[Likeness::Words] = std::min(0.9F, 0.3F * stems);
  } else {
    const auto fewer = static_cast<float>(std::max<size_t>(3, std::min(a.stems.size(), b.stems.size())));
    l.points[Likeness::Words] = 2.0F * stems / fewer - 0.3F;
  }
  l.points[Likeness::Numbers] = shared(a.numbers, b.numbers) > 0 ? 0.8F : 0.0F;
  l.points[Likeness::Article] = std::min(1.0F, 0.35F * static_cast<float>(shared(a.context, b.context)));
  for (const float points : l.points) l.sum += points;
  if (l.sum < kJoinFrom) return std::nullopt;
  return l;
}

std::string Likeness::why() const {
  constexpr std::string_view kNames[kReasons] = {"type",  "mode",  "day",   "actor",   "recipient",
                                                 "place", "names", "words", "numbers", "article"};
  std::array<int, kReasons> order{};
  for (int i = 0; i < kReasons; ++i) order[static_cast<size_t>(i)] = i;
  std::stable_sort(order.begin(), order.end(), [&](int x, int y) {
    return std::abs(points[static_cast<size_t>(x)]) > std::abs(points[static_cast<size_t>(y)]);
  });
  std::string out;
  for (const int i : order) {
    const float p = points[static_cast<size_t>(i)];
    if (std::abs(p) < 0.05F) continue;
    out += fmt::format("{}{} {:+.1f}", out.empty() ? "" : ", ", kNames[i], p);
  }
  return out;
}

}  // namespace depeche::store
