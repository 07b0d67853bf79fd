// Which blocks of a page are not the report: rules of resources/<lang>/text/residue.toml (see resources/SCHEMA.md).
//
//   auto rules = DEPECHE_TRY(text::ResidueRules::load("resources/fr/text/residue.toml"));
//   std::vector<bool> is_residue = rules.find(text, blocks);
//
// Immutable once loaded, safe to share by threads. Linear: only short blocks are tried, with a bounded effort each.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "text/blocks.h"

namespace depeche::text {

class ResidueRules {
 public:
  ResidueRules();  // no rules of a language: only blocks without a word, and bare links
  [[nodiscard]] static Result<ResidueRules> load(const std::filesystem::path& file);
  ResidueRules(ResidueRules&&) noexcept;
  ResidueRules& operator=(ResidueRules&&) noexcept;
  ~ResidueRules();

  // For each block whether it is residue.
  std::vector<bool> find(std::string_view text, const std::vector<RawBlock>& blocks) const;

  // The examples and negative examples that a rule does not get right: "file:line: rule 'name' misses: …".
  std::vector<std::string> failing_examples() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace depeche::text
