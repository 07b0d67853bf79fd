#include "ground/mentions.h"

#include <algorithm>
#include <array>

namespace depeche::ground {
namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 8> kKinds = {"person",      "state", "government", "organisation",
                                                    "armed_group", "party", "medium",     "people"};

}  // namespace

std::string_view name_of(EntityKind kind) { return kKinds[static_cast<size_t>(kind)]; }

std::optional<EntityKind> entity_kind_from(std::string_view name) {
  const auto at = std::find(kKinds.begin(), kKinds.end(), name);
  if (at == kKinds.end()) return std::nullopt;
  return static_cast<EntityKind>(at - kKinds.begin());
}

std::string_view name_of(MentionForm form) {
  switch (form) {
    case MentionForm::Name:
      return "name";
    case MentionForm::Nominal:
      return "nominal";
    case MentionForm::Pronoun:
      return "pronoun";
  }
  return "";
}

namespace {
constexpr std::array<std::string_view, 5> kPrecisions = {"point", "town", "region", "country", "wide"};
}  // namespace

std::string_view name_of(Precision precision) { return kPrecisions[static_cast<size_t>(precision)]; }

std::optional<Precision> precision_from(std::string_view name) {
  const auto at = std::find(kPrecisions.begin(), kPrecisions.end(), name);
  if (at == kPrecisions.end()) return std::nullopt;
  return static_cast<Precision>(at - kPrecisions.begin());
}

std::string_view name_of(DateClue clue) {
  constexpr std::string_view kNames[] = {
      "publication line", "dateline", "date on a line of its own", "today", "anniversary", "latest date told", "age",
      "this year"};
  return kNames[static_cast<size_t>(clue)];
}

}  // namespace depeche::ground
