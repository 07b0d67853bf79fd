// Entities of one document while they are being told apart: drafts, and who stands at each token. Lives for one call.
#pragma once

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ground/actors.h"
#include "ground/mentions.h"
#include "ground/syntax.h"

namespace depeche::ground {

struct Draft {
  EntityKind kind = EntityKind::Organisation;
  std::string name, country, sector, title, office;
  ActorIndex actor = kNoActor;  // of the lists
  int32_t role = -1;            // of the noun that first told it
  Gender gender = Gender::Unknown;
  bool plural = false, former = false;
  bool named = false;           // by a name, not only by nouns
  bool supposed = false;        // the country, since nothing was said of it: what is said later stands
  bool by_focus = false;        // likewise, though it stands
  bool any_sector = false;      // since nothing was said of it
  std::string key;              // folded words of the name
  std::string word;             // of the noun that first told it, folded lemma
  TokenIndex owner = kNoToken;  // possessive whose bearer gives the country
  std::vector<Mention> mentions;
  Basis basis = {};  // once all is linked
};

// People act together in it, and it has a name of its own.
constexpr bool is_body(EntityKind kind) {
  return kind == EntityKind::Organisation || kind == EntityKind::ArmedGroup || kind == EntityKind::Party ||
         kind == EntityKind::Medium;
}

class EntityTable {
 public:
  struct Standing {
    EntityId id;
    bool as_place;
    MentionForm form;
    TokenIndex at = kNoToken;
  };

  explicit EntityTable(TokenIndex tokens) : at_(static_cast<size_t>(tokens)) {}

  EntityId add(Draft draft);
  // The same entity is not told twice at one token.
  void mention(EntityId id, const Mention& mention);
  // All mentions of `from` become those of `to`.
  void merge(EntityId from, EntityId to);

  // The entity of a listed actor, kNoEntity where none was added.
  EntityId of_actor(ActorIndex actor) const {
    const auto at = by_actor_.find(actor);
    return at == by_actor_.end() ? kNoEntity : at->second;
  }

  Draft& operator[](EntityId id) { return drafts_[id]; }
  const Draft& operator[](EntityId id) const { return drafts_[id]; }
  EntityId size() const { return static_cast<EntityId>(drafts_.size()); }
  const std::vector<Standing>& at(TokenIndex token) const { return at_[token]; }

  // The nearest entity before `token`, at most kReach tokens back, that `fits(id, standing)`; kNoEntity if none.
  template <class Fits>
  EntityId nearest_before(TokenIndex token, Fits fits) const {
    const TokenIndex stop = token > kReach ? token - kReach : 0;
    for (TokenIndex t = token; t-- > stop;) {
      for (const Standing& s : at_[t]) {
        if (fits(s.id, s)) return s.id;
      }
    }
    return kNoEntity;
  }

 private:
  static constexpr TokenIndex kReach = 500;

  std::vector<Draft> drafts_;
  std::unordered_map<ActorIndex, EntityId> by_actor_;
  std::vector<std::vector<Standing>> at_;
};

}  // namespace depeche::ground
