// Runs the examples of every rule of resources/<lang>/time, and the rows of tests/tables/times_<lang>.tsv.
#include "ground/times.h"

#include <gtest/gtest.h>

#include <map>

#include "base/resource.h"

#include "ground/timex/grammar.h"

namespace depeche::ground {
namespace {

const std::filesystem::path kTables = std::filesystem::path(DEPECHE_SOURCE_DIR) / "tests" / "tables";
const std::filesystem::path kResources = std::filesystem::path(DEPECHE_SOURCE_DIR) / "resources";

std::string_view name_of(TimeType type) {
  switch (type) {
    case TimeType::Date:
      return "DATE";
    case TimeType::Time:
      return "TIME";
    case TimeType::Duration:
      return "DURATION";
    case TimeType::Set:
      return "SET";
  }
  return "";
}

text::Document document(std::string text, std::string published) {
  text::Document out;
  out.text = std::move(text);
  out.published = std::move(published);
  out.blocks = {{{0, static_cast<uint32_t>(out.text.size())}, text::BlockKind::Paragraph}};
  return out;
}

// "[hier] à Paris" -> the text without brackets; what was found, written in the same way with "TYPE value" of each.
struct Marked {
  std::string text, spans;
};
Marked unmark(std::string_view marked) {
  Marked out;
  for (const char c : marked) {
    if (c == '[' || c == ']') {
      out.spans += std::to_string(out.text.size()) + (c == '[' ? "-" : " ");
    } else {
      out.text += c;
    }
  }
  return out;
}

void check(const TimeTagger& tagger, std::string_view marked, const std::string& date, std::string_view expected,
           const std::string& where) {
  const Marked example = unmark(marked);
  std::vector<TimeExpression> times;
  Published published;
  tagger.run(document(example.text, date), nullptr, times, published);
  std::string spans, values, words;
  for (const TimeExpression& t : times) {
    spans += std::to_string(t.span.begin) + "-" + std::to_string(t.span.end) + " ";
    if (!values.empty()) values += "; ";
    values += std::string(name_of(t.type)) + " " + (t.value.empty() ? "-" : t.value);
    words += "[" + std::string(slice(example.text, t.span)) + "] by " + t.rule + " ";
  }
  if (values.empty()) values = "-";
  EXPECT_EQ(spans, example.spans) << where << ": " << marked << "\nfound " << words;
  EXPECT_EQ(values, expected) << where << ": " << marked << "\nfound " << words;
}

class Times : public testing::TestWithParam<const char*> {};

TEST_P(Times, ExamplesOfTheRules) {
  const auto grammar = timex::Grammar::load(kResources, GetParam());
  ASSERT_TRUE(grammar) << grammar.error().describe();
  const auto tagger = TimeTagger::load(kResources, GetParam());
  ASSERT_TRUE(tagger) << tagger.error().describe();
  size_t examples = 0;
  for (const timex::Rule& rule : grammar->rules()) {
    for (const timex::Example& e : rule.examples) {
      check(*tagger, e.text, e.date, e.expected, rule.name + ":" + std::to_string(e.line));
      ++examples;
    }
  }
  RecordProperty("examples", static_cast<int>(examples));
}

// A sentence of that tense around the expression; "-" is no sentence.
std::string sentence(const std::string& language, std::string_view tense, std::string_view expression) {
  static const std::map<std::string, std::string> kBefore = {{"fr past", "Le ministre a parlé "},
                                                             {"fr future", "Le ministre parlera "},
                                                             {"en past", "The minister spoke "},
                                                             {"en future", "The minister will speak "}};
  const auto found = kBefore.find(language + " " + std::string(tense));
  return found == kBefore.end() ? std::string(expression) : found->second + std::string(expression) + ".";
}

TEST_P(Times, RowsOfTheTable) {
  const std::string language = GetParam();
  const auto tagger = TimeTagger::load(kResources, language);
  ASSERT_TRUE(tagger) << tagger.error().describe();
  const auto table = read_table(kTables / ("times_" + language + ".tsv"), {"expression", "date", "tense", "values"});
  ASSERT_TRUE(table) << table.error().describe();
  constexpr size_t kLeastRows = 150;
  EXPECT_GE(table->rows.size(), kLeastRows);
  for (const Table::Row& row : table->rows) {
    const std::string text =
        sentence(language, Table::cell(row, table->column("tense")), Table::cell(row, table->column("expression")));
    std::vector<TimeExpression> times;
    Published published;
    tagger->run(document(text, std::string(Table::cell(row, table->column("date")))), nullptr, times, published);
    std::string values, words;
    for (const TimeExpression& t : times) {
      values += (values.empty() ? "" : "; ") + std::string(name_of(t.type)) + " " + (t.value.empty() ? "-" : t.value);
      words += " [" + std::string(slice(text, t.span)) + "] by " + t.rule;
    }
    EXPECT_EQ(values.empty() ? "-" : values, Table::cell(row, table->column("values")))
        << table->file << ":" << row.line << ": " << text << "\nfound" << words;
  }
}

// Twice as many numbers in a row take twice the steps, not four times.
TEST_P(Times, WorkGrowsWithTheText) {
  const auto grammar = timex::Grammar::load(kResources, GetParam());
  ASSERT_TRUE(grammar) << grammar.error().describe();
  const auto steps = [&](std::string_view piece, size_t count) {
    std::string text;
    for (size_t i = 0; i < count; ++i) text += piece;
    std::vector<timex::Piece> pieces;
    timex::scan(text, {0, static_cast<uint32_t>(text.size())}, grammar->lexicon(), pieces);
    timex::Scratch scratch;
    std::vector<timex::Form> forms;
    grammar->match(text, pieces, scratch, forms);
    return static_cast<double>(scratch.steps);
  };
  for (const std::string_view piece : {"12 ", "12, ", "2016 ", "3/", "1-", "vingt ", "twenty ", "mardi ", "Monday, ",
                                       "10:30 ", "2 mars et ", "May 2 and ", "one hundred ", "mille ", "premier "}) {
    constexpr size_t kMany = 10'000;
    EXPECT_LE(steps(piece, 2 * kMany), 2.1 * steps(piece, kMany) + 1000) << piece;
  }
}

INSTANTIATE_TEST_SUITE_P(Languages, Times, testing::Values("fr", "en"));

}  // namespace
}  // namespace depeche::ground
