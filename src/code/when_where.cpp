#include "code/when_where.h"

#include <algorithm>
#include <cstdlib>

#include "base/resource.h"

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

// A date that can stand in a record: a calendar value, not PRESENT_REF, a duration or a season.
std::string iso_date(const ground::TimeExpression& time) {
  if (time.type != ground::TimeType::Date && time.type != ground::TimeType::Time) return {};
  const std::string day = time.value.substr(0, time.value.find('T'));
  if (day.size() < 4 || !std::all_of(day.begin(), day.begin() + 4, [](char c) { return c >= '0' && c <= '9'; }))
    return {};
  return day;
}

}  // namespace

void set_date(const ground::Syntax& s, const ground::Mentions& mentions, Event& event) {
  const ground::TimeExpression* best = nullptr;
  int best_distance = 0;
  for (const ground::TimeExpression& time : mentions.times) {
    if (!event.sentence.contains(time.span) || iso_date(time).empty()) continue;
    TokenIndex head = s.token_at(time.span.begin);
    if (head >= s.size()) continue;
    // The token of the expression that the rest of the sentence attaches.
    while (s[head].head != kNoToken && time.span.contains(s.token(s[head].head).span)) head = s[head].head;
    const int d = distance(s, event.trigger_token, head);
    if (!best || d < best_distance) best = &time, best_distance = d;
  }
  constexpr int kNear = 100;
  if (best && best_distance <= kNear) {
    event.date = iso_date(*best);
    event.time_basis = TimeBasis::Text;
    event.evidence.push_back(best->span);
  } else if (!mentions.published.date.empty() && event.status != Status::Planned) {
    event.date = mentions.published.date;
    event.time_basis = TimeBasis::Document;
  }
  const auto year = parse_number<int>(std::string_view(event.date).substr(0, 4));
  const auto published = parse_number<int>(std::string_view(mentions.published.date).substr(0, 4));
  event.historical = year && published && *year + 1 < *published;
}

void set_place(const ground::Syntax& s, const ground::Mentions& mentions, Event& event) {
  int best_distance = 0;
  for (size_t p = 0; p < mentions.places.size(); ++p) {
    const ground::Place& place = mentions.places[p];
    for (size_t m = 0; m < place.heads.size(); ++m) {
      if (!event.sentence.contains(place.spans[m])) continue;
      // A town says more than its country.
      const int d = distance(s, event.trigger_token, place.heads[m]) * 2 + place.is_country;
      if (event.place < 0 || d < best_distance) event.place = static_cast<int32_t>(p), best_distance = d;
    }
  }
}

}  // namespace depeche::code
