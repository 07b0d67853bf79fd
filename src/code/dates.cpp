#include "code/dates.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "code/parties.h"
#include "code/time_shifts.h"
#include "ground/calendar.h"

namespace depeche::code {

using ground::kNoToken;
using ground::Relation;
using nlp::TokenIndex;

namespace {

// --- values ---

// A value that can be an event's date: a day, week, month or year; a season's year, a weekend's days. "" for others.
std::string event_date(std::string_view value) {
  const std::string day(value.substr(0, value.find('T')));
  if (day.size() < 4 || !std::all_of(day.begin(), day.begin() + 4, [](char c) { return c >= '0' && c <= '9'; }))
    return {};
  if (day.ends_with("-WE")) {
    const auto range = ground::range_of(day);
    return range ? to_iso(range->first) + "/" + to_iso(range->last) : "";
  }
  constexpr std::string_view kSeasons[] = {"-SP", "-SU", "-FA", "-WI"};
  for (const std::string_view season : kSeasons) {
    if (day.ends_with(season)) return day.substr(0, 4);
  }
  return day;
}

std::string event_date(const ground::TimeExpression& time) {
  if (!time.begin.empty() && !time.end.empty()) return time.begin + "/" + time.end;
  if (time.type != ground::TimeType::Date && time.type != ground::TimeType::Time) return {};
  return event_date(time.value);
}

std::string_view first_of(std::string_view date) { return date.substr(0, date.find('/')); }
std::string_view last_of(std::string_view date) {
  const size_t slash = date.find('/');
  return slash == std::string_view::npos ? date : date.substr(slash + 1);
}

// --- where times stand in the tree ---

struct Time {
  const ground::TimeExpression* expression = nullptr;
  TokenIndex head = kNoToken;  // the token of it that the rest of its sentence attaches
  std::string date;
};

std::vector<Time> times_of(const ground::Syntax& s, const ground::Mentions& mentions) {
  std::vector<Time> out;
  for (const ground::TimeExpression& expression : mentions.times) {
    if (expression.background) continue;
    Time time{&expression, s.token_at(expression.span.begin), event_date(expression)};
    if (time.head >= s.size()) continue;
    while (s[time.head].head != kNoToken && expression.span.contains(s.token(s[time.head].head).span))
      time.head = s[time.head].head;
    out.push_back(std::move(time));
  }
  return out;
}

// Nothing but a coordinator between two times.
bool only_coordinated(const ground::Syntax& s, const Time& before, const Time& after) {
  const TokenIndex between = s.token_at(before.expression->span.end);
  return between < s.size() && s[between].relation == Relation::Coordinator &&
         s.token(between).span.begin >= before.expression->span.end &&
         s.token_at(s.token(between).span.end) == s.token_at(after.expression->span.begin);
}

// The times of a list or range are one.
std::string with_joined(const ground::Syntax& s, const std::vector<Time>& times, size_t at) {
  const auto joins = [&](size_t i) {  // i with i - 1
    if (times[i].date.empty() || times[i - 1].date.empty()) return false;
    return times[i].expression->joined || only_coordinated(s, times[i - 1], times[i]);
  };
  size_t first = at, last = at;
  while (first > 0 && joins(first)) --first;
  while (last + 1 < times.size() && joins(last + 1)) ++last;
  if (first == last) return times[at].date;
  std::string from(first_of(times[first].date)), to(last_of(times[last].date));
  if (to < from || from.size() != to.size()) return times[at].date;
  return from == to ? from : from + "/" + to;
}

// --- an event's own time ---

bool opens_clause(Relation r) {
  return r == Relation::Clause || r == Relation::Relative || r == Relation::AdverbialClause ||
         r == Relation::Parataxis || r == Relation::Participle;
}

constexpr int kFar = 1000;

// How far a time lies from a trigger in the tree. Going up, a trigger leaves its phrase for the clause around it; going
// down, the time lies inside what belongs to something else.
int distance(const ground::Syntax& s, TokenIndex trigger, TokenIndex time) {
  constexpr int kSteps = 30;
  int up = 0;
  TokenIndex a = trigger;
  for (int i = 0; i < kSteps && a != kNoToken; ++i) {
    int down = 0;
    TokenIndex b = time;
    for (int j = 0; j < kSteps && b != kNoToken; ++j) {
      if (a == b) return up + down;
      const Relation r = s[b].relation;
      // A participle or relative clause below the trigger tells of the trigger itself.
      const bool own = s[b].head == trigger && (r == Relation::Participle || r == Relation::Relative);
      down += !own && (opens_clause(r) || r == Relation::Conjunct) ? 4 : 1;
      b = s[b].head;
    }
    const Relation r = s[a].relation;
    up += r == Relation::Relative || r == Relation::Parataxis ? 4 : 2;
    a = s[a].head;
  }
  return kFar;
}

// What is claimed did not happen when it was claimed: does the time hang at the word that makes the claim?
bool tells_of_claim(const ground::Syntax& s, const voice::Statements& statements, TokenIndex trigger, TokenIndex time) {
  const int32_t claim = statements.certainty[static_cast<size_t>(trigger)].claim;
  if (claim < 0) return false;
  const TokenIndex cue = statements.claims[static_cast<size_t>(claim)].cue;
  return cue >= 0 && cue != trigger && s[time].head == cue;
}

// Does the time hang in a clause that only describes a party of the trigger's: when that party did something else?
bool tells_of_party(const ground::Syntax& s, TokenIndex trigger, TokenIndex time) {
  constexpr int kSteps = 8;
  for (int step = 0; step < kSteps && time != kNoToken && time != trigger; ++step, time = s[time].head) {
    const Relation r = s[time].relation;
    if (r != Relation::Relative && r != Relation::Participle) continue;
    const TokenIndex party = s[time].head;
    if (party == kNoToken || party == trigger || s[party].head != trigger) return false;
    const Relation role = s[party].relation;
    return role == Relation::Object || role == Relation::Subject || role == Relation::PassiveSubject;
  }
  return false;
}

// Acts of words, done on the day that they are said.
bool is_said(EventType type) {
  return type == EventType::Accuse || type == EventType::Support || type == EventType::Reject ||
         type == EventType::Request;
}

// Is it a number of deeds: done to so many?
bool is_counted(const ground::Syntax& s, TokenIndex trigger) {
  bool counted = false;
  s.for_children(trigger, [&](TokenIndex c) {
    const Relation r = s[c].relation;
    counted |= (r == Relation::Object || r == Relation::PassiveSubject) &&
               (s.child(c, Relation::Number) != kNoToken || s.grammar().is_quantity(s.lemma(c)));
  });
  return counted;
}

// Acts that go on over days, so that a time that begins somewhere and goes on tells all of theirs, not when they began.
bool lasts(const ground::Syntax& s, const Event& event) {
  if (event.type == EventType::Protest || (event.type == EventType::Assault && event.mode != "abduct")) return true;
  const TokenIndex trigger = event.trigger_token;
  const bool present = s.has_feature(trigger, "Tense=Pres") && s.has_feature(trigger, "VerbForm=Fin");
  return present || s.has_feature(trigger, "Tense=Imp") || is_counted(s, trigger);
}

}  // namespace

void set_own_dates(const ground::Syntax& s, const ground::Mentions& mentions, const voice::Statements& statements,
                   std::vector<Draft>& drafts) {
  const std::vector<Time> times = times_of(s, mentions);
  const TimeShifts shifts(s, mentions);
  for (Draft& draft : drafts) {
    Event& event = draft.event;
    auto at = std::partition_point(times.begin(), times.end(),
                                   [&](const Time& t) { return t.expression->span.begin < event.sentence.begin; });
    int best_distance = kFar;
    const Time* best = nullptr;
    for (; at != times.end() && at->expression->span.begin < event.sentence.end; ++at) {
      if (at->date.empty()) continue;
      if (tells_of_claim(s, statements, event.trigger_token, at->head)) continue;
      const bool past = last_of(at->date) < mentions.published.date;  // of what is to come the clause tells when
      if (past && !draft.is_noun() && tells_of_party(s, event.trigger_token, at->head)) continue;
      // Words about what is to come are said now.
      if (is_said(event.type) && !mentions.published.date.empty() && first_of(at->date) > mentions.published.date)
        continue;
      const int d = distance(s, event.trigger_token, at->head);
      if (d < best_distance) best = &*at, best_distance = d;
    }
    if (!best) continue;
    event.date = with_joined(s, times, static_cast<size_t>(best - times.data()));
    // A day since when something holds: what is no lasting act was done on that day.
    const bool since = best->expression->type == ground::TimeType::Date && !best->expression->begin.empty();
    if (since && !lasts(s, event)) event.date = first_of(event.date);
    // Below a stretch before or after another event it is the time of what is counted from.
    const TokenIndex pivot = shifts.pivot_above(best->head);
    if (pivot != kNoToken && !s.is_below(event.trigger_token, pivot))
      event.date = shifted(event.date, *shifts.of(pivot));
    event.time_basis = TimeBasis::Text;
    event.evidence.push_back(best->expression->span);
  }
}

namespace {

// --- what the report tells around it ---

// May both tell the same act?
bool same_act(const Event& a, const Event& b) {
  return a.type == b.type && (a.mode.empty() || b.mode.empty() || a.mode == b.mode) &&
         overlap_or_open(a.actor, b.actor) && overlap_or_open(a.recipient, b.recipient);
}

// Does a time hang inside of a clause or of a noun's complement: is it of that, and not of what the sentence tells?
bool is_aside(const ground::Syntax& s, TokenIndex time) {
  constexpr int kSteps = 6, kNear = 2;
  for (int step = 0; step < kSteps && time != kNoToken; ++step, time = s[time].head) {
    const Relation r = s[time].relation;
    if (r == Relation::Relative || r == Relation::Participle || r == Relation::AdverbialClause) return true;
    if (step < kNear && r == Relation::Nominal && s[time].head != kNoToken && s.pos(s[time].head) == nlp::Upos::Noun)
      return true;
  }
  return false;
}

// What an event without a time of its own takes.
class Inheritance {
 public:
  Inheritance(const text::Document& document, const ground::Syntax& s, const ground::Mentions& mentions,
              const std::vector<Draft>& drafts)
      : blocks_(document.blocks), published_(mentions.published.date) {
    if (const auto today = ground::parse_date(published_)) today_ = days_from_civil(*today);
    for (const Draft& draft : drafts) {
      told_.push_back(draft.event);
      is_now_.push_back(!draft.is_noun() && s.has_feature(draft.trigger.token, "Tense=Pres"));
    }
    const std::vector<Time> times = times_of(s, mentions);
    const TimeShifts shifts(s, mentions);
    for (size_t i = 0; i < times.size(); ++i) {
      // A stretch that begins now and ends later is to come, too.
      if (times[i].date.empty() || is_to_come(times[i].date) || is_to_come(last_of(times[i].date)) ||
          is_until_now(times[i].date))
        continue;
      const ByteSpan span = times[i].expression->span;
      std::string date = with_joined(s, times, i);
      const TokenIndex pivot = shifts.pivot_above(times[i].head);
      if (pivot != kNoToken) date = shifted(date, *shifts.of(pivot));
      anchors_.push_back({span, std::move(date), block_of(span.begin), is_aside(s, times[i].head)});
    }
    for (const bool aside : {false, true}) {
      for (size_t i = 0; i < anchors_.size() && lead_ == kNone; ++i) {
        const Anchor& anchor = anchors_[i];
        if (anchor.aside == aside && !is_title(anchor.block) && is_news(anchor.date)) lead_ = i;
      }
    }
  }

