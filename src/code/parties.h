// Lists of entities as sets: who stands on both sides of an event, or of two.
#pragma once

#include <algorithm>
#include <vector>

#include "ground/mentions.h"

namespace depeche::code {

inline bool contains(const std::vector<ground::EntityId>& list, ground::EntityId e) {
  return std::find(list.begin(), list.end(), e) != list.end();
}

inline bool overlap(const std::vector<ground::EntityId>& a, const std::vector<ground::EntityId>& b) {
  return std::any_of(a.begin(), a.end(), [&](ground::EntityId e) { return contains(b, e); });
}

// The same ones, in any order.
inline bool is_same(const std::vector<ground::EntityId>& a, const std::vector<ground::EntityId>& b) {
  return a.size() == b.size() && std::is_permutation(a.begin(), a.end(), b.begin());
}

// Is everybody of `a` in `b`?
inline bool within(const std::vector<ground::EntityId>& a, const std::vector<ground::EntityId>& b) {
  return std::all_of(a.begin(), a.end(), [&](ground::EntityId e) { return contains(b, e); });
}

// May both be the same, where a list that is empty may be anybody?
inline bool overlap_or_open(const std::vector<ground::EntityId>& a, const std::vector<ground::EntityId>& b) {
  return a.empty() || b.empty() || overlap(a, b);
}

// Those of `from` that `to` does not hold yet.
inline void add(std::vector<ground::EntityId>& to, const std::vector<ground::EntityId>& from) {
  for (const ground::EntityId e : from) {
    if (!contains(to, e)) to.push_back(e);
  }
}

inline void remove_all(const std::vector<ground::EntityId>& these, std::vector<ground::EntityId>& from) {
  std::erase_if(from, [&](ground::EntityId e) { return contains(these, e); });
}

}  // namespace depeche::code
