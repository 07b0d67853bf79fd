// Easter: the anonymous Gregorian computus (Meeus), the Julian one for the Orthodox feast. Hebrew: molad arithmetic
// with the four postponements in the closed form of Reingold and Dershowitz, Calendrical Calculations.
#include "ground/timex/feasts.h"

#include <charconv>

#include "base/resource.h"

namespace depeche::ground::timex {
namespace {

enum Kind : int32_t { kFixed, kEaster, kPascha, kHijri, kHebrew, kNth };

// A feast is one field value: kind * kStride + payload.
constexpr int32_t kStride = 1'000'000;

// A count of days or a part of a date, with or without a plus sign; none past a year.
std::optional<int> day_number(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  const auto value = parse_number<int>(text);
  return value && *value >= -366 && *value <= 366 ? value : std::nullopt;
}

// "10-01" or "9" (day 0) as month * 100 + day.
std::optional<int32_t> month_day(std::string_view text, int months) {
  const size_t dash = text.find('-');
  const auto month = day_number(text.substr(0, dash));
  const auto day = dash == std::string_view::npos ? std::optional(0) : day_number(text.substr(dash + 1));
  if (!month || !day || *month < 1 || *month > months || *day < 0 || *day > 31) return std::nullopt;
  return *month * 100 + *day;
}

int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0)); }
int64_t floor_mod(int64_t a, int64_t b) { return a - floor_div(a, b) * b; }

// Days from the Hebrew epoch to the new year (Tishri 1) of the year.
int64_t hebrew_elapsed(int64_t year) {
  const int64_t months = floor_div(235 * year - 234, 19);
  const int64_t parts = 12084 + 13753 * months;
  const int64_t day = 29 * months + floor_div(parts, 25920);
  return floor_mod(3 * (day + 1), 7) < 3 ? day + 1 : day;
}
int64_t hebrew_new_year(int64_t year) {
  const int64_t before = hebrew_elapsed(year - 1), here = hebrew_elapsed(year), after = hebrew_elapsed(year + 1);
  const int64_t correction = after - here == 356 ? 2 : here - before == 382 ? 1 : 0;
  constexpr int64_t kEpoch = -2092590;  // 1 Tishri 1 in days since 1970-01-01, minus one
  return kEpoch + here + correction;
}
bool hebrew_leap(int64_t year) { return floor_mod(7 * year + 1, 19) < 7; }
int hebrew_month_length(int64_t year, int month) {
  const int64_t length = hebrew_new_year(year + 1) - hebrew_new_year(year);
  switch (month) {
    case 2:
    case 4:
    case 6:
    case 10:
    case 13:
      return 29;
    case 8:
      return length % 10 == 5 ? 30 : 29;  // Marheshvan is long in complete years of 355 or 385 days
    case 9:
      return length % 10 == 3 ? 29 : 30;  // Kislev is short in deficient years of 353 or 383 days
    case 12:
      return hebrew_leap(year) ? 30 : 29;
    default:
      return 30;
  }
}

}  // namespace

std::optional<int32_t> parse_feast(std::string_view text) {
  const auto strip = [&](std::string_view prefix) {
    const bool found = text.substr(0, prefix.size()) == prefix;
    if (found) text.remove_prefix(prefix.size());
    return found;
  };
  const auto packed = [](Kind kind, std::optional<int> payload) {
    return payload ? std::optional<int32_t>(kind * kStride + *payload) : std::nullopt;
  };
  const auto offset = [&]() -> std::optional<int> {
    if (text.empty()) return 400;
    const auto days = day_number(text);
    return days ? std::optional(*days + 400) : std::nullopt;
  };
  if (strip("easter")) return packed(kEaster, offset());
  if (strip("pascha")) return packed(kPascha, offset());
  if (strip("hijri ")) return packed(kHijri, month_day(text, 12));
  if (strip("hebrew ")) return packed(kHebrew, month_day(text, 13));
  if (strip("nth ")) {
    const auto parts = split(text, ' ');
    if (parts.size() != 3) return std::nullopt;
    const auto month = day_number(parts[0]), n = day_number(parts[1]), day = day_number(parts[2]);
    if (!month || !n || !day || *month < 1 || *month > 12 || *n < -1 || *n > 5 || *n == 0 || *day < 1 || *day > 7)
      return std::nullopt;
    return packed(kNth, *month * 100 + (*n + 1) * 10 + *day);
  }
  return text.find('-') == std::string_view::npos ? std::nullopt : packed(kFixed, month_day(text, 12));
}

