#include "ground/timex/choose.h"

#include <cstdlib>

namespace depeche::ground::timex {

void Chooser::consider(const DateRange& candidate) {
  const int64_t here = days_from_civil(document_), first = days_from_civil(candidate.first),
                last = days_from_civil(candidate.last);
  const bool before = last<here, after = first> here;
  if (wish_.strict &&
      ((wish_.direction == Direction::Past && !before) || (wish_.direction == Direction::Future && !after)))
    return;
  int64_t cost = before ? here - last : after ? first - here : 0;
  if (wish_.direction == Direction::Unknown && after) cost += kNewsLooksBack;
  if ((wish_.direction == Direction::Past && after) || (wish_.direction == Direction::Future && before))
    cost += weight_;
  if (cost < best_cost_) {
    best_cost_ = cost;
    best_ = candidate;
  }
}

CivilDate nearest_weekday(const CivilDate& document, int wanted, Wish wish) {
  const int today = weekday(document);
  int ahead = (wanted - today + 7) % 7;
  if (wish.direction == Direction::Future) return add_days(document, ahead == 0 && wish.strict ? 7 : ahead);
  if (ahead > 0 || wish.strict) ahead -= 7;
  return add_days(document, ahead);
}

}  // namespace depeche::ground::timex
