// Residue against annotated articles, block by block. What the annotation marks inside a paragraph is not counted: a
// block is residue as a whole or not at all.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "support/paths.h"
#include "text/blocks.h"
#include "text/builder.h"
#include "text/reader.h"

namespace depeche::text {
namespace {

namespace fs = std::filesystem;

// Blocks that the annotation calls residue, by article.
std::map<std::string, std::multiset<std::string>> annotated(const fs::path& folder) {
  std::map<std::string, std::multiset<std::string>> all;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(folder, missing)) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream in(entry.path());
    const nlohmann::json gold = nlohmann::json::parse(in);
    auto& blocks = all[gold["id"].get<std::string>()];
    if (!gold.contains("residue")) continue;
    for (const std::string text : gold["residue"]) {
      for (const RawBlock& block : find_blocks(text, 0)) blocks.emplace(slice(text, block.span));
    }
  }
  return all;
}

void measure(const std::string& part, std::vector<std::string> inputs, double precision, double recall) {
  const auto gold = annotated(test::shared_dir() / "gold" / part);
  if (gold.empty()) GTEST_SKIP() << "no annotated articles here";
  const auto builder = DocumentBuilder::load(test::source_dir() / "resources");
  ASSERT_TRUE(builder) << builder.error().describe();
  for (std::string& input : inputs) input = (test::shared_dir() / "gold" / input).string();
  Reader reader(inputs);
  int found = 0, right = 0, wanted = 0;
  while (auto piece = reader.next()) {
    ASSERT_TRUE(*piece) << piece->error().describe();
    const Document document = builder->run(std::move(**piece));
    const auto known = gold.find(document.id);
    if (known == gold.end()) continue;
    for (const Block& block : document.blocks) {
      const bool marked = known->second.contains(std::string(slice(document.text, block.span)));
      found += block.kind == BlockKind::Residue;
      wanted += marked;
      right += marked && block.kind == BlockKind::Residue;
    }
  }
  std::cout << part << ": residue blocks right " << right << ", found " << found << ", annotated " << wanted << '\n';
  EXPECT_GE(right, precision * found);
  EXPECT_GE(right, recall * wanted);
}

TEST(ResidueGold, Seed) { measure("seed", {"seed/lettres.txt"}, 1, 1); }
TEST(ResidueGold, Dev) { measure("dev", {"dev.jsonl"}, 0.9, 0.9); }
TEST(ResidueGold, Train) { measure("train", {"train.jsonl"}, 0.9, 0.9); }

}  // namespace
}  // namespace depeche::text
