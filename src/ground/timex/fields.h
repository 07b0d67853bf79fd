// What a time expression can say, field by field, and the codes that resource files use for the values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace depeche::ground::timex {

enum class Field : uint8_t {
  Year,
  Year2 /* two digits */,
  Month,
  Day,
  Weekday,
  Season,
  Quarter,
  Half,
  Part,
  Hour,
  Minute,
  Second,
  Meridiem,
  Hhmm,
  Decade,
  Century,
  Count,
  Unit,
  Extra /* "et demi": halves of the unit */,
  Count2,
  Unit2,
  Ordinal,
  Shift,
  Mod,
  Feast,
  Name,
  Zone,
  ZoneHours,
  RepublicanMonth,
  RepublicanYear,
  Age,
  None,
};
constexpr size_t kFieldCount = static_cast<size_t>(Field::None);

constexpr int32_t kUnset = INT32_MIN;

class Fields {
 public:
  Fields() { values_.fill(kUnset); }
  bool has(Field f) const { return values_[index(f)] != kUnset; }
  int32_t operator[](Field f) const { return values_[index(f)]; }  // kUnset where not said
  int32_t get(Field f, int32_t otherwise) const { return has(f) ? values_[index(f)] : otherwise; }
  void set(Field f, int32_t value) { values_[index(f)] = value; }
  void clear(Field f) { values_[index(f)] = kUnset; }

 private:
  static size_t index(Field f) { return static_cast<size_t>(f); }
  std::array<int32_t, kFieldCount> values_;
};

bool has_clock(const Fields& fields);  // a time of day by the clock
bool has_date(const Fields& fields);   // anything of the calendar

// Values of Field::Unit, small to large.
enum Unit : int32_t {
  kSecond,
  kMinute,
  kHour,
  kDay,
  kWeek,
  kWeekend,
  kMonth,
  kQuarter,
  kHalfYear,
  kYear,
  kDecade,
  kCentury,
  kMillennium
};
// Values of Field::Part and Field::Season, in the order of a day and of a year.
enum Part : int32_t { kMorning, kMidday, kAfternoon, kEvening, kNight, kDaytime };
enum Season : int32_t { kSpring, kSummer, kAutumn, kWinter };

std::string_view part_code(int32_t part);      // "MO" …
std::string_view season_code(int32_t season);  // "SP" …
std::string_view mod_name(int32_t mod);        // "START" …

std::optional<Field> field_from(std::string_view name);  // "weekday"
std::optional<int32_t> code_from(
    std::string_view name);  // "SU" (season), "MO" (part), "W" (unit), "START" (mod), "am", "pm"

}  // namespace depeche::ground::timex
