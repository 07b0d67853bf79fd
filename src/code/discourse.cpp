#include "code/discourse.h"

#include <algorithm>
#include <array>

namespace depeche::code {

using ground::EntityId;
using ground::kNoToken;
using ground::Relation;
using nlp::TokenIndex;

namespace {

void measure_salience(const ground::Mentions& mentions, Discourse& out) {
  constexpr size_t kSalient = 4;
  std::vector<std::pair<int, EntityId>> counts;
  for (size_t e = 0; e < mentions.entities.size(); ++e) {
    const ground::Entity& entity = mentions.entities[e];
    if (!entity.members.empty()) continue;
    const auto n =
        std::count_if(entity.mentions.begin(), entity.mentions.end(), [](const auto& m) { return !m.as_place; });
    counts.emplace_back(-static_cast<int>(n), static_cast<EntityId>(e));
  }
  std::sort(counts.begin(), counts.end());
  constexpr int kLast = 99;
  out.rank.assign(mentions.entities.size(), kLast);
  for (size_t r = 0; r < counts.size(); ++r) {
    out.rank[static_cast<size_t>(counts[r].second)] = static_cast<int>(r) + 1;
    if (r < kSalient) out.salient.push_back(counts[r].second);
  }
}

void find_home(const ground::Mentions& mentions, Discourse& out) {
  std::map<std::string, size_t> counts;
  for (const ground::Place& place : mentions.places) counts[place.country] += place.spans.size();
  size_t most = 0;
  for (const auto& [country, n] : counts) {
    if (!country.empty() && n > most) most = n, out.home = country;
  }
}

void count_roles(const std::vector<Event>& events, Discourse& out) {
  for (const bool actor : {true, false}) {
    std::map<EntityId, int> all;
    std::map<std::pair<EventType, EntityId>, int> of_type;
    for (const Event& event : events) {
      for (const EntityId e : actor ? event.actor : event.recipient) ++all[e], ++of_type[{event.type, e}];
    }
    std::map<EventType, int> most_of_type;
    int most = 0;
    for (const auto& [e, n] : all) {
      if (n > most) most = n, out.main[actor].clear();
      if (n == most) out.main[actor].push_back(e);
    }
    for (const auto& [key, n] : of_type) {
      int& best = most_of_type[key.first];
      std::vector<EntityId>& list = out.main_of_type[actor][key.first];
      if (n > best) best = n, list.clear();
      if (n == best) list.push_back(key.second);
    }
  }
}

}  // namespace

Discourse tell_discourse(const text::Document& document, const ground::Syntax& syntax, const ground::Mentions& mentions,
                         const std::vector<Event>& events) {
  Discourse out;
  uint32_t title_end = 0;
  for (const text::Block& block : document.blocks) {
    if (block.kind == text::BlockKind::Title) title_end = block.span.end;
  }
  for (const nlp::TokenRange sentence : syntax.analysis().sentences) {
    if (sentence.begin < sentence.end && syntax.token(sentence.begin).span.begin < title_end) ++out.title_sentences;
  }
  measure_salience(mentions, out);
  find_home(mentions, out);
  count_roles(events, out);
  return out;
}

Path path_between(const ground::Syntax& s, TokenIndex from, TokenIndex to) {
  constexpr int kSteps = 8, kNamed = 4;
  std::array<TokenIndex, kSteps> above{};
  int n = 0;
  for (TokenIndex t = from; t != kNoToken && n < kSteps; t = s[t].head) above[static_cast<size_t>(n++)] = t;
  Path path;
  std::vector<Relation> down;
  for (TokenIndex t = to; t != kNoToken && down.size() < kSteps; t = s[t].head) {
    const auto at = std::find(above.begin(), above.begin() + n, t);
    if (at != above.begin() + n) {
      path.up = static_cast<int>(at - above.begin());
      path.down = static_cast<int>(down.size());
      if (path.up + path.down > kNamed) return {path.up, path.down, "far"};
      for (int i = 0; i < path.up; ++i) {
        path.name += '^';
        path.name += ground::name_of(s[above[static_cast<size_t>(i)]].relation);
      }
      for (size_t i = down.size(); i-- > 0;) {
        path.name += '>';
        path.name += ground::name_of(down[i]);
      }
      return path;
    }
    down.push_back(s[t].relation);
  }
  return {kSteps, kSteps, "far"};
}

}  // namespace depeche::code
