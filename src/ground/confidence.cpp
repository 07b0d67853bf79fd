#include "ground/confidence.h"

#include <fmt/format.h>

#include <cmath>

#include "base/layers.h"
#include "base/resource.h"

namespace depeche::ground {
namespace {

// In the order of the enumerations.
constexpr std::string_view kFound[] = {"list", "family", "likeness", "office", "name", "demonym", "noun"};
constexpr std::string_view kCountry[] = {"list", "said", "focus", "none"};
constexpr std::string_view kSector[] = {"list", "said", "supposed", "none"};
constexpr std::string_view kLabel[] = {"agrees", "differs", "none"};

constexpr double kMostWeight = 1000;  // no sum of them is infinite

std::string_view bucket(size_t mentions) { return mentions <= 1 ? "1" : mentions <= 3 ? "2-3" : "4+"; }

}  // namespace

std::vector<std::string> features_of(const Entity& entity) {
  const Basis& basis = entity.basis;
  const std::string_view found = kFound[static_cast<size_t>(basis.found)],
                         country = kCountry[static_cast<size_t>(basis.country)],
                         sector = kSector[static_cast<size_t>(basis.sector)];
  std::vector<std::string> all{
      "any", fmt::format("found={}", found), fmt::format("kind={}", name_of(entity.kind)),
      fmt::format("country={}", country), fmt::format("sector={}", sector), fmt::format("is={}", entity.sector),
      // A list may call people former officials who were in office when it happened.
      fmt::format("is={}:{}", entity.sector, found), fmt::format("mentions={}", bucket(entity.mentions.size()))};
  // Of what rests on no list it counts most where country and sector come from.
  if (basis.country != Basis::Country::List) all.push_back(fmt::format("told={}:{}:{}", found, country, sector));
  if (basis.found < Basis::Found::Office || basis.found == Basis::Found::Name)
    all.push_back(fmt::format("label={}", kLabel[static_cast<size_t>(basis.label)]));
  if (!entity.title.empty()) all.emplace_back("title");
  return all;
}

Result<EntityConfidence> EntityConfidence::load(const std::filesystem::path& file) {
  EntityConfidence confidence;
  for (const auto& layer : layers_of(file)) {
    const Table table = DEPECHE_TRY(read_table(layer, {"feature", "weight"}));
    for (const Table::Row& row : table.rows) {
      const std::string_view cell = Table::cell(row, table.column("weight"));
      const auto weight = parse_number<double>(cell);
      if (!weight || !(std::abs(*weight) <= kMostWeight))
        return fail(Error::Code::Malformed, fmt::format("'{}' is not a number up to {}", cell, kMostWeight),
                    {table.file, row.line});
      confidence.weights_[std::string(Table::cell(row, table.column("feature")))] = *weight;
    }
  }
  return confidence;
}

double EntityConfidence::of(const Entity& entity) const {
  double score = 0;
  for (const std::string& feature : features_of(entity)) {
    if (const auto at = weights_.find(feature); at != weights_.end()) score += at->second;
  }
  constexpr double kHundredths = 100;
  return std::round(kHundredths / (1 + std::exp(-score))) / kHundredths;
}

}  // namespace depeche::ground
