// Civil (proleptic Gregorian) calendar arithmetic, and ISO values that say only part of a date.
//
//   CivilDate d = *parse_date("2023-08-15");
//   weekday(d)                                   // 2: Monday is 1, Sunday 7
//   add_months(d, -1)                            // 2023-07-15
//   shift("2023-08-15", -1, CalendarUnit::Month) // "2023-07": as precise as the unit
//
// Pure functions over values, all total: a date before year 1 or after 9999 has no ISO form here and is never made by
// parse_date.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace depeche::ground {

struct CivilDate {
  int year = 1;
  int month = 1;  // 1..12
  int day = 1;    // 1..31
  friend auto operator<=>(const CivilDate&, const CivilDate&) = default;
};

enum class CalendarUnit : uint8_t { Day, Week, Month, Quarter, HalfYear, Year, Decade, Century };

bool is_leap(int year);
int days_in_month(int year, int month);  // requires 1 <= month <= 12
bool is_valid(const CivilDate& date);

// Days since 1970-01-01, negative before.
int64_t days_from_civil(const CivilDate& date);
CivilDate civil_from_days(int64_t days);

int weekday(const CivilDate& date);  // ISO: Monday 1 … Sunday 7
CivilDate add_days(const CivilDate& date, int64_t days);
// The day is cut to the length of the new month: 31 January plus one month is 28 or 29 February.
CivilDate add_months(const CivilDate& date, int64_t months);

struct IsoWeek {
  int year, week;
  friend auto operator<=>(const IsoWeek&, const IsoWeek&) = default;
};
IsoWeek iso_week(const CivilDate& date);
CivilDate monday_of(const IsoWeek& week);
int weeks_in_year(int year);  // 52 or 53

// "2023-08-15", also with a time behind it ("2023-08-15T10:00:00Z"); none for anything else and for days that do not
// exist.
std::optional<CivilDate> parse_date(std::string_view iso);
std::string to_iso(const CivilDate& date);

// First and last day of what an ISO value names: a day, week ("2020-W01"), month, quarter ("2016-Q2"), half
// ("2016-H1"), year, decade ("195"), century ("20"), season ("2014-SU"; winter begins in December of the year before),
// weekend ("2003-W05-WE"), a range "1910/1945"; a time of day counts as its day. None for values with X, durations and
// references.
struct DateRange {
  CivilDate first, last;
  friend bool operator==(const DateRange&, const DateRange&) = default;
};
std::optional<DateRange> range_of(std::string_view iso);

// The value that lies `count` units after the first day of `iso`, as precise as the unit. "" where iso has no range.
std::string shift(std::string_view iso, int64_t count, CalendarUnit unit);
// The unit's value that holds the date: "2023-08-15", "2023-W33", "2023-08", "2023-Q3", "2023-H2", "2023", "202", "20".
std::string value_of(const CivilDate& date, CalendarUnit unit);
CivilDate add_units(const CivilDate& date, int64_t count, CalendarUnit unit);

}  // namespace depeche::ground
