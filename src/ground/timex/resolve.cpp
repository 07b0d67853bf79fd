#include "ground/timex/resolve.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/resource.h"
#include "ground/timex/choose.h"
#include "ground/timex/feasts.h"

namespace depeche::ground::timex {
namespace {

std::string_view open_value(CalendarUnit unit) {
  switch (unit) {
    case CalendarUnit::Day:
      return "XXXX-XX-XX";
    case CalendarUnit::Week:
      return "XXXX-WXX";
    case CalendarUnit::Month:
      return "XXXX-XX";
    case CalendarUnit::Quarter:
      return "XXXX-QX";
    case CalendarUnit::HalfYear:
      return "XXXX-HX";
    default:
      return "XXXX";
  }
}

DateRange season_range(int year, int32_t season) {
  return *range_of(fmt::format("{:04}-{}", year, season_code(season)));
}

}  // namespace

std::optional<CalendarUnit> calendar_unit(int32_t unit) {
  switch (unit) {
    case kDay:
      return CalendarUnit::Day;
    case kWeek:
    case kWeekend:
      return CalendarUnit::Week;
    case kMonth:
      return CalendarUnit::Month;
    case kQuarter:
      return CalendarUnit::Quarter;
    case kHalfYear:
      return CalendarUnit::HalfYear;
    case kYear:
      return CalendarUnit::Year;
    case kDecade:
      return CalendarUnit::Decade;
    case kCentury:
      return CalendarUnit::Century;
    default:
      return std::nullopt;
  }
}

bool in_reach(const CivilDate& date) { return date.year >= kFirstYear && date.year <= kLastYear; }

Wish wish_of(const Fields& fields, Wish tense) {
  if (fields.has(Field::Shift) && !fields.has(Field::Unit)) {
    if (fields[Field::Shift] < 0) return {Direction::Past, true, true};
    if (fields[Field::Shift] > 0) return {Direction::Future, true, true};
  }
  return tense;
}

Reference reference_of(std::string_view iso) {
  Reference out;
  if (out.day = parse_date(iso); out.day) return out;
  const auto range = iso.size() == 7 || iso.size() == 4 ? range_of(iso) : std::nullopt;
  if (!range) return out;
  out.precision = iso.size() == 7 ? CalendarUnit::Month : CalendarUnit::Year;
  out.about =
      iso.size() == 7 ? CivilDate{range->first.year, range->first.month, 15} : CivilDate{range->first.year, 7, 1};
  return out;
}

std::optional<int> Resolver::year_of(const Fields& f) const {
  if (f.has(Field::Year)) return f[Field::Year];
  if (f.has(Field::Year2)) {
    // The year with these two digits that lies nearest, with more room behind than ahead.
    const int now = about_ ? about_->year : 2000, last = now + 20;
    return last - ((last - f[Field::Year2]) % 100 + 100) % 100;
  }
  return std::nullopt;
}

Resolver::Point Resolver::within(const Fields& f, const CivilDate& start, CalendarUnit unit) const {
  Point out;
  const auto day = [&](const CivilDate& date) {
    out.day = date;
    out.value = is_valid(date) ? to_iso(date) : "";
    out.exact_day = is_valid(date);
    if (!out.exact_day) out.day.reset();
    return out;
  };
  const auto unit_value = [&](const CivilDate& date, CalendarUnit u) {
    out.day = date;
    out.precision = u;
    out.value = value_of(date, u);
    out.exact_day = u == CalendarUnit::Day;
    return out;
  };
  if (unit == CalendarUnit::Week) {
    const CivilDate monday = add_days(start, 1 - weekday(start));
    if (f.has(Field::Weekday)) return day(add_days(monday, f[Field::Weekday] - 1));
    out = unit_value(monday, unit);
    if (f[Field::Unit] == kWeekend) out.value += "-WE";
    return out;
  }
  if (unit == CalendarUnit::Month && f.has(Field::Day)) return day({start.year, start.month, f[Field::Day]});
  if (unit == CalendarUnit::Year) {
    if (f.has(Field::Month) && f.has(Field::Day)) return day({start.year, f[Field::Month], f[Field::Day]});
    if (f.has(Field::Month)) return unit_value({start.year, f[Field::Month], 1}, CalendarUnit::Month);
    if (f.has(Field::Season)) {
      out.value = fmt::format("{:04}-{}", start.year, season_code(f[Field::Season]));
      out.day = season_range(start.year, f[Field::Season]).first;
      out.precision = CalendarUnit::Quarter;
      return out;
    }
    if (f.has(Field::Quarter))
      return unit_value({start.year, std::clamp(f[Field::Quarter], 1, 4) * 3 - 2, 1}, CalendarUnit::Quarter);
    if (f.has(Field::Half))
      return unit_value({start.year, std::clamp(f[Field::Half], 1, 2) * 6 - 5, 1}, CalendarUnit::HalfYear);
    if (f.has(Field::Feast)) {
      const auto found = feasts_in(f[Field::Feast], start.year);
      if (found.empty()) return out;
      if (found[0].first == found[0].last) return day(found[0].first);
      out.value = to_iso(found[0].first) + "/" + to_iso(found[0].last);
      out.day = found[0].first;
      out.precision = CalendarUnit::Month;
      return out;
    }
  }
  return unit_value(start, unit);
}

Resolver::Point Resolver::shifted(const Form& form, const CivilDate& base) const {
  const Fields& f = form.fields;
  const CalendarUnit unit = *calendar_unit(f[Field::Unit]);
  const int64_t count = int64_t{f[Field::Shift]} * f.get(Field::Count, 1);
  if (std::abs(count) > 100'000) return {};
  const CivilDate moved = add_units(base, count, unit);
  if (!in_reach(moved)) return {};
  return within(f, moved, unit);
}

Resolver::Point Resolver::open(const Form& form, Wish wish) const {
  const Fields& f = form.fields;
  Point out;
  const auto chosen = [&](const Chooser& chooser, CalendarUnit unit, std::string_view otherwise) {
    if (!chooser.best()) {
      out.value = otherwise;
      return out;
    }
    out.day = chooser.best()->first;
    out.precision = unit;
    out.value = value_of(*out.day, unit);
    out.exact_day = unit == CalendarUnit::Day;
    return out;
  };
  const int year = about_ ? about_->year : 0;
  if (f.has(Field::Month)) {
    const int month = f[Field::Month];
    if (month < 1 || month > 12) return out;
    if (!f.has(Field::Day)) {
      const std::string unknown = fmt::format("XXXX-{:02}", month);
      if (!about_ || form.rule->habitual) return out.value = unknown, out;
      Chooser chooser(*about_, wish);
      for (int y = year - 1; y <= year + 1; ++y) chooser.consider(*range_of(fmt::format("{:04}-{:02}", y, month)));
      return chosen(chooser, CalendarUnit::Month, unknown);
    }
    const int day = f[Field::Day];
    if (day < 1 || day > days_in_month(2000, month)) return out;
    const std::string unknown = fmt::format("XXXX-{:02}-{:02}", month, day);
    if (!about_ || form.rule->habitual) return out.value = unknown, out;
    Chooser chooser(*about_, wish);
    for (const bool with_weekday : {true, false}) {
      if (chooser.best()) break;
      for (int y = year - (day == 29 ? 4 : 1); y <= year + (day == 29 ? 4 : 1); ++y) {
        const CivilDate date{y, month, day};
        if (!is_valid(date) || (with_weekday && f.has(Field::Weekday) && weekday(date) != f[Field::Weekday])) continue;
        chooser.consider({date, date});
      }
    }
    return chosen(chooser, CalendarUnit::Day, unknown);
  }
  if (f.has(Field::Day)) {
    const std::string unknown = fmt::format("XXXX-XX-{:02}", f[Field::Day]);
    if (!document_) return out.value = unknown, out;
    Chooser chooser(*document_, wish, 10);
    for (const bool with_weekday : {true, false}) {
      if (chooser.best()) break;
      for (int m = -2; m <= 2; ++m) {
        CivilDate date = add_months({document_->year, document_->month, 1}, m);
        date.day = f[Field::Day];
        if (!is_valid(date) || (with_weekday && f.has(Field::Weekday) && weekday(date) != f[Field::Weekday])) continue;
        chooser.consider({date, date});
      }
    }
    return chosen(chooser, CalendarUnit::Day, unknown);
  }
  if (f.has(Field::Weekday)) {
    if (!document_) return out.value = fmt::format("XXXX-WXX-{}", f[Field::Weekday]), out;
    out.day = nearest_weekday(*document_, f[Field::Weekday], wish);
    out.value = to_iso(*out.day);
    out.exact_day = true;
    return out;
  }
  if (f.has(Field::Season)) {
    const std::string code(season_code(f[Field::Season]));
    if (!about_ || form.rule->habitual) return out.value = "XXXX-" + code, out;
    Chooser chooser(*about_, wish);
    for (int y = year - 1; y <= year + 1; ++y) chooser.consider(season_range(y, f[Field::Season]));
    if (!chooser.best()) return out;
    out.day = chooser.best()->first;
    out.precision = CalendarUnit::Quarter;
    out.value = fmt::format("{:04}-{}", chooser.best()->last.year, code);
    return out;
  }
  if (f.has(Field::Quarter) || f.has(Field::Half)) {
    const bool quarter = f.has(Field::Quarter);
    const int n = quarter ? f[Field::Quarter] : f[Field::Half];
    if (n < 1 || n > (quarter ? 4 : 2)) return out;
    const std::string unknown = fmt::format("XXXX-{}{}", quarter ? 'Q' : 'H', n);
    if (!about_) return out.value = unknown, out;
    // Figures are published after the period: what has begun counts as past.
    Chooser chooser(*about_, wish.direction == Direction::Unknown ? Wish{Direction::Past, false, false} : wish);
    for (int y = year - 1; y <= year + 1; ++y)
      chooser.consider(*range_of(fmt::format("{:04}-{}{}", y, quarter ? 'Q' : 'H', n)));
    return chosen(chooser, quarter ? CalendarUnit::Quarter : CalendarUnit::HalfYear, unknown);
  }
  if (f.has(Field::Feast)) {
    if (!about_) return out;
    Chooser chooser(*about_, wish);
    for (int y = std::max(year - 1, kFirstYear); y <= std::min(year + 1, kLastYear); ++y) {
      for (const DateRange& range : feasts_in(f[Field::Feast], y)) chooser.consider(range);
    }
    if (!chooser.best()) return out;
    out.day = chooser.best()->first;
    out.exact_day = chooser.best()->first == chooser.best()->last;
    if (!out.exact_day) out.precision = CalendarUnit::Month;
    out.value = out.exact_day ? to_iso(*out.day) : to_iso(*out.day) + "/" + to_iso(chooser.best()->last);
    return out;
  }
  return out;
}

Resolver::Point Resolver::point(const Form& form, Wish wish) const {
  const Fields& f = form.fields;
  Point out;
  if (f.has(Field::Name)) {
    out.value = grammar_.name(f[Field::Name]);
    if (const auto range = range_of(out.value)) {
      out.day = range->first;
      out.exact_day = range->first == range->last;
    }
    return out;
  }
  if (f.has(Field::RepublicanYear)) {
    const int year = f[Field::RepublicanYear];
    const bool whole = !f.has(Field::RepublicanMonth);
    const auto first = days_from_republican(year, f.get(Field::RepublicanMonth, 1), f.get(Field::Day, 1));
    if (!first) return out;
    out.day = civil_from_days(*first);
    out.value = to_iso(*out.day);
    out.exact_day = !whole;
    if (whole) {
      const auto next = days_from_republican(year + 1, 1, 1);
      out.value += "/" + to_iso(civil_from_days(next ? *next - 1 : *first + 100));  // it ended on 1 January 1806
    }
    return out;
  }
  if (f.has(Field::Century)) {
    const int century = f[Field::Century];
    if (century < 1 || century > 99) return out;
    out.value = fmt::format("{:02}", century - 1);
    out.precision = CalendarUnit::Century;
    return out;
  }
  if (f.has(Field::Decade)) {
    const int decade = f[Field::Decade];
    out.precision = CalendarUnit::Decade;
    if (decade >= 100) {
      out.value = fmt::format("{:03}", decade / 10);
    } else {
      out.value = fmt::format("{:03}", (1900 + decade) / 10);
    }
    return out;
  }
  if (const auto year = year_of(f)) {
    if (*year < kFirstYear || *year > kLastYear) return out;
    if (f.has(Field::Unit) && f.has(Field::Count)) {  // the first or last so many units of a year
      const auto unit = calendar_unit(f[Field::Unit]);
      const int count = f[Field::Count];
      if (unit && count >= 1 && count <= 366) {
        const CivilDate end = add_days(add_units({*year, 1, 1}, count, *unit), -1);
        if (end.year == *year) {
          out.value = value_of({*year, 1, 1}, *unit) + (count > 1 ? "/" + value_of(end, *unit) : "");
          out.day = CivilDate{*year, 1, 1};
          return out;
        }
      }
    }
    Fields inside = f;
    if (f.has(Field::Day) && !f.has(Field::Month)) inside.clear(Field::Day);
    return within(inside, {*year, 1, 1}, CalendarUnit::Year);
  }
  const bool dated =
      f.has(Field::Month) && f.has(Field::Day);  // beside a day counted from now a date: the date says more
  if (f.has(Field::Shift) && f.has(Field::Unit) && !(dated && f[Field::Unit] == kDay)) {
    const auto unit = calendar_unit(f[Field::Unit]);
    if (!unit) return out;
    std::optional<CivilDate> base = document_;
    if (!base && *unit >= precision_) base = about_;
    if (form.rule->base == Base::Context) {
      if (day_) base = day_;
      if (!last_.empty() && *unit >= CalendarUnit::Week) {
        if (const auto range = range_of(last_)) base = range->first;
      }
    }
    if (!base) return out.value = open_value(*unit), out.precision = *unit, out;
    // Told as past in the first days of a week, its weekend is the one before them.
    if (f[Field::Unit] == kWeekend && f[Field::Shift] == 0 && form.rule->base == Base::Document &&
        wish.direction == Direction::Past && weekday(*base) <= 4)
      base = add_days(*base, -7);
    constexpr int kSchoolBegins = 8;  // months of a year before its school year begins
    if (form.rule->years > 1) base = add_months(*base, -kSchoolBegins);
    return shifted(form, *base);
  }
  return open(form, wish);
}

// Where the words leave something open: the time told before, for what counts from it, else the document's date.
int32_t Resolver::anchor_of(const Form& form) const {
  const Fields& f = form.fields;
  if (f.has(Field::Year) || f.has(Field::Name) || f.has(Field::Century) || f.has(Field::Decade)) return kNoAnchor;
  if (form.rule->base == Base::Document) return document_ || about_ ? kDocumentAnchor : kNoAnchor;
  const bool day = !f.has(Field::Unit) || f[Field::Unit] < kWeek;
  const int32_t told = day ? day_index_ : last_index_;
  return told >= 0 ? told : document_ ? kDocumentAnchor : kNoAnchor;
}

// A day of the month that no such weekday near the document bears counts what follows.
bool Resolver::counts_things(const Form& form) const {
  const Fields& f = form.fields;
  if (!document_ || !f.has(Field::Weekday) || !f.has(Field::Day) || f.has(Field::Month) || f.has(Field::Year) ||
      f.has(Field::Shift) || f.has(Field::Part) || has_clock(f))
    return false;
  constexpr int kNear = 35;
  for (int days = -kNear; days <= kNear; ++days) {
    const CivilDate date = add_days(*document_, days);
    if (date.day == f[Field::Day] && weekday(date) == f[Field::Weekday]) return false;
  }
  return true;
}

bool Resolver::resolve(std::string_view text, const std::vector<Piece>& pieces, const std::vector<Form>& forms,
                       size_t at, Wish tense, TimeExpression& out) {
  const Form& form = forms[at];
  const Rule& rule = *form.rule;
  const Fields& f = form.fields;
  if (pieces[form.first].sentence != sentence_) {
    sentence_ = pieces[form.first].sentence;
    sentence_day_.reset();
    sentence_year_.reset();
  }
  const int32_t index = told_++;  // of `out` among the document's times
  out.span = form.span;
  out.rule = rule.name;
  out.joined = form.joined;
  out.background = rule.background;
  if (f.has(Field::Mod)) out.mod = mod_name(f[Field::Mod]);
  switch (rule.kind) {
    case Kind::Reference:
      out.value = rule.value;
      out.type = TimeType::Date;
      break;
    case Kind::Duration:
      out.type = TimeType::Duration;
      out.value = duration(text, pieces, form);
      place_duration(form, out);
      break;
    case Kind::Set:
      out.type = TimeType::Set;
      out.value = set(text, pieces, form);
      break;
    case Kind::Skip:
    case Kind::Anniversary:
      --told_;
      return false;
    case Kind::Same:
      if (last_.empty()) return --told_, false;
      out.anchor = last_index_;
      out.value = last_;
      out.type = last_.find('T') == std::string::npos ? TimeType::Date : TimeType::Time;
      break;
    case Kind::Point: {
      if (by_clock(form, out)) {
        out.anchor = day_index_;
        last_ = out.value;
        last_index_ = day_index_ = index;
        return true;
      }
      if (f.has(Field::Unit) && f[Field::Unit] <= kHour && f.has(Field::Count)) {
        out.type = TimeType::Duration;
        out.value = duration(text, pieces, form);
        return true;
      }
      const bool timed = has_clock(f) || f.has(Field::Part);
      out.anchor = anchor_of(form);
      out.type = timed ? TimeType::Time : TimeType::Date;
      Point found;
      if (counts_things(form)) {
        Form alone = form;
        alone.fields.clear(Field::Day);
        found = point(alone, wish_of(f, tense));
        uint32_t last = form.last;
        while (last > form.first && pieces[last].digits == 0) --last;
        if (last > form.first) out.span.end = pieces[last - 1].span.end;
      } else if (has_date(f)) {
        found = point(form, wish_of(f, tense));
        if (form.follows && found.exact_day && day_ && *found.day < *day_ && !f.has(Field::Year)) {
          if (f.has(Field::Month))
            found.day = add_months(*found.day, 12);
          else if (f.has(Field::Weekday))
            while (*found.day < *day_) found.day = add_days(*found.day, 7);
          found.value = to_iso(*found.day);
        }
        if (rule.days != 0 && found.day) {  // the day before or after a feast
          found.day = add_days(*found.day, rule.days);
          found.value = to_iso(*found.day);
          found.exact_day = true;
        }
        if (rule.years > 1 && found.day)
          found.value = fmt::format("{:04}/{:04}", found.day->year, found.day->year + rule.years - 1);
        if (!found.value.empty()) found.value.insert(0, rule.prefix);
      } else if (rule.base == Base::Document && !has_clock(f)) {
        found.day = document_;
        found.exact_day = document_.has_value();
        found.value = document_ ? to_iso(*document_) : "XXXX-XX-XX";
      } else if (auto day = day_for_clock(pieces, forms, at)) {
        if (day != day_ && day == document_) out.anchor = kDocumentAnchor;
        // The night that a report tells without more began on the evening before.
        const bool last_night = document_ && !sentence_day_ && day == document_ && f.get(Field::Part, -1) == kNight &&
                                tense.direction == Direction::Past;
        if (last_night) day = add_days(*day, -1);
        found.day = day;
        found.exact_day = true;
        found.value = to_iso(*day);
      } else {
        found.value = "XXXX-XX-XX";
      }
      out.value = found.value;
      if (timed && !out.value.empty())
        out.value += has_clock(f) ? clock(f, found.day) : "T" + std::string(part_code(f[Field::Part]));
      if (found.exact_day) {
        day_ = found.day;
        day_in_block_ = true;
        day_index_ = index;
        sentence_day_ = found.day;
        minutes_.reset();
        if (has_clock(f)) {
          const std::string t = clock(f, found.day);
          minutes_ = ((t[1] - '0') * 10 + (t[2] - '0')) * 60 + (t[4] - '0') * 10 + (t[5] - '0');
        }
      }
      if (!out.value.empty()) last_ = out.value, last_index_ = index;
      if (rule.overnight && found.exact_day) out.begin = to_iso(*found.day), out.end = to_iso(add_days(*found.day, 1));
      if (goes_on(pieces, form)) reach_document(found.value, out);
      break;
    }
  }
  if (!rule.type.empty()) {
    out.type = rule.type == "TIME"       ? TimeType::Time
               : rule.type == "DURATION" ? TimeType::Duration
               : rule.type == "SET"      ? TimeType::Set
                                         : TimeType::Date;
  }
  return true;
}

}  // namespace depeche::ground::timex
