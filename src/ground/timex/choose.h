// Which of the many days, months or feasts of a name is meant: the nearest to the document's date, on the side that the
// tense says.
#pragma once

#include <optional>

#include "ground/calendar.h"
#include "ground/timex/resolve.h"

namespace depeche::ground::timex {

// A strict wish rules the other side out; a guessed one only outweighs so many days.
constexpr int64_t kTenseWeight = 150, kSureTenseWeight = 320;

// What no tense places is rather past than future, by so many days.
constexpr int64_t kNewsLooksBack = 30;

class Chooser {
 public:
  Chooser(const CivilDate& document, Wish wish)
      : Chooser(document, wish, wish.sure ? kSureTenseWeight : kTenseWeight) {}
  Chooser(const CivilDate& document, Wish wish, int64_t weight) : document_(document), wish_(wish), weight_(weight) {}
  void consider(const DateRange& candidate);
  const std::optional<DateRange>& best() const { return best_; }

 private:
  CivilDate document_;
  Wish wish_;
  int64_t weight_;
  std::optional<DateRange> best_;
  int64_t best_cost_ = INT64_MAX;
};

// The day of that name on the wished side; the document's own day counts unless the wish is strict.
CivilDate nearest_weekday(const CivilDate& document, int weekday, Wish wish);

}  // namespace depeche::ground::timex
