// Runs the examples of every rule of resources/<lang>/time.
#include "ground/times.h"

#include <gtest/gtest.h>

#include "ground/timex/grammar.h"

namespace depeche::ground {
namespace {

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

INSTANTIATE_TEST_SUITE_P(Languages, Times, testing::Values("fr", "en"));

}  // namespace
}  // namespace depeche::ground
