// Events told by how long before or after another they were, by a preposition or a noun.
//
//   const TimeShifts shifts(syntax, mentions);
//   if (const auto shift = shifts.of(attack)) shifted(date_of_attack, *shift)   // when the rest of its sentence was
//
// The words for it are those of [words] after and before, and of [time_shifts], in resources/<lang>/grammar.toml.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ground/calendar.h"
#include "ground/mentions.h"
#include "ground/syntax.h"

namespace depeche::code {

struct TimeShift {
  int64_t count = 0;  // from what is told so to the rest of the sentence; below zero where that was before
  ground::CalendarUnit unit = ground::CalendarUnit::Day;
};

class TimeShifts {
 public:
  // Both must outlive it.
  TimeShifts(const ground::Syntax& syntax, const ground::Mentions& mentions)
      : syntax_(syntax), times_(mentions.times) {}

  // What a noun or verb, as the complement of words for a stretch of time, lies from the rest of its sentence.
  std::optional<TimeShift> of(nlp::TokenIndex token) const;
  // The nearest token at or above `token` that has one, no further than a few steps up; kNoToken for none.
  nlp::TokenIndex pivot_above(nlp::TokenIndex token) const;

 private:
  std::optional<TimeShift> by_noun(nlp::TokenIndex token) const;
  std::optional<TimeShift> by_preposition(nlp::TokenIndex token) const;

  const ground::Syntax& syntax_;
  const std::vector<ground::TimeExpression>& times_;  // in text order
};

// The date that lies `shift` after `date`, as precise as the unit and no more than `date`; `date` itself where it is no
// point of time.
std::string shifted(const std::string& date, TimeShift shift);

}  // namespace depeche::code
