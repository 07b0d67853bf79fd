#include "ground/calendar.h"

#include <fmt/format.h>

#include <algorithm>

namespace depeche::ground {
namespace {

constexpr int kFirstYear = 1, kLastYear = 9999;

int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }

// The whole of `text` as a number of decimal digits, or -1.
int digits(std::string_view text) {
  if (text.empty() || text.size() > 4) return -1;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

DateRange months(int year, int month, int count) {
  const CivilDate first{year, month, 1};
  const CivilDate next = add_months(first, count);
  return {first, add_days(next, -1)};
}

std::optional<DateRange> season_of(int year, std::string_view name) {
  if (name == "SP") return months(year, 3, 3);
  if (name == "SU") return months(year, 6, 3);
  if (name == "FA") return months(year, 9, 3);
  if (name == "WI" && year > kFirstYear) return months(year - 1, 12, 3);
  return std::nullopt;
}

}  // namespace

bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int days_in_month(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[month - 1];
}

bool is_valid(const CivilDate& date) {
  return date.year >= kFirstYear && date.year <= kLastYear && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
         date.day <= days_in_month(date.year, date.month);
}

// Counts years from March, so that the leap day is the last of its year; 400 years are one era of 146097 days.
int64_t days_from_civil(const CivilDate& date) {
  const int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const int64_t era = floor_div(year, 400);
  const int64_t year_of_era = year - era * 400;
  const int64_t day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

CivilDate civil_from_days(int64_t days) {
  const int64_t z = days + 719468;
  const int64_t era = floor_div(z, 146097);
  const int64_t day_of_era = z - era * 146097;
  const int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t month = (5 * day_of_year + 2) / 153;
  CivilDate date;
  date.day = static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1);
  date.month = static_cast<int>(month < 10 ? month + 3 : month - 9);
  date.year = static_cast<int>(year_of_era + era * 400 + (date.month <= 2));
  return date;
}

int weekday(const CivilDate& date) {
  const int64_t days = days_from_civil(date) + 3;  // 1970-01-01 was a Thursday
  return static_cast<int>(days - floor_div(days, 7) * 7) + 1;
}

CivilDate add_days(const CivilDate& date, int64_t days) { return civil_from_days(days_from_civil(date) + days); }

CivilDate add_months(const CivilDate& date, int64_t count) {
  const int64_t total = static_cast<int64_t>(date.year) * 12 + date.month - 1 + count;
  CivilDate out;
  out.year = static_cast<int>(floor_div(total, 12));
  out.month = static_cast<int>(total - floor_div(total, 12) * 12) + 1;
  out.day = std::min(date.day, days_in_month(out.year, out.month));
  return out;
}

// ISO 8601: a week belongs to the year of its Thursday.
IsoWeek iso_week(const CivilDate& date) {
  const CivilDate thursday = add_days(date, 4 - weekday(date));
  const int64_t day_of_year = days_from_civil(thursday) - days_from_civil({thursday.year, 1, 1});
  return {thursday.year, static_cast<int>(day_of_year / 7) + 1};
}

CivilDate monday_of(const IsoWeek& week) {
  const CivilDate fourth{week.year, 1, 4};
  return add_days(fourth, 1 - weekday(fourth) + 7 * (static_cast<int64_t>(week.week) - 1));
}

int weeks_in_year(int year) { return iso_week({year, 12, 28}).week; }

std::optional<CivilDate> parse_date(std::string_view iso) {
  if (iso.size() < 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
  if (iso.size() > 10 && iso[10] != 'T' && iso[10] != ' ') return std::nullopt;
  const CivilDate date{digits(iso.substr(0, 4)), digits(iso.substr(5, 2)), digits(iso.substr(8, 2))};
  return is_valid(date) ? std::optional(date) : std::nullopt;
}

std::string to_iso(const CivilDate& date) { return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day); }

std::optional<DateRange> range_of(std::string_view iso) {
  if (const size_t slash = iso.find('/'); slash != std::string_view::npos) {
    const auto first = range_of(iso.substr(0, slash)), last = range_of(iso.substr(slash + 1));
    if (!first || !last || last->last < first->first) return std::nullopt;
    return DateRange{first->first, last->last};
  }
  if (const size_t time = iso.find('T'); time != std::string_view::npos) {
    return time == 10 ? range_of(iso.substr(0, 10)) : std::nullopt;
  }
  if (iso.size() == 10) {
    if (const auto date = parse_date(iso)) return DateRange{*date, *date};
  }
  if (iso.size() == 2 || iso.size() == 3) {  // century, decade
    const int count = iso.size() == 2 ? 100 : 10, first = digits(iso) * count;
    if (first < kFirstYear || first + count - 1 > kLastYear) return std::nullopt;
    return DateRange{{first, 1, 1}, {first + count - 1, 12, 31}};
  }
  const int year = digits(iso.substr(0, 4));
  if (year < kFirstYear || iso.size() < 4) return std::nullopt;
  if (iso.size() == 4) return DateRange{{year, 1, 1}, {year, 12, 31}};
  if (iso[4] != '-') return std::nullopt;
  const std::string_view part = iso.substr(5);
  if (part.size() >= 3 && part[0] == 'W' && digits(part.substr(1, 2)) >= 1) {
    const int week = digits(part.substr(1, 2));
    if (week > weeks_in_year(year)) return std::nullopt;
    const CivilDate monday = monday_of({year, week});
    if (part.size() == 3) return DateRange{monday, add_days(monday, 6)};
    if (part.substr(3) == "-WE") return DateRange{add_days(monday, 5), add_days(monday, 6)};
    return std::nullopt;
  }
  if (part.size() != 2) return std::nullopt;
  const int number = digits(part.substr(1));
  if (part[0] == 'Q' && number >= 1 && number <= 4) return months(year, number * 3 - 2, 3);
  if (part[0] == 'H' && number >= 1 && number <= 2) return months(year, number * 6 - 5, 6);
  if (const int month = digits(part); month >= 1 && month <= 12) return months(year, month, 1);
  return season_of(year, part);
}

std::string value_of(const CivilDate& date, CalendarUnit unit) {
  switch (unit) {
    case CalendarUnit::Day:
      return to_iso(date);
    case CalendarUnit::Week: {
      const IsoWeek week = iso_week(date);
      return fmt::format("{:04}-W{:02}", week.year, week.week);
    }
    case CalendarUnit::Month:
      return fmt::format("{:04}-{:02}", date.year, date.month);
    case CalendarUnit::Quarter:
      return fmt::format("{:04}-Q{}", date.year, (date.month + 2) / 3);
    case CalendarUnit::HalfYear:
      return fmt::format("{:04}-H{}", date.year, (date.month + 5) / 6);
    case CalendarUnit::Year:
      return fmt::format("{:04}", date.year);
    case CalendarUnit::Decade:
      return fmt::format("{:03}", date.year / 10);
    case CalendarUnit::Century:
      return fmt::format("{:02}", date.year / 100);
  }
  return {};
}

CivilDate add_units(const CivilDate& date, int64_t count, CalendarUnit unit) {
  switch (unit) {
    case CalendarUnit::Day:
      return add_days(date, count);
    case CalendarUnit::Week:
      return add_days(date, 7 * count);
    case CalendarUnit::Month:
      return add_months(date, count);
    case CalendarUnit::Quarter:
      return add_months(date, 3 * count);
    case CalendarUnit::HalfYear:
      return add_months(date, 6 * count);
    case CalendarUnit::Year:
      return add_months(date, 12 * count);
    case CalendarUnit::Decade:
      return add_months(date, 120 * count);
    case CalendarUnit::Century:
      return add_months(date, 1200 * count);
  }
  return date;
}

std::string shift(std::string_view iso, int64_t count, CalendarUnit unit) {
  constexpr int64_t kLimit = 4'000'000;  // days, more than the calendar's whole length
  const auto range = range_of(iso);
  if (!range || count < -kLimit || count > kLimit) return {};
  const CivilDate moved = add_units(range->first, count, unit);
  if (moved.year < kFirstYear || moved.year > kLastYear) return {};
  return value_of(moved, unit);
}

}  // namespace depeche::ground
