// Feasts and public holidays that move, by computation. A feast is written in resources as
//   "12-25"         that day each year
//   "easter+39"     days from Easter (Western); "pascha+1": Orthodox Easter
//   "hijri 10-01"   a day of the tabular Islamic calendar; "hijri 9": the whole month
//   "hebrew 7-10"   a day of the Hebrew calendar (Nisan = 1); "hebrew 1": the whole month
//   "nth 11 4 4"    the 4th Thursday (ISO weekday 4) of November; "-1" counts from the end
//
//   int32_t code = *parse_feast("easter+1");
//   feasts_in(code, 2016);                               // {2016-03-28 … 2016-03-28}
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "ground/calendar.h"

namespace depeche::ground::timex {

std::optional<int32_t> parse_feast(std::string_view text);
// Every occurrence that begins in the civil year, in order; a lunar one may fall twice or never. Requires 1 < year <
// 9999.
std::vector<DateRange> feasts_in(int32_t feast, int year);

CivilDate easter(int year);           // Gregorian
CivilDate orthodox_easter(int year);  // as a Gregorian date
// Days since 1970-01-01 of a date in the tabular Islamic calendar (civil epoch, leap years 2 5 7 10 13 16 18 21 24 26
// 29).
int64_t days_from_hijri(int year, int month, int day);
// The French Republican calendar as it was in use: years 1 to 14, months 1 to 12 and 13 for the days at the year's end.
// None for a day that it has not.
std::optional<int64_t> days_from_republican(int year, int month, int day);
// The same as days_from_hijri for the Hebrew calendar; months from Nisan = 1.
int64_t days_from_hebrew(int year, int month, int day);

}  // namespace depeche::ground::timex
