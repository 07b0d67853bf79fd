// Patterns of time rules: written as text, compiled into the positions of one automaton (Glushkov's construction).
//
//   WEEKDAY? DAY er? {MONTH YEAR?}
//   [word] count=NUM UNIT
//
// Upper case: a class, captured into the field of the same name, or of the one before `=`; lower case: that word.
// [ ]   context: must stand there, is no part of the expression
// { }   several expressions; without braces all that is no context is one
// ~     no blank before it
// ?     may be missing
// (a|b) alternatives
// <a>   a macro of the same file
// \( \) \[ \] \? \|   these marks themselves
//
// There is no repetition, so a match has a bounded length and the search is linear in the text.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "ground/timex/fields.h"
#include "ground/timex/lexicon.h"

namespace depeche::ground::timex {

using PositionId = uint16_t;
constexpr int8_t kContext = -1;

struct Position {
  Symbol symbol = 0;
  Field field = Field::None;
  int8_t group = 0;      // which expression of the rule it belongs to, kContext for none
  bool adjoins = false;  // no blank before it
  bool accepts = false;  // a match may end here
  uint16_t rule = 0;
  uint32_t follow_begin = 0, follow_end = 0;  // into Automaton::follow
};

struct Automaton {
  std::vector<Position> positions;
  std::vector<PositionId> follow;
  std::vector<PositionId> first;                         // of all rules, in rule order
  std::vector<std::vector<PositionId>> first_by_letter;  // first step, determined for each letter
};

using Macros = std::map<std::string, std::string, std::less<>>;

// Adds one rule's pattern. `groups` becomes the number of its expressions. New literals enter the lexicon.
// Errors say what is wrong with which piece of the pattern.
[[nodiscard]] Result<void> add_pattern(std::string_view pattern, uint16_t rule, const Macros& macros, Lexicon& lexicon,
                                       const std::map<Symbol, Field>& fields, Automaton& automaton, int& groups);
// After the lexicon is frozen.
void finish(const Lexicon& lexicon, Automaton& automaton);

}  // namespace depeche::ground::timex
