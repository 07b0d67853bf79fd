// Where events took place, by rows of tests/tables/event_places_<language>.tsv: the text (" / " parts paragraphs, the
// first is the title), and places of events by a word of their trigger: "attaque Kano text point; arrêté Nigeria
// context".
#include <gtest/gtest.h>

#include <algorithm>

#include "base/resource.h"
#include "record/names.h"
#include "support/engine.h"

namespace depeche {
namespace {

class EventPlaces : public testing::TestWithParam<const char*> {};

TEST_P(EventPlaces, Rows) {
  if (!test::has_models()) GTEST_SKIP() << "the models are not fetched";
  const std::string language = GetParam();
  const auto engine = test::open_engine();
  ASSERT_TRUE(engine) << engine.error().describe();
  const auto table =
      read_table(test::source_dir() / "tests/tables" / ("event_places_" + language + ".tsv"), {"text", "events"});
  ASSERT_TRUE(table) << table.error().describe();
  engine::Workspace workspace;
  for (const Table::Row& row : table->rows) {
    text::Article article;
    article.id = "row";
    article.language = language;
    article.text = test::with_paragraphs(Table::cell(row, table->column("text")));
    const engine::Coded coded = engine->run(std::move(article), workspace);
    for (const std::string_view wanted : split(Table::cell(row, table->column("events")), ';')) {
      const size_t space = wanted.find(' ');
      const std::string_view word = wanted.substr(0, space);
      std::string found = "no such event";
      for (const code::Event& e : coded.events) {
        if (slice(coded.document.text, e.trigger).find(word) == std::string_view::npos) continue;
        found = "nowhere";
        if (e.place < 0) break;
        const ground::Place& place = coded.mentions.places[static_cast<size_t>(e.place)];
        found = place.name + ' ' + std::string(record::word_for(e.place_basis)) + ' ' +
                std::string(ground::name_of(place.precision));
        break;
      }
      EXPECT_EQ(found, trim(wanted.substr(space)))
          << table->file << ":" << row.line << ": '" << word << "' in " << Table::cell(row, table->column("text"));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Languages, EventPlaces, testing::Values("fr", "en"));

}  // namespace
}  // namespace depeche
