#include "code/repeats.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "ground/calendar.h"

namespace depeche::code {

using ground::EntityId;

namespace {

class Repeats {
 public:
  explicit Repeats(const ground::Mentions& mentions) : m_(mentions) {}

  bool tells_again(const Event& full, const Event& event) const {
    if (full.type != event.type || full.sentence == event.sentence) return false;
    if (!full.mode.empty() && !event.mode.empty() && full.mode != event.mode) return false;
    if ((full.status == Status::Planned) != (event.status == Status::Planned)) return false;
    if ((full.status == Status::Negated) != (event.status == Status::Negated)) return false;
    if (!may_be_same_day(full.date, event.date)) return false;
    const Fit actor = fit(full.actor, event.actor), recipient = fit(full.recipient, event.recipient);
    if (actor == Fit::Differs || recipient == Fit::Differs) return false;
    if (actor == Fit::Shared && recipient == Fit::Shared) return true;
    // With one side alone, the word must tell the same kind of act too.
    return (actor == Fit::Shared || recipient == Fit::Shared) && full.rule == event.rule;
  }

  // How much an event tells, then how much its sentence does: a title is the shortest.
  static std::pair<int, uint32_t> fullness(const Event& e) {
    const int told = 2 * (!e.actor.empty() + !e.recipient.empty()) + (e.time_basis == TimeBasis::Text) +
                     (e.place >= 0) + !e.mode.empty();
    return {told, e.sentence.end - e.sentence.begin};
  }

 private:
  enum class Fit { Open, Shared, Differs };

  Fit fit(const std::vector<EntityId>& a, const std::vector<EntityId>& b) const {
    if (a.empty() || b.empty()) return Fit::Open;
    const bool shared = std::any_of(a.begin(), a.end(), [&](EntityId x) {
      return std::any_of(b.begin(), b.end(), [&](EntityId y) { return x == y || same_side(x, y); });
    });
    return shared ? Fit::Shared : Fit::Differs;
  }

  // A state and its government, an army and its country: what acts for the same country in the same capacity.
  bool same_side(EntityId x, EntityId y) const {
    const ground::Entity &a = m_.entities[static_cast<size_t>(x)], &b = m_.entities[static_cast<size_t>(y)];
    return !a.country.empty() && a.country == b.country && a.sector == b.sector;
  }

  static bool may_be_same_day(const std::string& a, const std::string& b) {
    if (a.empty() || b.empty() || a == b) return true;
    const auto before = [](std::string_view from, std::string_view to) {  // begins no later than that ends
      const auto x = ground::range_of(from.substr(0, from.find('/'))),
                 y = ground::range_of(to.substr(to.find('/') + 1));
      return x && y && days_from_civil(x->first) <= days_from_civil(y->last);
    };
    return before(a, b) && before(b, a);
  }

  const ground::Mentions& m_;
};

}  // namespace

void link_repeats(const ground::Mentions& mentions, std::vector<Draft>& drafts) {
  std::vector<size_t> order(drafts.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return Repeats::fullness(drafts[a].event) > Repeats::fullness(drafts[b].event);
  });
  const Repeats repeats(mentions);
  constexpr size_t kHeads = 64;  // of a type; a text that tells more acts of one kind is a list
  std::vector<size_t> heads[kEventTypes];
  for (const size_t i : order) {
    Event& event = drafts[i].event;
    std::vector<size_t>& list = heads[static_cast<size_t>(event.type)];
    const auto head =
        std::find_if(list.begin(), list.end(), [&](size_t h) { return repeats.tells_again(drafts[h].event, event); });
    if (head != list.end())
      event.links.push_back({"same_as", static_cast<int32_t>(*head)});
    else if (list.size() < kHeads)
      list.push_back(i);
  }
}

}  // namespace depeche::code
