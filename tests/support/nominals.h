// Mentions for tests that need no actors: every noun with an article, name and pronoun is an entity of its own, named
// by its word.
#pragma once

#include <string>

#include "ground/mentions.h"
#include "ground/syntax.h"

namespace depeche::support {

inline ground::Mentions every_nominal(const ground::Syntax& syntax) {
  using nlp::Upos;
  ground::Mentions mentions;
  mentions.entities_at.resize(syntax.size());
  for (nlp::TokenIndex t = 0; t < syntax.size(); ++t) {
    const Upos pos = syntax.pos(t);
    if (pos != Upos::Noun && pos != Upos::Propn && pos != Upos::Pron) continue;
    if (syntax[t].relation == ground::Relation::Name) continue;
    if (pos == Upos::Noun && syntax.child(t, ground::Relation::Determiner) == ground::kNoToken) continue;
    ground::Entity entity;
    entity.name = std::string(syntax.surface(t));
    entity.kind = ground::EntityKind::Person;
    entity.mentions.push_back({syntax.token(t).span, {t, t + 1}, t, ground::MentionForm::Name, false});
    mentions.entities_at[t] = {static_cast<ground::EntityId>(mentions.entities.size())};
    mentions.entities.push_back(std::move(entity));
  }
  return mentions;
}

}  // namespace depeche::support
