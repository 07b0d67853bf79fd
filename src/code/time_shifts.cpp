#include "code/time_shifts.h"

#include <algorithm>
#include <charconv>

namespace depeche::code {

using ground::CalendarUnit;
using ground::kNoToken;
using ground::Relation;
using nlp::TokenIndex;

namespace {

// "P2D", "-P1W": whole days, weeks, months or years; none for vague or mixed ones.
std::optional<TimeShift> parse_shift(std::string_view duration) {
  const bool negative = duration.starts_with('-');
  if (negative) duration.remove_prefix(1);
  if (duration.size() < 3 || duration[0] != 'P') return {};
  TimeShift shift;
  const char* end = duration.data() + duration.size() - 1;
  const auto read = std::from_chars(duration.data() + 1, end, shift.count);
  constexpr int64_t kMost = 100'000;
  if (read.ec != std::errc() || read.ptr != end || shift.count < 1 || shift.count > kMost) return {};
  switch (*end) {
    case 'D':
      break;
    case 'W':  // told in weeks, meant to the day
      shift.count *= 7;
      break;
    case 'M':
      shift.unit = CalendarUnit::Month;
      break;
    case 'Y':
      shift.unit = CalendarUnit::Year;
      break;
    default:
      return {};
  }
  if (negative) shift.count = -shift.count;
  return shift;
}

}  // namespace

// By a noun that tells the day before or after its complement.
std::optional<TimeShift> TimeShifts::by_noun(TokenIndex token) const {
  const ground::Node& node = syntax_[token];
  if (node.head == kNoToken || node.head >= token || node.marker == kNoToken) return {};
  if (syntax_.plain(node.marker) != syntax_.grammar().of()) return {};
  return parse_shift(syntax_.grammar().time_shift(syntax_.lemma(node.head)));
}

// A stretch of time, then a preposition and what it is counted from: the stretch ends right before the preposition, or
// one adverb before it.
std::optional<TimeShift> TimeShifts::by_preposition(TokenIndex token) const {
  const TokenIndex marker = syntax_[token].marker;
  if (marker == kNoToken || marker >= token || marker == 0) return {};
  const bool after = syntax_.grammar().is_after(syntax_.plain(marker));
  if (!after && !syntax_.grammar().is_before(syntax_.plain(marker))) return {};
  TokenIndex last = marker - 1;
  if (syntax_.pos(last) == nlp::Upos::Adv && last > 0) --last;
  if (last < syntax_.sentence(token).begin) return {};
  const uint32_t end = syntax_.token(last).span.end;
  const auto time = std::partition_point(times_.begin(), times_.end(), [&](const auto& t) { return t.span.end < end; });
  std::optional<TimeShift> shift;
  if (time != times_.end() && time->span.end == end && time->type == ground::TimeType::Duration)
    shift = parse_shift(time->value);
  else if (syntax_.has_feature(last, "Number=Sing"))
    shift = parse_shift(syntax_.grammar().time_shift(syntax_.lemma(last)));
  if (!shift || shift->count < 0) return {};
  if (!after) shift->count = -shift->count;
  return shift;
}

std::optional<TimeShift> TimeShifts::of(TokenIndex token) const {
  const auto shift = by_noun(token);
  return shift ? shift : by_preposition(token);
}

TokenIndex TimeShifts::pivot_above(TokenIndex token) const {
  constexpr int kSteps = 6;
  for (int step = 0; step < kSteps && token != kNoToken; ++step, token = syntax_[token].head) {
    if (of(token)) return token;
  }
  return kNoToken;
}

std::string shifted(const std::string& date, TimeShift shift) {
  constexpr size_t kDay = 10, kMonth = 7, kYear = 4;
  const size_t least = shift.unit == CalendarUnit::Day ? kDay : shift.unit == CalendarUnit::Month ? kMonth : kYear;
  const bool is_point = date.size() == kDay || date.size() == kMonth || date.size() == kYear;
  if (!is_point || date.size() < least || !ground::range_of(date)) return date;
  return ground::shift(date, shift.count, shift.unit);
}

}  // namespace depeche::code
