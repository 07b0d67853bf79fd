#include "code/when_where.h"

#include <algorithm>

namespace depeche::code {

using ground::kNoToken;
using ground::Relation;
using nlp::TokenIndex;

namespace {

// How far a token stands from a trigger in the tree, in steps up and down; clauses cost more, so that what belongs to
// another predicate is taken last.
int distance(const ground::Syntax& s, TokenIndex trigger, TokenIndex token) {
  constexpr int kFar = 1000, kSteps = 30;
  int up = 0;
  TokenIndex a = trigger;
  for (int i = 0; i < kSteps && a != kNoToken; ++i) {
    int down = 0;
    TokenIndex b = token;
    for (int j = 0; j < kSteps && b != kNoToken; ++j) {
      if (a == b) return up + down;
      const Relation r = s[b].relation;
      const bool clause = r == Relation::Clause || r == Relation::Relative || r == Relation::AdverbialClause ||
                          r == Relation::Parataxis || r == Relation::Conjunct;
      down += clause ? 4 : 1;
      b = s[b].head;
    }
    const Relation r = s[a].relation;
    up += r == Relation::Relative || r == Relation::Parataxis ? 4 : 2;
    a = s[a].head;
  }
  return kFar;
}

}  // namespace

void set_place(const ground::Syntax& s, const ground::Mentions& mentions, Event& event) {
  int best_distance = 0;
  for (size_t p = 0; p < mentions.places.size(); ++p) {
    const ground::Place& place = mentions.places[p];
    for (size_t m = 0; m < place.heads.size(); ++m) {
      if (!event.sentence.contains(place.spans[m])) continue;
      // An adjective tells whose somebody is; of the act itself, where it was.
      const ground::Node& node = s[place.heads[m]];
      if (node.relation == Relation::Adjective && node.head != event.trigger_token) continue;
      // A town says more than its country.
      const int d = distance(s, event.trigger_token, place.heads[m]) * 2 + place.is_country;
      if (event.place < 0 || d < best_distance) event.place = static_cast<int32_t>(p), best_distance = d;
    }
  }
}

int32_t town_beside(const ground::Mentions& mentions, const Event& event) {
  const ground::Place& country = mentions.places[static_cast<size_t>(event.place)];
  if (!country.is_country) return event.place;
  for (size_t p = 0; p < mentions.places.size(); ++p) {
    const ground::Place& place = mentions.places[p];
    if (place.is_country || place.country != country.country) continue;
    for (const ByteSpan span : place.spans) {
      if (event.sentence.contains(span)) return static_cast<int32_t>(p);
    }
  }
  return event.place;
}

}  // namespace depeche::code
