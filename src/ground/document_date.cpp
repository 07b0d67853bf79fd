// Each kind of evidence proposes a date with the confidence that it earns alone; the best one wins, and others that
// agree add to it. Confidences were set by hiding the dates of news whose date is known, and rounded.
#include "ground/document_date.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/resource.h"
#include "base/unicode.h"
#include "ground/timex/resolve.h"
#include "ground/timex/tense.h"

namespace depeche::ground {
namespace {

using timex::Field;
using timex::Fields;
using timex::Form;
using timex::Kind;
using timex::Piece;

constexpr double kGoodEnough = 0.5;
constexpr size_t kEventReach = 16;                           // words behind an anniversary that may name the event
constexpr size_t kDatelineWords = 8;                         // words before a dateline's date
constexpr size_t kMaxWeekdays = 64, kMaxAnniversaries = 32;  // of one document that are looked at
constexpr int kWeekdayReach = 3;  // days between an anniversary and the weekday that a report of it names

constexpr double kSaidPublished = 0.97, kSaidPublishedResidue = 0.9, kDateline = 0.95, kLoneDate = 0.85, kToday = 0.9,
                 kAnniversaryOnWeekday = 0.9, kAnniversaryNearWeekday = 0.6, kAnniversaryMonth = 0.6,
                 kAnniversaryYear = 0.6, kAgeYear = 0.6, kThisYear = 0.7, kPairs = 0.52, kLatestOnWeekday = 0.55,
                 kLatestNearWeekday = 0.45;
// What a year adds that the text does not say beside the day.
constexpr double kYearByWeekday = 0.75, kYearGuessed = 0.5, kWeekdayDisagrees = 0.5;
constexpr double kAgeDisagrees = 0.6;
constexpr uint32_t kYearReach = 4;  // pieces between a year counted from now and the year that it was
constexpr size_t kMaxCandidates = 5, kMaxProposals = 256;
constexpr int kYearsAhead = 3;  // from the latest year told, in which the document may lie

using Proposal = DateCandidate;

struct Told {  // a form with where it stands
  const UndatedBlock* block;
  const Form* form;
  const Fields& fields() const { return form->fields; }
  const std::vector<Piece>& pieces() const { return block->pieces; }
};

std::optional<CivilDate> written_date(const Fields& f) {
  if (!f.has(Field::Year) || !f.has(Field::Month) || !f.has(Field::Day)) return std::nullopt;
  const CivilDate date{f[Field::Year], f[Field::Month], f[Field::Day]};
  if (date.month < 1 || date.month > 12 || date.year < 1 || !is_valid(date)) return std::nullopt;
  return date;
}

// A value's own date some years on: "1947-08-15" -> "2022-08-15", "1947" -> "2022".
std::string years_on(const std::string& value, int years) {
  const auto year = parse_number<int>(std::string_view(value).substr(0, 4));
  if (!year || *year + years > 9998) return {};
  if (value.size() == 10) {
    const auto date = parse_date(value);
    return date ? to_iso(add_months(*date, int64_t{12} * years)) : "";
  }
  return value.size() == 4 || value.size() == 7 ? fmt::format("{:04}{}", *year + years, value.substr(4)) : "";
}

class Search {
 public:
  Search(std::string_view text, const timex::Grammar& grammar, const std::vector<UndatedBlock>& blocks,
         const std::vector<DatedEvent>& events)
      : text_(text), grammar_(grammar), blocks_(blocks), events_(events) {}

  Published run() {
    look_around();
    for (size_t b = 0; b < blocks_.size(); ++b) {
      for (size_t i = 0; i < blocks_[b].forms.size(); ++i) {
        const Told told{&blocks_[b], &blocks_[b].forms[i]};
        if (told.form->rule->clue == timex::Clue::Published) said_published(told);
        if (!text::is_read(told.block->kind)) continue;
        if (told.form->rule->clue == timex::Clue::Anniversary) anniversary(told, i);
        if (told.form->rule->kind != Kind::Point) continue;
        if (i == 0) dateline(told);
        today(told);
        this_year(told, i);
        age(told);
      }
    }
    latest_date();
    pairs();
    ages();
    return best();
  }

