// How surely events are told and who disputes them, by rows of tests/tables/positions_<language>.tsv: a text, and
// events by a word of their trigger with status, sources and deniers: "bombardé alleged by Ukraine denied Kremlin".
// Names are joined with "+".
#include <gtest/gtest.h>

#include "base/resource.h"
#include "support/engine.h"

namespace depeche {
namespace {

std::string names(const engine::Coded& coded, const std::vector<ground::EntityId>& ids) {
  std::string out;
  for (const ground::EntityId id : ids) {
    if (!out.empty()) out += '+';
    out += coded.mentions.entities[static_cast<size_t>(id)].name;
  }
  return out;
}

std::string_view word_of(code::Status status) {
  constexpr std::string_view kWords[] = {"occurred", "planned", "claimed", "alleged", "hypothetical", "negated"};
  return kWords[static_cast<size_t>(status)];
}

class Positions : public testing::TestWithParam<const char*> {};

TEST_P(Positions, Rows) {
  if (!test::has_models()) GTEST_SKIP() << "the models are not fetched";
  const std::string language = GetParam();
  const auto engine = test::open_engine();
  ASSERT_TRUE(engine) << engine.error().describe();
  const auto table =
      read_table(test::source_dir() / "tests/tables" / ("positions_" + language + ".tsv"), {"text", "events"});
  ASSERT_TRUE(table) << table.error().describe();
  engine::Workspace workspace;
  for (const Table::Row& row : table->rows) {
    text::Article article;
    article.id = "row";
    article.language = language;
    article.published = "2023-08-15";
    article.text = Table::cell(row, table->column("text"));
    const engine::Coded coded = engine->run(std::move(article), workspace);
    for (const std::string_view wanted : split(Table::cell(row, table->column("events")), ';')) {
      const size_t space = wanted.find(' ');
      const std::string_view word = wanted.substr(0, space);
      std::string found = "no such event";
      for (const code::Event& e : coded.events) {
        if (slice(coded.document.text, e.trigger).find(word) == std::string_view::npos) continue;
        found = word_of(e.status);
        if (!e.according_to.empty()) found += " by " + names(coded, e.according_to);
        if (!e.denied_by.empty()) found += " denied " + names(coded, e.denied_by);
        break;
      }
      EXPECT_EQ(found, trim(wanted.substr(space)))
          << table->file << ":" << row.line << ": '" << word << "' in " << Table::cell(row, table->column("text"));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Languages, Positions, testing::Values("fr", "en"));

}  // namespace
}  // namespace depeche
