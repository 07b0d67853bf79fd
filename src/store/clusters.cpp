#include "store/clusters.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "store/likeness.h"

namespace depeche::store {
namespace {

// What of a cluster forbids that another joins it: days told, and the box of its towns.
struct Extent {
  int32_t first = kNoDay, last = kNoDay;
  bool has_box = false;
  float south = 0, north = 0, west = 0, east = 0;
};

Extent extent_of(const Marks& m) {
  Extent e;
  if (!m.vague) {
    e.first = m.first;
    e.last = m.first;
  }
  if (m.has_place && !m.wide) {
    e.has_box = true;
    e.south = e.north = m.lat;
    e.west = e.east = m.lon;
  }
  return e;
}

// Nothing: they exclude each other.
bool join(Extent& a, const Extent& b) {
  Extent both = a;
  if (a.first == kNoDay) {
    both.first = b.first;
    both.last = b.last;
  } else if (b.first != kNoDay) {
    both.first = std::min(a.first, b.first);
    both.last = std::max(a.last, b.last);
    if (both.last - both.first > kNearDays) return false;
  }
  if (!a.has_box) {
    both.has_box = b.has_box;
    std::tie(both.south, both.north, both.west, both.east) = std::tie(b.south, b.north, b.west, b.east);
  } else if (b.has_box) {
    both.south = std::min(a.south, b.south);
    both.north = std::max(a.north, b.north);
    both.west = std::min(a.west, b.west);
    both.east = std::max(a.east, b.east);
    if (distance_km(both.south, both.west, both.north, both.east) > kOtherPlaceKm) return false;
  }
  a = both;
  return true;
}

}  // namespace

bool is_earlier(const Marks& a, const Marks& b) {
  const auto day = [](const Marks& m) { return m.published == kNoDay ? INT32_MAX : m.published; };
  return std::make_tuple(day(a), a.rank, a.event) < std::make_tuple(day(b), b.rank, b.event);
}

std::vector<Cluster> clusters(const std::vector<const Marks*>& members, std::vector<Edge> edges) {
  const auto low = [&](const Edge& e) { return std::min(members[e.a]->rank, members[e.b]->rank); };
  const auto high = [&](const Edge& e) { return std::max(members[e.a]->rank, members[e.b]->rank); };
  std::sort(edges.begin(), edges.end(), [&](const Edge& x, const Edge& y) {
    return std::make_tuple(-x.points, low(x), high(x)) < std::make_tuple(-y.points, low(y), high(y));
  });
  std::vector<size_t> parent(members.size());
  std::iota(parent.begin(), parent.end(), size_t{0});
  std::vector<Extent> extents;
  for (const Marks* m : members) extents.push_back(extent_of(*m));
  const auto root = [&](size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  std::vector<std::vector<std::pair<size_t, float>>> joined(members.size());
  for (const Edge& e : edges) {
    const size_t a = root(e.a), b = root(e.b);
    if (a == b || !join(extents[a], extents[b])) continue;
    parent[b] = a;
    joined[e.a].emplace_back(e.b, e.points);
    joined[e.b].emplace_back(e.a, e.points);
  }
  std::vector<size_t> order(members.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t x, size_t y) { return is_earlier(*members[x], *members[y]); });
  std::vector<Cluster> all;
  std::vector<bool> seen(members.size(), false);
  for (const size_t first : order) {
    if (seen[first] || joined[first].empty()) continue;
    Cluster cluster;
    cluster.members.push_back({first, first, 0});
    seen[first] = true;
    for (size_t i = 0; i < cluster.members.size(); ++i) {
      const size_t at = cluster.members[i].member;
      for (const auto& [other, points] : joined[at]) {
        if (seen[other]) continue;
        seen[other] = true;
        cluster.members.push_back({other, at, points});
      }
    }
    all.push_back(std::move(cluster));
  }
  return all;
}

}  // namespace depeche::store
