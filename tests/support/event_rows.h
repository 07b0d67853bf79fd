// Tables of what is told of events: a text (" / " parts paragraphs, the first is the title), its date where there is a
// column for it, and wanted answers by a word of the events' triggers: "word answer; word answer".
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/resource.h"
#include "support/engine.h"

namespace depeche::test {

// What is to be compared with the answer.
using Tell = std::function<std::string(const engine::Coded& coded, const code::Event& event)>;

// Codes each row of tests/tables/NAME_LANGUAGE.tsv and compares, for each word, what `tell` says of the first event
// with that word in its trigger. `columns` must be there. `published`: of tables
// without a column of dates.
inline void check_event_rows(const std::string& name, const std::string& language,
                             const std::vector<std::string_view>& columns, const Tell& tell,
                             const std::string& published = "") {
  if (!has_models()) GTEST_SKIP() << "the models are not fetched";
  const auto engine = open_engine();
  ASSERT_TRUE(engine) << engine.error().describe();
  const auto table = read_table(source_dir() / "tests/tables" / (name + "_" + language + ".tsv"), columns);
  ASSERT_TRUE(table) << table.error().describe();
  engine::Workspace workspace;
  for (const Table::Row& row : table->rows) {
    text::Article article;
    article.id = "row";
    article.language = language;
    article.published = table->column("date") < 0 ? published : std::string(Table::cell(row, table->column("date")));
    article.text = with_paragraphs(Table::cell(row, table->column("text")));
    const engine::Coded coded = engine->run(std::move(article), workspace);
    for (const std::string_view wanted : split(Table::cell(row, table->column("events")), ';')) {
      const size_t space = wanted.find(' ');
      ASSERT_NE(space, wanted.npos) << table->file << ":" << row.line;
      const std::string_view word = wanted.substr(0, space);
      std::string found = "no such event";
      for (const code::Event& e : coded.events) {
        if (slice(coded.document.text, e.trigger).find(word) == std::string_view::npos) continue;
        found = tell(coded, e);
        break;
      }
      EXPECT_EQ(found, trim(wanted.substr(space)))
          << table->file << ":" << row.line << ": '" << word << "' in " << Table::cell(row, table->column("text"));
    }
  }
}

}  // namespace depeche::test
