// When events took place, by rows of tests/tables/event_dates_<language>.tsv: the document's date, its text (" / "
// parts paragraphs, the first is the title), and dates of events by a word of their trigger: "attaqué 2017-03-02;
// guerre 1999 historical".
#include <gtest/gtest.h>

#include <algorithm>

#include "base/resource.h"
#include "support/engine.h"

namespace depeche {
namespace {

class EventDates : public testing::TestWithParam<const char*> {};

TEST_P(EventDates, Rows) {
  if (!test::has_models()) GTEST_SKIP() << "the models are not fetched";
  const std::string language = GetParam();
  const auto engine = test::open_engine();
  ASSERT_TRUE(engine) << engine.error().describe();
  const auto table = read_table(test::source_dir() / "tests/tables" / ("event_dates_" + language + ".tsv"),
                                {"date", "text", "events"});
  ASSERT_TRUE(table) << table.error().describe();
  engine::Workspace workspace;
  for (const Table::Row& row : table->rows) {
    text::Article article;
    article.id = "row";
    article.language = language;
    article.published = Table::cell(row, table->column("date"));
    article.text = test::with_paragraphs(Table::cell(row, table->column("text")));
    const engine::Coded coded = engine->run(std::move(article), workspace);
    for (const std::string_view wanted : split(Table::cell(row, table->column("events")), ';')) {
      const size_t space = wanted.find(' ');
      const std::string_view word = wanted.substr(0, space);
      std::string found = "no such event";
      for (const code::Event& e : coded.events) {
        if (slice(coded.document.text, e.trigger).find(word) == std::string_view::npos) continue;
        found = e.date + (e.historical ? " historical" : "");
        break;
      }
      EXPECT_EQ(found, trim(wanted.substr(space)))
          << table->file << ":" << row.line << ": '" << word << "' in " << Table::cell(row, table->column("text"));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Languages, EventDates, testing::Values("fr", "en"));

}  // namespace
}  // namespace depeche
