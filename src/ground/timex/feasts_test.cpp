#include "ground/timex/feasts.h"

#include <gtest/gtest.h>

namespace depeche::ground::timex {
namespace {

std::string first(std::string_view feast, int year) {
  const auto code = parse_feast(feast);
  if (!code) return "?";
  const auto found = feasts_in(*code, year);
  return found.empty() ? "-"
                       : to_iso(found[0].first) + (found[0].first == found[0].last ? "" : "/" + to_iso(found[0].last));
}

TEST(Feasts, Easter) {
  EXPECT_EQ(first("easter", 2016), "2016-03-27");
  EXPECT_EQ(first("easter+1", 2024), "2024-04-01");
  EXPECT_EQ(first("easter+39", 2023), "2023-05-18");
  EXPECT_EQ(first("pascha", 2016), "2016-05-01");
  EXPECT_EQ(first("pascha", 2023), "2023-04-16");
}

TEST(Feasts, NthWeekday) {
  EXPECT_EQ(first("nth 11 4 4", 2019), "2019-11-28");  // Thanksgiving
  EXPECT_EQ(first("nth 5 -1 1", 2020), "2020-05-25");  // Memorial Day
  EXPECT_EQ(first("nth 9 1 1", 2018), "2018-09-03");   // Labor Day
}

TEST(Feasts, Hijri) {
  // The tabular calendar may differ from the sighted one by a day.
  EXPECT_EQ(first("hijri 9", 2016), "2016-06-07/2016-07-06");
  EXPECT_EQ(first("hijri 10-01", 2019), "2019-06-05");
  EXPECT_EQ(feasts_in(*parse_feast("hijri 9-01"), 2030).size(), 2u);
}

TEST(Feasts, Hebrew) {
  EXPECT_EQ(first("hebrew 7-10", 2023), "2023-09-25");  // Yom Kippur
  EXPECT_EQ(first("hebrew 7-10", 1973), "1973-10-06");
  EXPECT_EQ(first("hebrew 1-15", 2024), "2024-04-23");  // Passover
  EXPECT_EQ(first("hebrew 9-25", 2022), "2022-12-19");  // Hanukkah
}

TEST(Feasts, Republican) {
  const auto day = [](int year, int month, int of_month) {
    const auto days = days_from_republican(year, month, of_month);
    return days ? to_iso(civil_from_days(*days)) : "-";
  };
  EXPECT_EQ(day(1, 1, 1), "1792-09-22");
  EXPECT_EQ(day(2, 11, 9), "1794-07-27");
  EXPECT_EQ(day(3, 13, 6), "1795-09-22");
  EXPECT_EQ(day(4, 1, 1), "1795-09-23");
  EXPECT_EQ(day(8, 2, 18), "1799-11-09");
  EXPECT_EQ(day(13, 3, 11), "1804-12-02");
  EXPECT_EQ(day(2, 13, 6), "-");
  EXPECT_EQ(day(15, 1, 1), "-");
  EXPECT_EQ(day(2, 14, 1), "-");
}

TEST(Feasts, Refuses) {
  for (const char* bad :
       {"", "x", "12", "13-01", "easter+x", "hijri 13-1", "nth 11 4", "nth 11 0 4", "easter+999999999999"}) {
    EXPECT_FALSE(parse_feast(bad)) << bad;
  }
}

}  // namespace
}  // namespace depeche::ground::timex