 private:
  std::string_view surface(const Piece& piece) const { return slice(text_, piece.span); }
  bool is(const Piece& piece, timex::Symbol symbol) const {
    return symbol != timex::Lexicon::kNoSymbol && grammar_.lexicon().answers(piece.letter, symbol);
  }

  void propose(std::string date, double confidence, DateClue clue, std::vector<ByteSpan> evidence) {
    if (!date.empty() && proposals_.size() < kMaxProposals)
      proposals_.push_back({std::move(date), confidence, clue, std::move(evidence)});
  }

  // The weekdays that stand alone, the latest year and the latest full date of what is told as past.
  void look_around() {
    for (const UndatedBlock& block : blocks_) {
      if (!text::is_read(block.kind)) continue;
      for (const Form& form : block.forms) {
        if (form.rule->kind != Kind::Point) continue;
        const Fields& f = form.fields;
        if (f.has(Field::Weekday) && f.has(Field::Day) && f.has(Field::Month) && !f.has(Field::Year) &&
            pairs_.size() < kMaxWeekdays &&
            timex::surface_tense(text_, block.pieces, form, grammar_) != timex::Direction::Future)
          pairs_.push_back({&block, &form});
        if (f.has(Field::Weekday) && !f.has(Field::Day) && !f.has(Field::Shift) && weekdays_.size() < kMaxWeekdays)
          weekdays_.push_back({&block, &form});
        if (!f.has(Field::Year)) continue;
        if (timex::surface_tense(text_, block.pieces, form, grammar_) == timex::Direction::Future) continue;
        latest_year_ = std::max(latest_year_, f[Field::Year]);
        const auto date = written_date(f);
        if (date && (!latest_ || *date > *latest_)) latest_ = date, latest_form_ = Told{&block, &form};
      }
    }
  }

  // The date of a form that names a day, its year supplied from the text where it has none.
  std::optional<CivilDate> settle(const Fields& f, double& confidence) const {
    if (!f.has(Field::Month) || !f.has(Field::Day) || f[Field::Month] < 1 || f[Field::Month] > 12) return std::nullopt;
    const auto fits = [&](const CivilDate& date) {
      return !f.has(Field::Weekday) || weekday(date) == f[Field::Weekday];
    };
    if (f.has(Field::Year)) {
      const auto date = written_date(f);
      if (date && !fits(*date)) confidence *= kWeekdayDisagrees;
      return date;
    }
    if (latest_year_ == 0) return std::nullopt;
    for (const int year : {latest_year_, latest_year_ + 1}) {
      const CivilDate date{year, f[Field::Month], f[Field::Day]};
      if (!is_valid(date) || !fits(date)) continue;
      confidence *= f.has(Field::Weekday) ? kYearByWeekday : kYearGuessed;
      return date;
    }
    return std::nullopt;
  }

  void propose_day(const Told& told, double confidence, DateClue clue, int days_on = 0) {
    const auto date = settle(told.fields(), confidence);
    if (date) propose(to_iso(add_days(*date, days_on)), confidence, clue, {told.form->span});
  }

  // A word of publication where a line begins, not behind a noun.
  void said_published(const Told& told) {
    const auto& pieces = told.pieces();
    uint32_t at = told.form->first;
    while (at > 0 && told.form->first - at < 3 && !is(pieces[at], grammar_.published)) --at;
    if (!is(pieces[at], grammar_.published) || (at > 0 && !pieces[at].capital)) return;
    propose_day(told, told.block->kind == text::BlockKind::Residue ? kSaidPublishedResidue : kSaidPublished,
                DateClue::PublicationLine);
  }

