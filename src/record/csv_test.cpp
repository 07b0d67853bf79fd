#include "record/csv.h"

#include <gtest/gtest.h>

#include <map>

#include "support/record_example.h"

namespace depeche::record {
namespace {

// A plain reader of RFC 4180.
std::vector<std::vector<std::string>> read(const std::string& csv) {
  std::vector<std::vector<std::string>> rows(1);
  std::string cell;
  bool quoted = false;
  for (size_t i = 0; i < csv.size(); ++i) {
    const char c = csv[i];
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (i + 1 < csv.size() && csv[i + 1] == '"') {
        cell += csv[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',' || c == '\r') {
      rows.back().push_back(std::move(cell));
      cell.clear();
      if (c == '\r') {
        EXPECT_EQ(csv[++i], '\n');
        rows.emplace_back();
      }
    } else {
      cell += c;
    }
  }
  rows.pop_back();
  return rows;
}

std::string written(const Record& record) {
  std::string out;
  write_csv_header(out);
  write_csv(record, out);
  return out;
}

TEST(Csv, ARowAnEventUnderItsHeader) {
  Example example;
  example.events[0].denied_by = {0, 1, 99};
  example.mentions.entities[0].name = "Italie, \"la\"\nbotte";
  const auto rows = read(written(example.record()));
  ASSERT_EQ(rows.size(), 3u);
  std::map<std::string, std::string> first, second;
  for (size_t i = 0; i < rows[0].size(); ++i) {
    ASSERT_EQ(rows[1].size(), rows[0].size());
    first[rows[0][i]] = rows[1][i];
    second[rows[0][i]] = rows[2][i];
  }
  EXPECT_EQ(first["article"], "ex\"1");
  EXPECT_EQ(first["title"], "L’été 😀 à Rome");
  EXPECT_EQ(first["id"], "v1");
  EXPECT_EQ(first["event"], "ACCUSE");
  EXPECT_EQ(first["actor"], "Italie, \"la\"\nbotte");
  EXPECT_EQ(first["actor_country"], "ITA");
  EXPECT_EQ(first["recipient_sector"], "UNK");
  EXPECT_EQ(first["denied_by"], "Italie, \"la\"\nbotte; Égypte");
  EXPECT_EQ(first["confidence"], "0.87");
  EXPECT_EQ(first["score"], "-4");
  EXPECT_EQ(first["lat"], "41.9");
  EXPECT_EQ(first["trigger"], "a accusé");
  EXPECT_EQ(first["trigger_begin"], "25");
  EXPECT_EQ(first["rule"], "fr/accuse.toml:accuser.faits");
  EXPECT_EQ(second["id"], "v2");
  EXPECT_EQ(second["place"], "");
  EXPECT_EQ(second["lat"], "");
  EXPECT_EQ(second["hedged"], "true");
  EXPECT_EQ(second["status"], "alleged");
  EXPECT_EQ(second["date"], "");
}

TEST(Csv, NoEventsNoRows) {
  Example example;
  example.events.clear();
  EXPECT_EQ(read(written(example.record())).size(), 1u);
}

}  // namespace
}  // namespace depeche::record
