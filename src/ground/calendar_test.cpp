#include "ground/calendar.h"

#include <gtest/gtest.h>

namespace depeche::ground {
namespace {

TEST(Calendar, DaysAndBack) {
  EXPECT_EQ(days_from_civil({1970, 1, 1}), 0);
  EXPECT_EQ(days_from_civil({2000, 3, 1}), 11017);
  for (int64_t day = -800'000; day < 800'000; day += 13) EXPECT_EQ(days_from_civil(civil_from_days(day)), day);
}

TEST(Calendar, Weekdays) {
  EXPECT_EQ(weekday({2023, 8, 15}), 2);
  EXPECT_EQ(weekday({1970, 1, 1}), 4);
  EXPECT_EQ(weekday({1945, 8, 15}), 3);
}

TEST(Calendar, MonthsAreCutToTheirLength) {
  EXPECT_EQ(add_months({2024, 1, 31}, 1), (CivilDate{2024, 2, 29}));
  EXPECT_EQ(add_months({2023, 3, 31}, -1), (CivilDate{2023, 2, 28}));
  EXPECT_EQ(add_months({2023, 1, 15}, -1), (CivilDate{2022, 12, 15}));
}

TEST(Calendar, IsoWeeks) {
  EXPECT_EQ(iso_week({2020, 1, 1}), (IsoWeek{2020, 1}));
  EXPECT_EQ(iso_week({2021, 1, 3}), (IsoWeek{2020, 53}));
  EXPECT_EQ(iso_week({2018, 12, 31}), (IsoWeek{2019, 1}));
  EXPECT_EQ(monday_of({2016, 42}), (CivilDate{2016, 10, 17}));
  EXPECT_EQ(weeks_in_year(2020), 53);
  EXPECT_EQ(weeks_in_year(2019), 52);
}

TEST(Calendar, ParsesOnlyDaysThatExist) {
  EXPECT_EQ(parse_date("2023-08-15"), (CivilDate{2023, 8, 15}));
  EXPECT_EQ(parse_date("2023-08-15T10:00:00Z"), (CivilDate{2023, 8, 15}));
  EXPECT_FALSE(parse_date("2023-02-30"));
  EXPECT_FALSE(parse_date("2023-08"));
  EXPECT_FALSE(parse_date("2023-08-1x"));
  EXPECT_FALSE(parse_date("2023-08-15x"));
  EXPECT_FALSE(parse_date(""));
}

TEST(Calendar, RangesOfValues) {
  EXPECT_EQ(range_of("2023-02"), (DateRange{{2023, 2, 1}, {2023, 2, 28}}));
  EXPECT_EQ(range_of("2020-W01"), (DateRange{{2019, 12, 30}, {2020, 1, 5}}));
  EXPECT_EQ(range_of("2003-W05-WE"), (DateRange{{2003, 2, 1}, {2003, 2, 2}}));
  EXPECT_EQ(range_of("2016-Q2"), (DateRange{{2016, 4, 1}, {2016, 6, 30}}));
  EXPECT_EQ(range_of("2014-WI"), (DateRange{{2013, 12, 1}, {2014, 2, 28}}));
  EXPECT_EQ(range_of("195"), (DateRange{{1950, 1, 1}, {1959, 12, 31}}));
  EXPECT_EQ(range_of("19"), (DateRange{{1900, 1, 1}, {1999, 12, 31}}));
  EXPECT_EQ(range_of("1910/1945"), (DateRange{{1910, 1, 1}, {1945, 12, 31}}));
  EXPECT_EQ(range_of("2016-06-20TEV"), (DateRange{{2016, 6, 20}, {2016, 6, 20}}));
  for (const char* open :
       {"", "X", "XXXX-06", "P3D", "PRESENT_REF", "2016-W60", "2016-13", "2016-Q5", "1945/1910", "20165", "/", "-"}) {
    EXPECT_FALSE(range_of(open)) << open;
  }
}

TEST(Calendar, ShiftsPartialValues) {
  EXPECT_EQ(shift("2023-08-15", -1, CalendarUnit::Month), "2023-07");
  EXPECT_EQ(shift("2023-01", -1, CalendarUnit::Month), "2022-12");
  EXPECT_EQ(shift("2019-01-02", -1, CalendarUnit::Week), "2018-W52");
  EXPECT_EQ(shift("2019", 3, CalendarUnit::Year), "2022");
  EXPECT_EQ(shift("2019-06-01", -1, CalendarUnit::Day), "2019-05-31");
  EXPECT_EQ(shift("PRESENT_REF", 1, CalendarUnit::Day), "");
  EXPECT_EQ(shift("2019", 9'000'000'000, CalendarUnit::Century), "");
}

}  // namespace
}  // namespace depeche::ground