  // A dateline: capitals, a date, and a mark that sets them off; or a line that is only a date.
  void dateline(const Told& told) {
    const auto& pieces = told.pieces();
    const Form& form = *told.form;
    if (form.first > kDatelineWords) return;
    const bool ends = std::none_of(pieces.begin() + form.last + 1, pieces.end(),
                                   [](const Piece& p) { return p.is_word || p.digits > 0; });
    for (uint32_t i = 0; i < form.first; ++i) {
      if (pieces[i].is_word && (!pieces[i].capital || is(pieces[i], grammar_.function)) &&
          !is(pieces[i], grammar_.determiner))
        return;
    }
    if (ends) return propose_day(told, kLoneDate, DateClue::LoneDate);
    if (told.block->kind != text::BlockKind::Paragraph) return;
    const Piece& next = pieces[form.last + 1];
    if (next.is_word || next.digits > 0) return;
    const std::string_view mark = surface(next);
    const bool place = form.first > 0 && pieces[0].is_word && pieces[0].capital && !is(pieces[0], grammar_.determiner);
    if (mark == "." ? place || next.sentence != pieces.back().sentence || next.span == pieces.back().span
                    : mark != "," && mark != ";")
      propose_day(told, kDateline, DateClue::Dateline);
  }

  // A full date behind a demonstrative, or behind a word for this day or the one before.
  void today(const Told& told) {
    const Fields& f = told.fields();
    if (!f.has(Field::Day) || !f.has(Field::Month)) return;
    if (f.has(Field::Shift) && f.has(Field::Unit) && f[Field::Unit] == timex::kDay) {
      propose_day(told, kToday, DateClue::Today, -f[Field::Shift]);
    } else if (is(told.pieces()[told.form->first], grammar_.demonstrative)) {
      propose_day(told, kToday, DateClue::Today);
    }
  }

  void anniversary(const Told& told, size_t at) {
    const Fields& f = told.fields();
    const int years = f.get(Field::Count, f.get(Field::Ordinal, 0));
    if (years < 1 || years > 3000 || ++anniversaries_ > kMaxAnniversaries) return;
    ByteSpan span = told.form->span;
    std::string date = event_behind(told, at, span.end);
    if (date.empty()) return;
    date = years_on(date, years);
    const auto day = parse_date(date);
    if (!day)
      return propose(date, date.size() == 7 ? kAnniversaryMonth : kAnniversaryYear, DateClue::Anniversary, {span});
    const CivilDate on = add_days(*day, f.get(Field::Shift, 0));
    const Told* near = nullptr;
    int distance = kWeekdayReach + 1, off = 0;
    for (const Told& w : weekdays_) {  // the first of the text that is nearest
      int ahead = (w.fields()[Field::Weekday] - weekday(on) + 7) % 7;
      if (ahead > 3) ahead -= 7;
      if (std::abs(ahead) < distance) distance = std::abs(ahead), off = ahead, near = &w;
    }
    if (near) {
      propose(to_iso(add_days(on, off)), distance == 0 ? kAnniversaryOnWeekday : kAnniversaryNearWeekday,
              DateClue::Anniversary, {near->form->span, span});
    } else if (f.has(Field::Shift) || has_today(told)) {
      propose(to_iso(on), kAnniversaryOnWeekday, DateClue::Anniversary, {span});
    } else {
      propose(date.substr(0, 7), kAnniversaryMonth, DateClue::Anniversary, {span});
    }
  }

  // A word for this day in the anniversary's sentence.
  static bool has_today(const Told& told) {
    const uint32_t sentence = told.pieces()[told.form->first].sentence;
    return std::any_of(told.block->forms.begin(), told.block->forms.end(), [&](const Form& form) {
      const Fields& f = form.fields;
      return told.pieces()[form.first].sentence == sentence && form.rule->kind == Kind::Point &&
             form.rule->base == timex::Base::Document && f.get(Field::Shift, 1) == 0 && f.has(Field::Unit) &&
             f[Field::Unit] == timex::kDay && !f.has(Field::Count);
    });
  }

