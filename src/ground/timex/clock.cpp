// Times of day: their value, the zones, and which day they belong to.
#include <fmt/format.h>

#include <charconv>
#include <cstdlib>

#include "base/resource.h"
#include "ground/timex/feasts.h"
#include "ground/timex/resolve.h"

namespace depeche::ground::timex {

// The last Sunday of March and October in Europe; the second of March and the first of November in America.
std::string zone_offset(std::string_view zone, const std::optional<CivilDate>& day) {
  if (zone == "Z" || zone.empty()) return std::string(zone);
  const auto parts = split(zone, ' ');
  int hours = 0, minutes = 0;
  std::string_view digits = parts[0];
  const bool negative = digits[0] == '-';
  if (digits[0] == '+' || negative) digits.remove_prefix(1);
  const auto [colon, error] = std::from_chars(digits.data(), digits.data() + digits.size(), hours);
  if (colon < digits.data() + digits.size()) std::from_chars(colon + 1, digits.data() + digits.size(), minutes);
  if (negative) hours = -hours;
  if (parts.size() > 1) {
    if (!day) return {};
    const bool europe = parts[1] == "EU";
    const auto sunday = [&](std::string_view feast) { return feasts_in(*parse_feast(feast), day->year)[0].first; };
    const CivilDate begin = sunday(europe ? "nth 3 -1 7" : "nth 3 2 7"),
                    end = sunday(europe ? "nth 10 -1 7" : "nth 11 1 7");
    if (*day >= begin && *day < end) ++hours;
  }
  if (hours == 0 && minutes == 0) return "Z";
  return fmt::format("{}{:02}:{:02}", negative ? '-' : '+', std::abs(hours), minutes);
}

std::string Resolver::clock(const Fields& f, const std::optional<CivilDate>& day) const {
  int hour = f.get(Field::Hour, 0), minute = f.get(Field::Minute, 0);
  if (f.has(Field::Hhmm)) hour = f[Field::Hhmm] / 100, minute = f[Field::Hhmm] % 100;
  if (f.has(Field::Meridiem)) hour = hour % 12 + (f[Field::Meridiem] == 1 ? 12 : 0);
  if (f.has(Field::Part) && hour < 12 && hour > 0) {
    const int part = f[Field::Part];
    if (part == kAfternoon || (part == kEvening && hour >= 4)) hour += 12;
  }
  std::string out = fmt::format("T{:02}:{:02}", hour, minute);
  if (f.has(Field::Second)) out += fmt::format(":{:02}", f[Field::Second]);
  if (f.has(Field::ZoneHours)) {
    const int hours = f[Field::ZoneHours];
    out += hours == 0 ? "Z" : fmt::format("{}{:02}:00", f.get(Field::Extra, 1) < 0 ? '-' : '+', hours);
  } else if (f.has(Field::Zone)) {
    out += zone_offset(grammar_.name(f[Field::Zone]), day);
  }
  return out;
}

// A time of day belongs to the day told in its sentence, before it or right behind it; else to the last day told.
std::optional<CivilDate> Resolver::day_for_clock(const std::vector<Piece>& pieces, const std::vector<Form>& forms,
                                                 size_t at) const {
  if (sentence_day_) return sentence_day_;
  if (at + 1 < forms.size()) {
    const Form& next = forms[at + 1];
    if (next.rule->kind == Kind::Point && next.first <= forms[at].last + 4 &&
        pieces[next.first].sentence == pieces[forms[at].first].sentence && has_date(next.fields)) {
      const Point found = point(next, wish_of(next.fields, {}));
      if (found.exact_day) return found.day;
    }
  }
  if (!day_ || !document_) return day_ ? day_ : document_;
  // What is still to come is over with its sentence, what is days old with its paragraph.
  constexpr int64_t kFresh = 5;
  const int64_t age = days_from_civil(*document_) - days_from_civil(*day_);
  return age >= 0 && (day_in_block_ || age <= kFresh) ? day_ : document_;
}

// Hours or minutes after another time: known only where the time of day is.
bool Resolver::by_clock(const Form& form, TimeExpression& out) {
  const Fields& f = form.fields;
  if (!f.has(Field::Shift) || !f.has(Field::Unit) || f[Field::Unit] > kHour) return false;
  const int64_t count = f.get(Field::Count, 1) * (f[Field::Unit] == kHour ? 60 : 1);
  if (form.rule->base == Base::Context && day_ && minutes_ && f[Field::Unit] != kSecond && count < 100'000) {
    const int64_t total = *minutes_ + f[Field::Shift] * count + f.get(Field::Minute, 0) * f[Field::Shift];
    const int64_t days = total >= 0 ? total / 1440 : -((-total + 1439) / 1440);
    const int rest = static_cast<int>(total - days * 1440);
    day_ = add_days(*day_, days);
    minutes_ = rest;
    out.type = TimeType::Time;
    out.value = fmt::format("{}T{:02}:{:02}", to_iso(*day_), rest / 60, rest % 60);
    return true;
  }
  return false;
}

}  // namespace depeche::ground::timex