  void date(size_t index, Event& event) const {
    const size_t block = block_of(event.sentence.begin);
    // A promise has the day that it was made on.
    const bool done =
        event.status != Status::Planned || event.type == EventType::Agree || event.type == EventType::Concede;
    const bool found =
        done && (is_title(block) ? from_same_act(index, event) : from_paragraph(block, is_now_[index], event));
    if (found || (done && from_anchor(lead_, event)) || published_.empty()) return;
    event.date = published_;
    event.time_basis = TimeBasis::Document;
  }

 private:
  static constexpr size_t kNone = SIZE_MAX;
  static constexpr int kYear = 300;  // days; nearly one
  struct Anchor {
    ByteSpan span;
    std::string date;
    size_t block;
    bool aside;  // tells when something beside the story was
  };

  size_t block_of(uint32_t byte) const {
    const auto at =
        std::partition_point(blocks_.begin(), blocks_.end(), [&](const text::Block& b) { return b.span.end <= byte; });
    return static_cast<size_t>(at - blocks_.begin());
  }
  bool is_title(size_t block) const { return block < blocks_.size() && blocks_[block].kind == text::BlockKind::Title; }
  bool is_to_come(std::string_view date) const { return !published_.empty() && first_of(date) > published_; }
  // News tells what happened these days; "2016" in an article of 2016 names something, it tells no time.
  bool is_news(std::string_view date) const {
    constexpr int kDays = 15;
    constexpr size_t kMonth = 7;
    if (date.size() < kMonth) return false;
    constexpr int kLongest = 40;  // what goes on for years tells no day
    const auto from = ground::range_of(first_of(date)), then = ground::range_of(last_of(date));
    if (!today_ || !from || !then) return true;
    return *today_ - days_from_civil(then->last) <= kDays &&
           days_from_civil(then->last) - days_from_civil(from->first) <= kLongest;
  }