  // The date of the event that the words behind an anniversary name, and where these words end: the event of the table
  // with most words among them, else a full date written there (a year alone may be the anniversary's own).
  std::string event_behind(const Told& told, size_t at, uint32_t& end) const {
    const auto& pieces = told.pieces();
    const uint32_t begin = told.form->last + 1;
    std::vector<std::string> words;
    std::vector<uint32_t> ends;
    for (uint32_t i = begin; i < pieces.size() && words.size() < kEventReach; ++i) {
      if (pieces[i].sentence != pieces[told.form->first].sentence) break;
      if (surface(pieces[i]) == ",") break;
      if (!pieces[i].is_word && pieces[i].digits == 0) continue;
      words.push_back(unicode::fold(surface(pieces[i])));
      ends.push_back(pieces[i].span.end);
      uint32_t joined = i;  // a word with hyphens is one too
      while (joined >= begin + 2 && text_.substr(pieces[joined - 1].span.begin, 1) == "-" &&
             pieces[joined - 2].span.end + 1 == pieces[joined].span.begin)
        joined -= 2;
      if (joined == i) continue;
      words.push_back(
          unicode::fold(text_.substr(pieces[joined].span.begin, pieces[i].span.end - pieces[joined].span.begin)));
      ends.push_back(pieces[i].span.end);
    }
    const uint32_t last = ends.empty() ? 0 : ends.back();
    const DatedEvent* found = nullptr;
    for (const DatedEvent& event : events_) {
      if (found && event.words.size() <= found->words.size()) continue;
      uint32_t reach = 0;
      const bool all = std::all_of(event.words.begin(), event.words.end(), [&](const auto& alternatives) {
        for (size_t i = 0; i < words.size(); ++i) {
          if (std::find(alternatives.begin(), alternatives.end(), words[i]) == alternatives.end()) continue;
          reach = std::max(reach, ends[i]);
          return true;
        }
        return false;
      });
      if (all) found = &event, end = reach;
    }
    if (found) return found->date;
    for (size_t i = at + 1; i < told.block->forms.size(); ++i) {
      const Form& form = told.block->forms[i];
      if (form.span.end > last) break;
      if (form.rule->kind != Kind::Point || form.rule->base != timex::Base::Document) continue;
      const Fields& f = form.fields;
      std::string value;
      if (f.has(Field::Name)) {
        value = grammar_.name(f[Field::Name]);
      } else if (const auto date = written_date(f)) {
        value = to_iso(*date);
      }
      if (value.empty()) continue;
      end = form.span.end;
      return value;
    }
    return {};
  }

  // Days of the month with their weekdays: of the years that the text leaves open, the one in which all these days bear
  // these names; the last of them is the latest day told.
  void pairs() {
    if (latest_year_ == 0 || pairs_.size() < 2) return;
    std::vector<int> years;
    for (int year = latest_year_; year < latest_year_ + kYearsAhead; ++year) {
      const bool fits = std::all_of(pairs_.begin(), pairs_.end(), [&](const Told& told) {
        const Fields& f = told.fields();
        const CivilDate date{year, f[Field::Month], f[Field::Day]};
        return date.month >= 1 && date.month <= 12 && is_valid(date) && weekday(date) == f[Field::Weekday];
      });
      if (fits) years.push_back(year);
    }
    if (years.size() != 1) return;
    std::optional<CivilDate> last;
    std::vector<ByteSpan> evidence;
    for (const Told& told : pairs_) {
      const CivilDate date{years[0], told.fields()[Field::Month], told.fields()[Field::Day]};
      if (last && date != *last) evidence.push_back(told.form->span);
      if (!last || date > *last) last = date;
    }
    if (evidence.empty()) return;  // one day told twice
    evidence.push_back(pairs_[0].form->span);
    propose(to_iso(*last), kPairs, DateClue::LatestDate, std::move(evidence));
  }

