#include "code/weights.h"

#include <gtest/gtest.h>

#include <fstream>

namespace depeche::code {
namespace {

namespace fs = std::filesystem;

fs::path write(const std::string& text) {
  const fs::path file = fs::path(testing::TempDir()) / "depeche_weights_test.tsv";
  std::ofstream(file) << text;
  return file;
}

TEST(Weights, AddUpWithTheEventsTypeAndKindOfWord) {
  const auto weights =
      Weights::load(write("feature\tweight\nslot=subject\t1.5\nslot=subject@ASSAULT\t-0.5\nslot=subject@noun\t0."
                          "25\nrelation=Object:below\t2\n"));
  ASSERT_TRUE(weights) << weights.error().describe();
  Features features;
  features.add("slot", "subject");
  EXPECT_DOUBLE_EQ(weights->score(features, Crossing("ASSAULT", "verb")), 1.0);
  EXPECT_DOUBLE_EQ(weights->score(features, Crossing("CONSULT", "noun")), 1.75);
  features.add("slot", "subject");  // counts once
  features.add("relation", "Object", "below");
  features.add("relation", "Object");  // another one, without weight
  EXPECT_DOUBLE_EQ(weights->score(features, Crossing("CONSULT", "verb")), 3.5);
}

TEST(Features, KeepNamesOnlyWhereAsked) {
  Features named(true), plain;
  for (Features* f : {&named, &plain}) f->add("before", "3-4"), f->add("marker", "contre", "below");
  EXPECT_EQ(named.names(), (std::vector<std::string>{"before=3-4", "marker=contre:below"}));
  EXPECT_TRUE(plain.names().empty());
  EXPECT_EQ(named.ids(), plain.ids());
}

TEST(Weights, NoFileIsAnEmptyModel) {
  const auto weights = Weights::load("no/such/file.tsv");
  ASSERT_TRUE(weights);
  EXPECT_TRUE(weights->empty());
}

TEST(Weights, FaultsNameFileAndLine) {
  const auto weights = Weights::load(write("feature\tweight\nslot=subject\tmuch\n"));
  ASSERT_FALSE(weights);
  EXPECT_EQ(weights.error().where.line, 2);
  EXPECT_NE(weights.error().message.find("much"), std::string::npos);
}

}  // namespace
}  // namespace depeche::code
