#include "serve/parameters.h"

#include <gtest/gtest.h>

namespace depeche::serve {
namespace {

using Names = std::vector<std::string>;

TEST(Parameters, AreTheFiltersOfQuery) {
  const auto asked = read_parameters({{"type", "ASSAULT,AID"},
                                      {"type", "AGREE"},
                                      {"denied-by", "RUS"},
                                      {"article", "a,b"},
                                      {"actor", "USA,=Smith, John/GBR"},
                                      {"from", "2020"},
                                      {"min-confidence", "0.5"},
                                      {"limit", "7"},
                                      {"by", "day"}},
                                     {"by"});
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->query.type, (Names{"ASSAULT", "AID", "AGREE"}));
  EXPECT_EQ(asked->query.denier, Names{"RUS"});
  EXPECT_EQ(asked->query.actor, (Names{"USA", "=Smith, John/GBR"}));
  EXPECT_EQ(asked->query.article, Names{"a,b"});
  EXPECT_EQ(asked->query.from, "2020");
  EXPECT_EQ(asked->query.least_confidence, 0.5);
  EXPECT_EQ(asked->limit, 7);
  EXPECT_EQ(asked->other("by"), "day");
  EXPECT_EQ(asked->other("to"), "");
}

TEST(Parameters, AreRefusedWithTheirName) {
  const auto fault = [](const Pairs& pairs) {
    const auto asked = read_parameters(pairs, {"by"});
    return asked ? "" : asked.error().message;
  };
  EXPECT_NE(fault({{"colour", "red"}}).find("colour"), std::string::npos);
  EXPECT_NE(fault({{"limit", "0"}}).find("limit"), std::string::npos);
  EXPECT_NE(fault({{"limit", "1e9"}}).find("limit"), std::string::npos);
  EXPECT_NE(fault({{"limit", ""}}).find("limit"), std::string::npos);
  EXPECT_NE(fault({{"min-confidence", "nan"}}).find("min-confidence"), std::string::npos);
  EXPECT_NE(fault({{"min-confidence", "2"}}).find("min-confidence"), std::string::npos);
  EXPECT_NE(fault({{"from", "2020"}, {"from", "2021"}}).find("from"), std::string::npos);
  EXPECT_NE(fault({{"by", "day"}, {"by", "month"}}).find("by"), std::string::npos);
  EXPECT_NE(fault({{"by", ""}}).find("by"), std::string::npos);
  EXPECT_NE(fault({{"actor", std::string(1000, 'a')}}).find("actor"), std::string::npos);
  std::string many, words;
  for (int i = 0; i < 100; ++i) {
    many += "a,";
    words += "a ";
  }
  EXPECT_NE(fault({{"actor", many}}).find("actor"), std::string::npos);
  EXPECT_NE(fault({{"text", words}}).find("text"), std::string::npos);
  EXPECT_NE(fault({{std::string(1000, 'a'), ""}}), "");
  EXPECT_FALSE(read_parameters({{"type", "AID"}}, {}, false)) << "an endpoint without filters";
}

TEST(Cursors, GoBothWays) {
  for (const Place& place : {Place{"2020-02-29", 12}, Place{"", 3}}) {
    const auto read = read_cursor(to_cursor(place));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->day, place.day);
    EXPECT_EQ(read->row, place.row);
  }
  for (const char* const bad :
       {"", "~", "12", "~-1", "2020-02-30~1", "2020~1", "2020-01-01~1x", "'~1", "~99999999999999999999"})
    EXPECT_FALSE(read_cursor(bad)) << bad;
}

}  // namespace
}  // namespace depeche::serve