  // A year counted from the document's beside the year that it is.
  void this_year(const Told& told, size_t at) {
    const auto& forms = told.block->forms;
    const auto counted = [](const Form& form) {
      const Fields& f = form.fields;
      return form.rule->kind == Kind::Point && form.rule->base == timex::Base::Document && form.rule->years == 1 &&
             f.has(Field::Shift) && f.has(Field::Unit) && f[Field::Unit] == timex::kYear && !f.has(Field::Year);
    };
    const auto bare = [](const Form& form) {
      const Fields& f = form.fields;
      return form.rule->kind == Kind::Point && f.has(Field::Year) && !f.has(Field::Shift) && f[Field::Year] > 1700;
    };
    if (at + 1 >= forms.size()) return;
    const Form &a = forms[at], &b = forms[at + 1];
    if (b.first > a.last + kYearReach || told.pieces()[a.first].sentence != told.pieces()[b.first].sentence) return;
    // A word that joins two things would make them two years.
    for (uint32_t i = a.last + 1; i < b.first; ++i) {
      if (told.pieces()[i].is_word && i + 1 != b.first) return;
    }
    if (!(counted(a) && bare(b)) && !(bare(a) && counted(b))) return;
    const Form &relative = counted(a) ? a : b, &absolute = counted(a) ? b : a;
    const int64_t years = int64_t{relative.fields[Field::Shift]} * relative.fields.get(Field::Count, 1);
    const int64_t year = absolute.fields[Field::Year] - years;
    if (year < 1700 || year > 2200) return;
    propose(fmt::format("{:04}", year), kThisYear, DateClue::ThisYear, {a.span, b.span});
  }

  // An age beside the date of birth: written while that age lasted.
  void age(const Told& told) {
    const Fields& f = told.fields();
    if (!f.has(Field::Age) || !f.has(Field::Year) || f[Field::Age] > 120 || f[Field::Year] < 1700 ||
        f[Field::Year] > 2100)
      return;
    const int year = f[Field::Year] + f[Field::Age];
    const auto born = written_date(f);
    const CivilDate first = born ? add_months(*born, int64_t{12} * f[Field::Age]) : CivilDate{year, 1, 1};
    const CivilDate last = born ? add_days(add_months(first, 12), -1) : CivilDate{year + 1, 12, 31};
    ages_.push_back({{first, last}, told.form->span});
  }

  // Ages that agree leave a stretch of time; where that lies in one year, it is the document's.
  void ages() {
    if (ages_.empty()) return;
    DateRange common = ages_[0].range;
    std::vector<ByteSpan> evidence;
    for (const Lived& lived : ages_) {
      common.first = std::max(common.first, lived.range.first);
      common.last = std::min(common.last, lived.range.last);
      evidence.push_back(lived.span);
    }
    if (common.last < common.first) return ages_.clear();  // somebody is wrong
    lived_ = common;
    for (const int year : {common.first.year, common.last.year}) {
      const DateRange whole{{year, 1, 1}, {year, 12, 31}};
      const int64_t days =
          days_from_civil(std::min(whole.last, common.last)) - days_from_civil(std::max(whole.first, common.first)) + 1;
      const int64_t all = days_from_civil(common.last) - days_from_civil(common.first) + 1;
      const double share = static_cast<double>(days) / static_cast<double>(all);
      propose(fmt::format("{:04}", year), kAgeYear * share, DateClue::Age, evidence);
      if (common.first.year == common.last.year) break;
    }
  }

  // Ages rule out a day on which they would be others.
  void weigh_by_ages() {
    if (!lived_) return;
    for (Proposal& p : proposals_) {
      const auto range = range_of(p.date);
      if (p.clue == DateClue::Age || !range) continue;
      if (range->last < lived_->first || range->first > lived_->last) p.confidence *= kAgeDisagrees;
    }
  }