CivilDate easter(int year) {
  const int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  const int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
  return {year, n / 31, n % 31 + 1};
}

CivilDate orthodox_easter(int year) {
  const int d = (19 * (year % 19) + 15) % 30, e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7, n = d + e + 114;
  // The Julian date read as a Gregorian one, moved by what the calendars have drifted apart.
  return add_days({year, n / 31, n % 31 + 1}, year / 100 - year / 400 - 2);
}

int64_t days_from_hijri(int year, int month, int day) {
  constexpr int64_t kEpoch = -492149;  // 16 July 622 (Julian), minus one
  return kEpoch + day + (29 * (month - 1) + month / 2) + static_cast<int64_t>(year - 1) * 354 +
         floor_div(3 + 11 * int64_t{year}, 30);
}

std::optional<int64_t> days_from_republican(int year, int month, int day) {
  constexpr int kYears = 14, kLeapEvery = 4, kExtraMonth = 13;
  const bool leap = year % kLeapEvery == 3;  // 3, 7, 11
  const int days = month == kExtraMonth ? (leap ? 6 : 5) : 30;
  if (year < 1 || year > kYears || month < 1 || month > kExtraMonth || day < 1 || day > days) return std::nullopt;
  return days_from_civil({1792, 9, 22}) + 365 * (year - 1) + year / kLeapEvery + 30 * (month - 1) + day - 1;
}

int64_t days_from_hebrew(int year, int month, int day) {
  int64_t days = hebrew_new_year(year) + day - 1;
  const int last = hebrew_leap(year) ? 13 : 12;
  if (month < 7) {
    for (int m = 7; m <= last; ++m) days += hebrew_month_length(year, m);
    for (int m = 1; m < month; ++m) days += hebrew_month_length(year, m);
  } else {
    for (int m = 7; m < month; ++m) days += hebrew_month_length(year, m);
  }
  return days;
}

std::vector<DateRange> feasts_in(int32_t feast, int year) {
  const int32_t kind = feast / kStride, payload = feast % kStride, month = payload / 100, day = payload % 100;
  std::vector<DateRange> out;
  const auto add = [&](CivilDate first, CivilDate last) {
    if (first.year == year) out.push_back({first, last});
  };
  switch (kind) {
    case kFixed: {
      const CivilDate date{year, month, day};
      if (is_valid(date)) add(date, date);
      break;
    }
    case kEaster:
    case kPascha: {
      const CivilDate date = add_days(kind == kEaster ? easter(year) : orthodox_easter(year), payload - 400);
      add(date, date);
      break;
    }
    case kHijri: {
      const int first_year = static_cast<int>((int64_t{year} - 622) * 33 / 32);
      for (int y = first_year - 1; y <= first_year + 2; ++y) {
        const int64_t first = days_from_hijri(y, month, day ? day : 1);
        const int64_t next = month == 12 ? days_from_hijri(y + 1, 1, 1) : days_from_hijri(y, month + 1, 1);
        add(civil_from_days(first), civil_from_days(day ? first : next - 1));
      }
      break;
    }
    case kHebrew:
      for (int y = year + 3760; y <= year + 3761; ++y) {
        const int64_t first = days_from_hebrew(y, month, day ? day : 1);
        add(civil_from_days(first), civil_from_days(day ? first : first + hebrew_month_length(y, month) - 1));
      }
      break;
    case kNth: {
      const int n = day / 10 - 1, weekday_wanted = day % 10;
      if (n > 0) {
        const CivilDate start{year, month, 1};
        const CivilDate date = add_days(start, (weekday_wanted - weekday(start) + 7) % 7 + 7 * (n - 1));
        if (date.month == month) add(date, date);
      } else {
        const CivilDate end{year, month, days_in_month(year, month)};
        const CivilDate date = add_days(end, -((weekday(end) - weekday_wanted + 7) % 7));
        add(date, date);
      }
      break;
    }
    default:
      break;
  }
  return out;
}

}  // namespace depeche::ground::timex