  static void take(const std::string& date, ByteSpan evidence, Event& event) {
    event.date = date;
    event.time_basis = TimeBasis::Text;
    event.evidence.push_back(evidence);
  }
  bool from_anchor(size_t anchor, Event& event) const {
    if (anchor == kNone) return false;
    take(anchors_[anchor].date, anchors_[anchor].span, event);
    return true;
  }
  // The last time told before it, rather one that is told in passing of nothing else; what is told in the present did
  // not happen long ago.
  bool from_paragraph(size_t block, bool is_now, Event& event) const {
    auto at = std::partition_point(anchors_.begin(), anchors_.end(),
                                   [&](const Anchor& a) { return a.span.end <= event.sentence.begin; });
    constexpr int kBack = 20;
    auto main = at;
    for (int i = 0; i < kBack && main != anchors_.begin() && (main - 1)->block == block && (main - 1)->aside; ++i)
      --main;
    if (main != anchors_.begin() && (main - 1)->block == block && !(main - 1)->aside) at = main;
    if (at == anchors_.begin() || (at - 1)->block != block) return false;
    if (is_now && is_long_ago((at - 1)->date)) return false;
    return from_anchor(static_cast<size_t>(at - 1 - anchors_.begin()), event);
  }
  // How long something else goes on, until now.
  bool is_until_now(std::string_view date) const {
    const auto from = ground::range_of(first_of(date)), to = ground::range_of(last_of(date));
    return date.find('/') != std::string_view::npos && today_ && from && to && days_from_civil(to->last) >= *today_ &&
           *today_ - days_from_civil(from->first) > kYear;
  }
  bool is_long_ago(std::string_view date) const {
    const auto then = ground::range_of(last_of(date));
    return today_ && then && *today_ - days_from_civil(then->last) > kYear;
  }
  // The same act where the report tells it in full; what the same rule found first.
  bool from_same_act(size_t index, Event& event) const {
    constexpr size_t kReach = 12;
    for (const bool same_rule : {true, false}) {
      for (size_t i = index + 1; i < std::min(told_.size(), index + 1 + kReach); ++i) {
        const Event& other = told_[i];
        if (other.time_basis != TimeBasis::Text || (same_rule && other.rule != event.rule)) continue;
        if (!same_act(event, other) || is_to_come(other.date) || !is_news(other.date)) continue;
        take(other.date, other.sentence, event);
        return true;
      }
    }
    return false;
  }

