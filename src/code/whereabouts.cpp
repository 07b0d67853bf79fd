#include "code/whereabouts.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace depeche::code {

using ground::EntityId;

namespace {

template <class T>
std::span<const T> of(const std::vector<T>& all, const std::vector<size_t>& begin, EntityId e) {
  const auto i = static_cast<size_t>(e);
  return std::span(all).subspan(begin[i], begin[i + 1] - begin[i]);
}

template <class T>
auto from(std::vector<T>& all, size_t begin) {
  return all.begin() + static_cast<std::ptrdiff_t>(begin);
}

}  // namespace

Whereabouts::Whereabouts(const ground::Syntax& syntax, const ground::Mentions& mentions) {
  for (const ground::Entity& entity : mentions.entities) {
    heads_begin_.push_back(heads_.size());
    acting_begin_.push_back(acting_.size());
    for (size_t m = 0; m < entity.mentions.size(); ++m) {
      const ground::Mention& mention = entity.mentions[m];
      heads_.push_back({mention.head, static_cast<uint32_t>(m)});
      if (!mention.as_place) acting_.push_back(syntax[mention.head].sentence);
    }
    std::sort(from(heads_, heads_begin_.back()), heads_.end(), [](const Head& a, const Head& b) {
      return std::pair(a.token, a.mention) < std::pair(b.token, b.mention);
    });
    std::sort(from(acting_, acting_begin_.back()), acting_.end());
  }
  heads_begin_.push_back(heads_.size());
  acting_begin_.push_back(acting_.size());
  parties_.resize(mentions.entities_at.size());
  mentions_.resize(mentions.entities_at.size());
  for (size_t t = 0; t < parties_.size(); ++t) add_token(syntax, mentions, t);
}

void Whereabouts::add_token(const ground::Syntax& syntax, const ground::Mentions& mentions, size_t t) {
  const auto token = static_cast<nlp::TokenIndex>(t);
  std::vector<EntityId>& parties = parties_[t];
  const auto add = [&](EntityId e) {
    if (std::find(parties.begin(), parties.end(), e) == parties.end()) parties.push_back(e);
  };
  for (const EntityId id : mentions.entities_at[t]) {
    const ground::Entity& entity = mentions.entities[static_cast<size_t>(id)];
    if (entity.members.empty()) add(id);
    for (const EntityId member : entity.members) add(member);
    if (mentions_[t]) continue;
    const uint32_t byte = syntax.token(token).span.begin;
    const auto at = std::lower_bound(entity.mentions.begin(), entity.mentions.end(), byte,
                                     [](const ground::Mention& m, uint32_t b) { return m.span.end <= b; });
    for (auto m = at; m != entity.mentions.end() && m->span.begin <= byte && !mentions_[t]; ++m) {
      if (m->head == token) mentions_[t] = &*m;
    }
  }
}

std::span<const Whereabouts::Head> Whereabouts::in(EntityId entity, nlp::TokenRange sentence) const {
  const auto all = of(heads_, heads_begin_, entity);
  const auto first =
      std::partition_point(all.begin(), all.end(), [&](const Head& h) { return h.token < sentence.begin; });
  return {first, std::partition_point(first, all.end(), [&](const Head& h) { return h.token < sentence.end; })};
}

int Whereabouts::nearest(std::span<const EntityId> parties, nlp::TokenIndex to, nlp::TokenRange sentence) const {
  int best = 0;
  for (const EntityId e : parties) {
    uint32_t first = 0;  // of those as near, the mention that stands first
    bool own = false;
    for (const Head head : in(e, sentence)) {
      const int d = head.token - to;
      if (d == 0) continue;
      const bool nearer = best == 0 || std::abs(d) < std::abs(best);
      if (!nearer && !(own && std::abs(d) == std::abs(best) && head.mention < first)) continue;
      best = d;
      first = head.mention;
      own = true;
    }
  }
  return best;
}

bool Whereabouts::only_qualifies(const ground::Syntax& syntax, EntityId entity, std::span<const EntityId> others,
                                 nlp::TokenRange sentence) const {
  bool qualifies = false;
  for (const Head head : in(entity, sentence)) {
    const ground::Node& node = syntax[head.token];
    if (node.relation != ground::Relation::Adjective || node.head == ground::kNoToken) {
      const ground::Mention* told = mention(head.token);
      if (told && told->as_place) continue;
      return false;
    }
    const std::vector<EntityId>& above = parties(node.head);
    if (std::none_of(above.begin(), above.end(),
                     [&](EntityId e) { return std::find(others.begin(), others.end(), e) != others.end(); }))
      return false;
    qualifies = true;
  }
  return qualifies;
}

std::span<const int32_t> Whereabouts::acting(EntityId entity) const { return of(acting_, acting_begin_, entity); }

}  // namespace depeche::code
