// The examples beside the lists of resources/<language>/voice, through the real model and the ground stage.
#include "voice/examples.h"

#include <gtest/gtest.h>

#include "ground/grounder.h"
#include "ground/syntax.h"
#include "nlp/model.h"
#include "support/document.h"
#include "support/paths.h"
#include "voice/voice.h"

namespace depeche::voice {
namespace {

const std::filesystem::path kResources = std::filesystem::path(DEPECHE_SOURCE_DIR) / "resources";

class Examples : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(Examples, AreWellFormed) {
  const auto examples = load_examples(kResources, GetParam().first);
  ASSERT_TRUE(examples) << examples.error().describe();
  EXPECT_GT(examples->size(), 100u);
}

TEST_P(Examples, TellWhatTheySay) {
  const auto [language, name] = GetParam();
  const auto package = test::model_path(name);
  if (package.empty()) GTEST_SKIP() << "no model " << name << " here";
  const auto model = nlp::Model::open(package, {}, test::source_dir() / "resources");
  ASSERT_TRUE(model) << model.error().describe();
  const auto grounder = ground::Grounder::load(kResources, language);
  ASSERT_TRUE(grounder) << grounder.error().describe();
  const auto voice = Voice::load(kResources, language);
  ASSERT_TRUE(voice) << voice.error().describe();
  const auto examples = load_examples(kResources, language);
  ASSERT_TRUE(examples) << examples.error().describe();
  nlp::Workspace workspace;
  for (const Example& example : *examples) {
    const text::Document document = test::paragraphs(example.sentence, "2023-08-15");
    const ByteSpan piece = document.blocks.front().span;
    const nlp::Request requests[] = {{document.text, {&piece, 1}}};
    const nlp::Analysis analysis = std::move(model->annotate(requests, workspace).front());
    const ground::Syntax syntax(document.text, analysis, grounder->grammar());
    const ground::Mentions mentions = grounder->run(document, syntax);
    const Statements statements = voice->run(document, syntax, mentions);
    EXPECT_EQ(complaint(example, syntax, mentions, statements), "");
  }
}

INSTANTIATE_TEST_SUITE_P(Languages, Examples,
                         testing::Values(std::pair{"fr", "fr_core_news_md"}, std::pair{"en", "en_core_web_sm"}),
                         [](const auto& language) { return std::string(language.param.first); });

}  // namespace
}  // namespace depeche::voice
