#include "ground/timex/fields.h"

#include <algorithm>

namespace depeche::ground::timex {
namespace {

constexpr std::array<std::string_view, kFieldCount> kFieldNames = {
    "year",  "year2", "month",  "day",       "weekday",  "season",  "quarter", "half",
    "part",  "hour",  "minute", "second",    "meridiem", "hhmm",    "decade",  "century",
    "count", "unit",  "extra",  "count2",    "unit2",    "ordinal", "shift",   "mod",
    "feast", "name",  "zone",   "zonehours", "repmonth", "repyear", "age"};
constexpr std::array<std::string_view, 6> kParts = {"MO", "MI", "AF", "EV", "NI", "DT"};
constexpr std::array<std::string_view, 4> kSeasons = {"SP", "SU", "FA", "WI"};
constexpr std::array<std::string_view, 10> kMods = {
    "START", "MID", "END", "APPROX", "MORE_THAN", "LESS_THAN", "EQUAL_OR_MORE", "EQUAL_OR_LESS", "BEFORE", "AFTER"};
constexpr std::array<std::string_view, 13> kUnits = {"S", "MIN", "H", "D",  "W",  "WE", "M",
                                                     "Q", "HY",  "Y", "DE", "CE", "ML"};
constexpr std::array<std::string_view, 2> kMeridiems = {"am", "pm"};

template <size_t N>
std::optional<int32_t> find(const std::array<std::string_view, N>& names, std::string_view name) {
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end()) return std::nullopt;
  return static_cast<int32_t>(at - names.begin());
}

}  // namespace

bool has_clock(const Fields& f) { return f.has(Field::Hour) || f.has(Field::Hhmm); }
bool has_date(const Fields& f) {
  for (const Field field :
       {Field::Year, Field::Year2, Field::Month, Field::Day, Field::Weekday, Field::Season, Field::Quarter, Field::Half,
        Field::Decade, Field::Century, Field::Feast, Field::Name, Field::Unit, Field::RepublicanYear}) {
    if (f.has(field)) return true;
  }
  return false;
}

std::string_view part_code(int32_t part) { return kParts[static_cast<size_t>(part)]; }
std::string_view season_code(int32_t season) { return kSeasons[static_cast<size_t>(season)]; }
std::string_view mod_name(int32_t mod) { return kMods[static_cast<size_t>(mod)]; }

std::optional<Field> field_from(std::string_view name) {
  const auto at = find(kFieldNames, name);
  return at ? std::optional(static_cast<Field>(*at)) : std::nullopt;
}

std::optional<int32_t> code_from(std::string_view name) {
  if (const auto code = find(kUnits, name)) return code;
  if (const auto code = find(kParts, name)) return code;
  if (const auto code = find(kSeasons, name)) return code;
  if (const auto code = find(kMods, name)) return code;
  return find(kMeridiems, name);
}

}  // namespace depeche::ground::timex