  const std::vector<text::Block>& blocks_;
  const std::string& published_;
  std::optional<int64_t> today_;  // published_, as days_from_civil() counts
  std::vector<bool> is_now_;      // told by a verb in the present tense
  std::vector<Event> told_;       // what the sentences themselves say
  std::vector<Anchor> anchors_;
  size_t lead_ = kNone;  // the first recent time of the body
};

// So long before or after another event: before or after the rest of its sentence, unless it has a time of its own.
void count_back(const ground::Syntax& s, const TimeShifts& shifts, Event& event) {
  const auto shift = shifts.of(event.trigger_token);
  if (!shift) return;
  const nlp::TokenRange inside = s.subtree(event.trigger_token);
  const ByteSpan own = s.span(inside);
  if (!event.evidence.empty() && event.time_basis == TimeBasis::Text && own.contains(event.evidence.back())) return;
  event.date = shifted(event.date, {-shift->count, shift->unit});
}

// Told as background: over for more than a year when the report was written.
bool is_historical(std::string_view date, std::string_view published) {
  const auto now = ground::range_of(published);
  const auto then = ground::range_of(last_of(date));
  return now && then && days_from_civil(now->first) - days_from_civil(then->last) > 366;
}

}  // namespace

void inherit_dates(const text::Document& document, const ground::Syntax& syntax, const ground::Mentions& mentions,
                   std::vector<Draft>& drafts) {
  const Inheritance inheritance(document, syntax, mentions, drafts);
  const TimeShifts shifts(syntax, mentions);
  for (size_t i = 0; i < drafts.size(); ++i) {
    Event& event = drafts[i].event;
    if (event.time_basis != TimeBasis::Text) inheritance.date(i, event);
    count_back(syntax, shifts, event);
    event.historical = is_historical(event.date, mentions.published.date);
  }
}

}  // namespace depeche::code
