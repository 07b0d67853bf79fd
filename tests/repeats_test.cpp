// Which events tell an act again, by rows of tests/tables/repeats_<language>.tsv: the document's date, its text (" / "
// parts paragraphs, the first is the title), and links as "word > word" of triggers, "word > -" where there is none.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/resource.h"
#include "support/engine.h"

namespace depeche {
namespace {

class Repeats : public testing::TestWithParam<const char*> {};

TEST_P(Repeats, Rows) {
  if (!test::has_models()) GTEST_SKIP() << "the models are not fetched";
  const std::string language = GetParam();
  const auto engine = test::open_engine();
  ASSERT_TRUE(engine) << engine.error().describe();
  const auto table =
      read_table(test::source_dir() / "tests/tables" / ("repeats_" + language + ".tsv"), {"date", "text", "links"});
  ASSERT_TRUE(table) << table.error().describe();
  engine::Workspace workspace;
  for (const Table::Row& row : table->rows) {
    text::Article article;
    article.id = "row";
    article.language = language;
    article.published = Table::cell(row, table->column("date"));
    article.text = test::with_paragraphs(Table::cell(row, table->column("text")));
    const engine::Coded coded = engine->run(std::move(article), workspace);
    const auto trigger = [&](const code::Event& e) { return slice(coded.document.text, e.trigger); };
    for (const std::string_view wanted : split(Table::cell(row, table->column("links")), ';')) {
      const size_t arrow = wanted.find(" > ");
      ASSERT_NE(arrow, wanted.npos) << table->file << ":" << row.line;
      const std::string_view word = trim(wanted.substr(0, arrow));
      std::string found = "no such event";
      for (const code::Event& e : coded.events) {
        if (trigger(e).find(word) == std::string_view::npos) continue;
        found = "-";
        for (const code::Link& link : e.links) {
          if (link.kind == "same_as") found = trigger(coded.events[static_cast<size_t>(link.event)]);
        }
        break;
      }
      EXPECT_EQ(found, trim(wanted.substr(arrow + 3)))
          << table->file << ":" << row.line << ": '" << word << "' in " << Table::cell(row, table->column("text"));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Languages, Repeats, testing::Values("fr", "en"));

}  // namespace
}  // namespace depeche
