// Each kind of evidence proposes a date with the confidence that it earns alone; the best one wins, and others that
// agree add to it. Confidences were set by hiding the dates of news whose date is known, and rounded.
#include "ground/document_date.h"

#include <fmt/format.h>

#include <algorithm>
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
constexpr size_t kEventReach = 16;                           // words behind "anniversaire" that may name the event
constexpr size_t kDatelineWords = 8;                         // words before a dateline's date
constexpr size_t kMaxWeekdays = 64, kMaxAnniversaries = 32;  // of one document that are looked at
constexpr int kWeekdayReach = 3;  // days between an anniversary and the weekday that a report of it names

constexpr double kSaidPublished = 0.97, kSaidPublishedResidue = 0.9, kDateline = 0.95, kLoneDate = 0.85, kToday = 0.9,
                 kAnniversaryOnWeekday = 0.9, kAnniversaryNearWeekday = 0.6, kAnniversaryMonth = 0.6,
                 kAnniversaryYear = 0.6, kLatestOnWeekday = 0.55, kLatestNearWeekday = 0.45;
// What a year adds that the text does not say beside the day.
constexpr double kYearByWeekday = 0.75, kYearGuessed = 0.5, kWeekdayDisagrees = 0.5;

struct Proposal {
  std::string date;
  double confidence = 0;
  std::vector<ByteSpan> evidence;
};

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
        if (told.block->kind == text::BlockKind::Residue) continue;
        if (told.form->rule->clue == timex::Clue::Anniversary) anniversary(told, i);
        if (told.form->rule->kind != Kind::Point) continue;
        if (i == 0) dateline(told);
        today(told);
      }
    }
    latest_date();
    return best();
  }

 private:
  std::string_view surface(const Piece& piece) const { return slice(text_, piece.span); }
  bool is(const Piece& piece, timex::Symbol symbol) const {
    return symbol != timex::Lexicon::kNoSymbol && grammar_.lexicon().answers(piece.letter, symbol);
  }

  void propose(std::string date, double confidence, std::vector<ByteSpan> evidence) {
    if (!date.empty()) proposals_.push_back({std::move(date), confidence, std::move(evidence)});
  }

  // The weekdays that stand alone, the latest year and the latest full date of what is told as past.
  void look_around() {
    for (const UndatedBlock& block : blocks_) {
      if (block.kind == text::BlockKind::Residue) continue;
      for (const Form& form : block.forms) {
        if (form.rule->kind != Kind::Point) continue;
        const Fields& f = form.fields;
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

  void propose_day(const Told& told, double confidence, int days_on = 0) {
    const auto date = settle(told.fields(), confidence);
    if (date) propose(to_iso(add_days(*date, days_on)), confidence, {told.form->span});
  }

  // "Publié le 3 mars 2020", not "un rapport publié le 3 mars 2020".
  void said_published(const Told& told) {
    const auto& pieces = told.pieces();
    uint32_t at = told.form->first;
    while (at > 0 && told.form->first - at < 3 && !is(pieces[at], grammar_.published)) --at;
    if (!is(pieces[at], grammar_.published) || (at > 0 && !pieces[at].capital)) return;
    propose_day(told, told.block->kind == text::BlockKind::Residue ? kSaidPublishedResidue : kSaidPublished);
  }

  // "KIEV, 5 mai 2022 (agence) -": capitals, a date, and a mark that sets them off; or a line that is only a date.
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
    if (ends) return propose_day(told, kLoneDate);
    if (told.block->kind != text::BlockKind::Paragraph) return;
    const Piece& next = pieces[form.last + 1];
    if (next.is_word || next.digits > 0) return;
    const std::string_view mark = surface(next);
    const bool place = form.first > 0 && pieces[0].is_word && pieces[0].capital && !is(pieces[0], grammar_.determiner);
    if (mark == "." ? place || next.sentence != pieces.back().sentence || next.span == pieces.back().span
                    : mark != "," && mark != ";")
      propose_day(told, kDateline);
  }

  // "ce mardi 3 mars 2020", "aujourd'hui, 3 mars 2020", "hier, lundi 2 mars 2020".
  void today(const Told& told) {
    const Fields& f = told.fields();
    if (!f.has(Field::Day) || !f.has(Field::Month)) return;
    if (f.has(Field::Shift) && f.has(Field::Unit) && f[Field::Unit] == timex::kDay) {
      propose_day(told, kToday, -f[Field::Shift]);
    } else if (is(told.pieces()[told.form->first], grammar_.demonstrative)) {
      propose_day(told, kToday);
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
    if (!day) return propose(date, date.size() == 7 ? kAnniversaryMonth : kAnniversaryYear, {span});
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
              {near->form->span, span});
    } else if (f.has(Field::Shift) || has_today(told)) {
      propose(to_iso(on), kAnniversaryOnWeekday, {span});
    } else {
      propose(date.substr(0, 7), kAnniversaryMonth, {span});
    }
  }

  // "aujourd'hui", "ce jour" in the anniversary's sentence.
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
      uint32_t joined = i;  // "Oradour-sur-Glane" is a word too
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

  // The latest day told in full, where a weekday of the text is its own.
  void latest_date() {
    if (!latest_) return;
    const Fields& f = latest_form_.fields();
    if (f.has(Field::Weekday)) {
      if (weekday(*latest_) == f[Field::Weekday])
        propose(to_iso(*latest_), kLatestOnWeekday, {latest_form_.form->span});
      return;
    }
    for (const Told& w : weekdays_) {
      if (w.fields()[Field::Weekday] == weekday(*latest_))
        return propose(to_iso(*latest_), kLatestNearWeekday, {w.form->span, latest_form_.form->span});
    }
  }

  Published best() const {
    Published out;
    const Proposal* top = nullptr;
    for (const Proposal& p : proposals_) {
      if (!top || p.confidence > top->confidence) top = &p;
    }
    if (!top || top->confidence < kGoodEnough) return out;
    out.date = top->date;
    out.basis = DateBasis::Inferred;
    double doubt = 1 - top->confidence;
    for (const Proposal& p : proposals_) {
      if (p.date != top->date) continue;
      if (&p != top) doubt *= 1 - p.confidence / 2;
      out.evidence.insert(out.evidence.end(), p.evidence.begin(), p.evidence.end());
    }
    out.confidence = 1 - doubt;
    const auto before = [](ByteSpan a, ByteSpan b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; };
    std::sort(out.evidence.begin(), out.evidence.end(), before);
    out.evidence.erase(std::unique(out.evidence.begin(), out.evidence.end()), out.evidence.end());
    return out;
  }

  std::string_view text_;
  const timex::Grammar& grammar_;
  const std::vector<UndatedBlock>& blocks_;
  const std::vector<DatedEvent>& events_;
  std::vector<Told> weekdays_;
  size_t anniversaries_ = 0;
  int latest_year_ = 0;
  std::optional<CivilDate> latest_;
  Told latest_form_{nullptr, nullptr};
  std::vector<Proposal> proposals_;
};

}  // namespace

