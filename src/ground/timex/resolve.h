// From what an expression says to its value: against the document's date, the dates told before it, and the tense.
//
//   Resolver resolver(grammar, document_date);           // none: values keep X for what stays open
//   for (size_t i = 0; i < forms.size(); ++i) resolver.resolve(text, pieces, forms, i, direction, out);
//
// Keeps the narrative's state (the last day told), so forms are given in text order. One thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ground/calendar.h"
#include "ground/timex/grammar.h"

namespace depeche::ground::timex {

enum class Direction : uint8_t { Unknown, Past, Future };

// Where an open point of the calendar may lie.
struct Wish {
  Direction direction = Direction::Unknown;
  bool strict = false;  // said by a word, not guessed from the tense
  bool sure = false;    // guessed, but from the tree's verb
};

// The unit of the calendar that a Unit of Field::Unit is, none for parts of a day.
std::optional<CalendarUnit> calendar_unit(int32_t unit);
constexpr int kFirstYear = 2, kLastYear = 9998;  // room for neighbours on both sides
bool in_reach(const CivilDate& date);

// By a word of the expression, else the tense.
Wish wish_of(const Fields& fields, Wish tense);

// What expressions are counted from: the document's day, or only about when that was.
struct Reference {
  std::optional<CivilDate> day;
  std::optional<CivilDate> about;  // where no day is known: a day of the month or year that is
  CalendarUnit precision = CalendarUnit::Day;
};
Reference reference_of(std::string_view iso);  // "2023-08-15", "2023-08", "2023", "" for none

class Resolver {
 public:
  Resolver(const Grammar& grammar, const Reference& reference)
      : grammar_(grammar),
        document_(reference.day),
        about_(reference.day ? reference.day : reference.about),
        precision_(reference.precision) {}

  // Fills type, value, mod, span and anchor of `out`; false where it turns out to be no expression. `at` indexes forms,
  // all of one block.
  bool resolve(std::string_view text, const std::vector<Piece>& pieces, const std::vector<Form>& forms, size_t at,
               Wish tense, TimeExpression& out);
  void begin_block() {
    sentence_ = UINT32_MAX;
    day_in_block_ = false;
  }

 private:
  struct Point {
    std::string value;             // date part, "" = no such day
    std::optional<CivilDate> day;  // first day
    CalendarUnit precision = CalendarUnit::Day;
    bool exact_day = false;
  };
  Point point(const Form& form, Wish wish) const;
  Point shifted(const Form& form, const CivilDate& base) const;
  Point within(const Fields& fields, const CivilDate& start, CalendarUnit unit) const;
  Point open(const Form& form, Wish wish) const;
  std::optional<int> year_of(const Fields& fields) const;
  std::string clock(const Fields& fields, const std::optional<CivilDate>& day) const;
  std::string duration(std::string_view text, const std::vector<Piece>& pieces, const Form& form) const;
  std::string set(std::string_view text, const std::vector<Piece>& pieces, const Form& form) const;
  std::optional<CivilDate> day_for_clock(const std::vector<Piece>& pieces, const std::vector<Form>& forms,
                                         size_t at) const;
  void place_duration(const Form& form, TimeExpression& out) const;
  bool goes_on(const std::vector<Piece>& pieces, const Form& form) const;
  void reach_document(const std::string& value, TimeExpression& out) const;
  bool counts_things(const Form& form) const;
  int32_t anchor_of(const Form& form) const;
  bool by_clock(const Form& form, TimeExpression& out);

  const Grammar& grammar_;
  std::optional<CivilDate> document_;
  std::optional<CivilDate> about_;  // document_ or, where only its month or year is known, a day of that
  CalendarUnit precision_;
  std::optional<CivilDate> day_;      // the last day told
  bool day_in_block_ = false;         // by the block that is read
  std::string last_;                  // the last value told, of any precision
  std::optional<int> minutes_;        // of the last time of day told, in day_
  std::optional<int> sentence_year_;  // an explicit year of this sentence
  std::optional<CivilDate> sentence_day_;
  uint32_t sentence_ = UINT32_MAX;
  int32_t told_ = 0;                                        // how many times the document has told
  int32_t day_index_ = kNoAnchor, last_index_ = kNoAnchor;  // of day_ and last_
};

// "Z", "+02:00": the offset of a zone of words.toml ("+1 EU": with the European Union's summer time, "-5 US": with
// America's).
std::string zone_offset(std::string_view zone, const std::optional<CivilDate>& day);

}  // namespace depeche::ground::timex