  // The latest day told in full, where a weekday of the text is its own.
  void latest_date() {
    if (!latest_) return;
    const Fields& f = latest_form_.fields();
    if (f.has(Field::Weekday)) {
      if (weekday(*latest_) == f[Field::Weekday])
        propose(to_iso(*latest_), kLatestOnWeekday, DateClue::LatestDate, {latest_form_.form->span});
      return;
    }
    for (const Told& w : weekdays_) {
      if (w.fields()[Field::Weekday] == weekday(*latest_))
        return propose(to_iso(*latest_), kLatestNearWeekday, DateClue::LatestDate,
                       {w.form->span, latest_form_.form->span});
    }
  }

  // Does one date hold the other ("2016" holds "2016-04-26")?
  static bool agrees(const std::string& a, const std::string& b) {
    return a.size() <= b.size() ? b.compare(0, a.size(), a) == 0 : agrees(b, a);
  }

  Published best() {
    weigh_by_ages();
    std::stable_sort(proposals_.begin(), proposals_.end(),
                     [](const Proposal& a, const Proposal& b) { return a.confidence > b.confidence; });
    Published out;
    for (const Proposal& p : proposals_) {
      const auto same = std::find_if(out.candidates.begin(), out.candidates.end(),
                                     [&](const DateCandidate& c) { return c.date == p.date; });
      if (same == out.candidates.end()) {
        out.candidates.push_back(p);
      } else {
        same->confidence = 1 - (1 - same->confidence) * (1 - p.confidence / 2);
        same->evidence.insert(same->evidence.end(), p.evidence.begin(), p.evidence.end());
      }
    }
    // What follows from another clue and agrees makes a date surer.
    for (DateCandidate& c : out.candidates) {
      for (const Proposal& p : proposals_) {
        if (p.date.size() < c.date.size() && p.clue != c.clue && agrees(p.date, c.date))
          c.confidence = 1 - (1 - c.confidence) * (1 - p.confidence / 2);
      }
      const auto before = [](ByteSpan a, ByteSpan b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; };
      std::sort(c.evidence.begin(), c.evidence.end(), before);
      c.evidence.erase(std::unique(c.evidence.begin(), c.evidence.end()), c.evidence.end());
    }
    std::stable_sort(out.candidates.begin(), out.candidates.end(),
                     [](const DateCandidate& a, const DateCandidate& b) { return a.confidence > b.confidence; });
    for (DateCandidate& c : out.candidates) c.confidence = std::round(c.confidence * 100) / 100;
    if (out.candidates.size() > kMaxCandidates) out.candidates.resize(kMaxCandidates);
    if (out.candidates.empty() || out.candidates[0].confidence < kGoodEnough) return out;
    const DateCandidate& top = out.candidates[0];
    out.date = top.date;
    out.basis = DateBasis::Inferred;
    out.confidence = top.confidence;
    out.evidence = top.evidence;
    return out;
  }

  struct Lived {
    DateRange range;
    ByteSpan span;
  };

  std::string_view text_;
  const timex::Grammar& grammar_;
  const std::vector<UndatedBlock>& blocks_;
  const std::vector<DatedEvent>& events_;
  std::vector<Told> weekdays_, pairs_;
  size_t anniversaries_ = 0;
  int latest_year_ = 0;
  std::optional<CivilDate> latest_;
  Told latest_form_{nullptr, nullptr};
  std::vector<Proposal> proposals_;
  std::vector<Lived> ages_;
  std::optional<DateRange> lived_;  // when all ages told were right
};

}  // namespace

Published DocumentDate::infer(std::string_view text, const timex::Grammar& grammar,
                              const std::vector<UndatedBlock>& blocks) const {
  return Search(text, grammar, blocks, events_).run();
}

}  // namespace depeche::ground
