// How sure it is who an entity is: what it rests on, and how likely its country and sector are right.
//
//   auto confidence = DEPECHE_TRY(EntityConfidence::load(resources / "actors/confidence.tsv"));
//   entity.confidence = confidence.of(entity);
//
// The features of an entity add up to log-odds, by weights that tools/learn_confidence.py learns from annotated
// articles. Immutable once loaded, may be shared by threads.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/string_map.h"
#include "ground/mentions.h"

namespace depeche::ground {

// What speaks for and against an entity, from its basis, kind, sector and mentions: "found=list", "country=focus".
std::vector<std::string> features_of(const Entity& entity);

class EntityConfidence {
 public:
  // Errors name file and line.
  [[nodiscard]] static Result<EntityConfidence> load(const std::filesystem::path& file);

  // A probability, to two decimals: no more is known, and so it is the same on every machine.
  double of(const Entity& entity) const;

 private:
  StringMap<double> weights_;
};

}  // namespace depeche::ground