Result<DocumentDate> DocumentDate::load(const std::filesystem::path& resources, std::string_view language) {
  DocumentDate out;
  const std::filesystem::path file = resources / language / "time" / "anniversaries.tsv";
  if (!std::filesystem::exists(file)) return out;  // a language may do without
  const Table table = DEPECHE_TRY(read_table(file, {"date", "words"}));
  const int date = table.column("date"), words = table.column("words");
  for (const Table::Row& row : table.rows) {
    DatedEvent event;
    event.date = Table::cell(row, date);
    const auto bad = [&](std::string_view what, std::string_view piece) {
      return fail(Error::Code::Malformed, fmt::format("{} '{}'", what, piece), {table.file, row.line});
    };
    const size_t size = event.date.size();
    if ((size != 10 && size != 7 && size != 4) || !range_of(event.date)) return bad("no date", event.date);
    for (const std::string_view group : split(Table::cell(row, words), ' ')) {
      auto& alternatives = event.words.emplace_back();
      for (const std::string_view word : split(group, '|')) alternatives.push_back(unicode::fold(word));
    }
    if (event.words.empty()) return bad("no words for", event.date);
    out.events_.push_back(std::move(event));
  }
  return out;
}

Published DocumentDate::infer(std::string_view text, const timex::Grammar& grammar,
                              const std::vector<UndatedBlock>& blocks) const {
  return Search(text, grammar, blocks, events_).run();
}

}  // namespace depeche::ground
