// Values of durations and sets: "P14W", "P1Y6M", "XXXX-WXX-1".
#include <fmt/format.h>

#include <algorithm>

#include "base/resource.h"
#include "ground/timex/resolve.h"

namespace depeche::ground::timex {

std::string Resolver::duration(std::string_view text, const std::vector<Piece>& pieces, const Form& form) const {
  const Fields& f = form.fields;
  const auto one = [](std::string count, int32_t unit) -> std::string {
    const auto times = [&](int64_t n) {
      const auto value = parse_number<int64_t>(count);
      return value ? std::to_string(*value * n) : count;
    };
    switch (unit) {
      case kSecond:
        return "T" + count + "S";
      case kMinute:
        return "T" + count + "M";
      case kHour:
        return "T" + count + "H";
      case kDay:
        return count + "D";
      case kWeek:
        return count + "W";
      case kWeekend:
        return count + "WE";
      case kMonth:
        return count + "M";
      case kQuarter:
        return times(3) + (count == "X" ? "Q" : "M");
      case kHalfYear:
        return times(6) + "M";
      case kYear:
        return count + "Y";
      case kDecade:
        return times(10) + (count == "X" ? "DE" : "Y");
      case kCentury:
        return times(100) + (count == "X" ? "CE" : "Y");
      case kMillennium:
        return times(1000) + (count == "X" ? "ML" : "Y");
      default:
        return count + "D";
    }
  };
  std::string count = "X";
  if (f.has(Field::Count)) {
    count = std::to_string(f[Field::Count]);
    if (form.count_piece != UINT32_MAX) {
      const Piece& piece = pieces[form.count_piece];
      if (grammar_.lexicon().answers(piece.letter, kDecimal)) {
        count = slice(text, piece.span);
        std::replace(count.begin(), count.end(), ',', '.');
        count.erase(std::remove_if(count.begin(), count.end(), [](char c) { return c != '.' && (c < '0' || c > '9'); }),
                    count.end());
      }
    }
  }
  const int32_t unit = f.get(Field::Unit, kDay);
  std::string out = one(count, unit);
  if (f.has(Field::Extra)) {  // and a half
    const int32_t half = f[Field::Extra];
    if (unit == kYear) out += std::to_string(half == 1 ? 6 : 3) + "M";
    if (unit == kHour) out += std::to_string(half == 1 ? 30 : 15) + "M";
    if (unit == kDay) out += "T12H";
    if (unit == kMonth) out += "15D";
    if (unit == kMinute) out += "30S";
    if (unit == kDecade) out = std::to_string(f.get(Field::Count, 1) * 10 + 5) + "Y";
    if (unit == kCentury) out = std::to_string(f.get(Field::Count, 1) * 100 + 50) + "Y";
  }
  if (f.has(Field::Unit2)) {
    std::string second = one(f.has(Field::Count2) ? std::to_string(f[Field::Count2]) : "X", f[Field::Unit2]);
    if (out[0] == 'T' && second[0] == 'T') second.erase(0, 1);
    out += second;
  }
  return "P" + out;
}

std::string Resolver::set(std::string_view text, const std::vector<Piece>& pieces, const Form& form) const {
  const Fields& f = form.fields;
  std::string out;
  if (f.has(Field::Weekday)) {
    out = fmt::format("XXXX-WXX-{}", f[Field::Weekday]);
    if (f.has(Field::Part)) out += "T" + std::string(part_code(f[Field::Part]));
    return out;
  }
  if (f.has(Field::Part)) return "XXXX-XX-XXT" + std::string(part_code(f[Field::Part]));
  if (f.has(Field::Month))
    return f.has(Field::Day) ? fmt::format("XXXX-{:02}-{:02}", f[Field::Month], f[Field::Day])
                             : fmt::format("XXXX-{:02}", f[Field::Month]);
  if (f.has(Field::Season)) return "XXXX-" + std::string(season_code(f[Field::Season]));
  Form one = form;
  if (!one.fields.has(Field::Count)) one.fields.set(Field::Count, 1);
  return duration(text, pieces, one);
}

// A number of units that come, that went by, or that something lasts: the stretch lies before or behind the document's
// date.
void Resolver::place_duration(const Form& form, TimeExpression& out) const {
  const Fields& f = form.fields;
  if (!f.has(Field::Shift) || f[Field::Shift] == 0) return;
  out.anchor = document_ || about_ ? kDocumentAnchor : kNoAnchor;
  const auto unit = calendar_unit(f.get(Field::Unit, kDay));
  const int32_t count = f.get(Field::Count, 0);
  if (!document_ || !unit || count < 1 || count > 1000) return;
  const CivilDate there = add_units(*document_, int64_t{f[Field::Shift]} * count, *unit);
  if (!in_reach(there)) return;
  // As precise as the unit: five years from a day are told as years.
  const CalendarUnit precision = *unit == CalendarUnit::Week ? CalendarUnit::Day : std::min(*unit, CalendarUnit::Year);
  const std::string here_value = value_of(*document_, precision), there_value = value_of(there, precision);
  out.begin = f[Field::Shift] < 0 ? there_value : here_value;
  out.end = f[Field::Shift] < 0 ? here_value : there_value;
}

// From a time on: till now.
bool Resolver::goes_on(const std::vector<Piece>& pieces, const Form& form) const {
  return form.first > 0 && grammar_.since != Lexicon::kNoSymbol &&
         grammar_.lexicon().answers(pieces[form.first - 1].letter, grammar_.since);
}

void Resolver::reach_document(const std::string& value, TimeExpression& out) const {
  if (!document_ || (value.size() != 4 && value.size() != 7 && value.size() != 10) || !range_of(value)) return;
  std::string now = to_iso(*document_).substr(0, value.size());
  if (now > value) out.begin = value, out.end = std::move(now);
}

}  // namespace depeche::ground::timex
