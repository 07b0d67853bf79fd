// The library as others see it: depeche/nlp.hpp.
#include <gtest/gtest.h>

#include <depeche/nlp.hpp>
#include <string>

#include "support/paths.h"

namespace depeche {
namespace {

class Library : public testing::Test {
 protected:
  void SetUp() override {
    const auto path = test::model_path("fr_core_news_sm");
    if (path.empty()) GTEST_SKIP() << "the model fr_core_news_sm is not fetched";
    std::string fault;
    pipeline_ = Pipeline::open(path, fault);
    ASSERT_TRUE(pipeline_) << fault;
  }
  std::optional<Pipeline> pipeline_;
  Worker worker_;
};

TEST_F(Library, WalksADocument) {
  Doc doc;
  {
    Worker gone;
    doc = pipeline_->annotate("Le chat mange la souris. Paris dort.", gone);
  }
  EXPECT_EQ(pipeline_->name(), "fr_core_news_sm");
  EXPECT_EQ(pipeline_->language(), "fr");
  ASSERT_EQ(doc.sentence_count(), 2u);
  EXPECT_EQ(doc.sentence(0).text(), "Le chat mange la souris.");
  EXPECT_EQ(doc.sentence(0).root().text(), "mange");
  EXPECT_EQ(doc.sentence(0).root().lemma(), "manger");
  EXPECT_EQ(doc.sentence(0).root().pos(), "VERB");
  EXPECT_EQ(doc.sentence(0).root().dep(), "ROOT");
  EXPECT_TRUE(doc.sentence(0).root().is_root());
  EXPECT_EQ(doc[1].head(), doc[2]);
  EXPECT_EQ(doc[1].dep(), "nsubj");
  EXPECT_EQ(doc.text().substr(doc[1].begin(), doc[1].end() - doc[1].begin()), "chat");
  std::string children;
  for (const Token child : doc[2].children()) children += std::string(child.text()) + ' ';
  EXPECT_EQ(children, "chat souris . ");
  EXPECT_TRUE(doc[6].starts_sentence());
  EXPECT_EQ(doc[7].sentence().first(), 6u);
  std::string rebuilt;
  for (const Token token : doc) rebuilt += std::string(token.text()) + (token.space_after() ? " " : "");
  EXPECT_EQ(rebuilt, doc.text());
}

TEST_F(Library, EntitiesAndOutput) {
  const Doc doc = pipeline_->annotate("Emmanuel Macron est arrivé à Moscou.", worker_);
  ASSERT_EQ(doc.entity_count(), 2u);
  EXPECT_EQ(doc.entity(0).text(), "Emmanuel Macron");
  EXPECT_EQ(doc.entity(0).label(), "PER");
  EXPECT_EQ(doc.entity(1)[0].text(), "Moscou");
  EXPECT_EQ(doc[0].entity_type(), "PER");
  EXPECT_EQ(doc[1].entity_type(), "PER");
  EXPECT_EQ(doc[2].entity_type(), "");
  EXPECT_NE(doc.conllu("a").find("NE=B-PER"), std::string::npos);
  EXPECT_EQ(doc.json().back(), '\n');
}

TEST_F(Library, AnyBytes) {
  EXPECT_TRUE(Doc().empty());
  EXPECT_TRUE(pipeline_->annotate("", worker_).empty());
  const Doc broken = pipeline_->annotate("Le ch\xC3t \xED\xA0\x80mange.", worker_);
  EXPECT_GT(broken.repaired(), 0u);
  EXPECT_NE(broken.text().find("\xEF\xBF\xBD"), std::string_view::npos);
  const Doc zero = pipeline_->annotate(std::string_view("Le\0chat", 7), worker_);
  EXPECT_EQ(zero.text().size(), 7u);
  const Doc blank = pipeline_->annotate(" \n\t  ", worker_);
  for (const Token token : blank) EXPECT_LE(token.end(), blank.text().size());
}

TEST_F(Library, ThreadsChangeNothing) {
  std::vector<std::string> texts;
  for (int i = 0; i < 3000; ++i) texts.push_back("Le mot" + std::to_string(i * i) + " mange la souris du ministre.");
  const std::vector<std::string_view> views(texts.begin(), texts.end());
  const auto one = pipeline_->annotate(views, worker_);
  const auto three = pipeline_->annotate(views, 3u);
  ASSERT_EQ(one.size(), texts.size());
  ASSERT_EQ(three.size(), texts.size());
  for (size_t i = 0; i < one.size(); ++i) ASSERT_EQ(one[i].json(), three[i].json()) << i;
  EXPECT_TRUE(pipeline_->annotate(std::span<const std::string_view>(), 4u).empty());
}

TEST(LibraryErrors, NamesTheFile) {
  std::string fault;
  EXPECT_FALSE(Pipeline::open("/no/such/model.whl", fault));
  EXPECT_NE(fault.find("/no/such/model.whl"), std::string::npos) << fault;
}

}  // namespace
}  // namespace depeche
