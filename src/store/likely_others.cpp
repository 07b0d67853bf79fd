#include "store/likely_others.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <numeric>
#include <span>
#include <system_error>
#include <tuple>
#include <utility>

#include "store/likeness.h"
#include "store/stories.h"

namespace depeche::store {
namespace {

constexpr size_t kMostLinked = 2'000'000;  // events, some 100 bytes each

Error damaged(const std::string& file) {
  return {Error::Code::Malformed, "marks of a story cannot be read: run `depeche db check`", {.file = file}};
}

}  // namespace

// Events, their order by days, and the days that each is compared with, so that the shelf itself is left alone
// by the thread that compares.
struct LikelyOthers::Work {
  std::vector<Marks> events;
  std::vector<uint32_t> order;
  Events fresh;
  struct Near {
    MarkShelf::Day* day;
    bool is_near;  // also those are compared that both tell their day
  };
  std::vector<Near> near;       // of a day, kNear after each other
  std::vector<size_t> near_at;  // of each event, in their order
  uint32_t turn;                // that the last one before had
  std::string file;
  static constexpr size_t kNear = 2 * kVagueDays + 1;
};

Result<LikelyOthers> LikelyOthers::over(Connection& db) {
  LikelyOthers l(db, DEPECHE_TRY(MarkShelf::over(db)));
  const std::pair<Statement*, std::string_view> statements[] = {
      {&l.find_marks_, "SELECT marks FROM story_marks WHERE event = ?"},
      {&l.find_others_, "SELECT other, points FROM story_likeness WHERE event = ?"},
      {&l.find_ranked_,
       "SELECT l.other, l.points, m.marks FROM story_likeness l JOIN story_marks m ON m.event = l.other WHERE l.event "
       "= ?"},
      {&l.find_keepers_, "SELECT event, points FROM story_likeness WHERE other = ?"},
      {&l.add_other_, "INSERT OR REPLACE INTO story_likeness (event, other, points) VALUES (?,?,?)"},
      {&l.drop_other_, "DELETE FROM story_likeness WHERE event = ? AND other = ?"},
      {&l.drop_others_, "DELETE FROM story_likeness WHERE event = ?"},
      {&l.drop_keepers_, "DELETE FROM story_likeness WHERE other = ?"}};
  for (const auto& [statement, sql] : statements) *statement = DEPECHE_TRY(db.prepare(sql));
  return l;
}

Result<bool> LikelyOthers::marks(int64_t event, Marks& into) {
  if (const std::string_view held = shelf_.find(event); !held.empty() && unpack(held, event, into)) return true;
  find_marks_.bind(1, event);
  if (!DEPECHE_TRY(find_marks_.step())) return false;
  const bool is_read = unpack(find_marks_.blob(0), event, into);
  find_marks_.reset();
  if (is_read) return true;
  return tl::unexpected(damaged(db_->path()));
}

Result<LikelyOthers::Others*> LikelyOthers::others_of(int64_t event) {
  const auto [at, is_new] = kept_.try_emplace(event);
  Kept& kept = at->second;
  if (!is_new || added_.contains(event)) return &kept.now;
  if (holds_links(event)) {
    if (const Links* const held = links_of(event)) kept.now = kept.then = held->others;
    return &kept.now;
  }
  find_ranked_.bind(1, event);
  while (DEPECHE_TRY(find_ranked_.step())) {
    kept.then.push_back(
        {find_ranked_.integer(0), rank_of(find_ranked_.blob(2)), static_cast<float>(find_ranked_.real(1))});
  }
  std::sort(kept.then.begin(), kept.then.end(),
            [](const Other& x, const Other& y) { return std::tie(y.points, x.rank) < std::tie(x.points, y.rank); });
  kept.now = kept.then;
  return &kept.now;
}

Result<void> LikelyOthers::offer(int64_t to, const Other& other) {
  Others& others = *DEPECHE_TRY(others_of(to));
  const auto before = [](const Other& x, const Other& y) {
    return std::tie(y.points, x.rank) < std::tie(x.points, y.rank);
  };
  const auto at = std::lower_bound(others.begin(), others.end(), other, before);
  if (at != others.end() && at->event == other.event) return {};
  if (others.size() == StoryKeeper::kMostOthers && at == others.end()) return {};
  others.insert(at, other);
  if (others.size() > StoryKeeper::kMostOthers) others.pop_back();
  return {};
}

Result<void> LikelyOthers::write_others(Events& touched) {
  std::vector<int64_t> events;
  for (const auto& [event, kept] : kept_) events.push_back(event);
  std::sort(events.begin(), events.end());
  for (const int64_t event : events) {
    const auto& [now, then] = kept_[event];
    const auto has = [](const Others& all, int64_t one) {
      return std::any_of(all.begin(), all.end(), [one](const Other& o) { return o.event == one; });
    };
    for (const Other& o : then) {
      if (has(now, o.event)) continue;
      drop_other_.bind(1, event);
      drop_other_.bind(2, o.event);
      DEPECHE_CHECK(drop_other_.run());
      touched.insert({event, o.event});
      if (Links* const held = links_of(o.event)) std::erase(held->keepers, event);
    }
    for (const Other& o : now) {
      if (has(then, o.event)) continue;
      add_other_.bind(1, event);
      add_other_.bind(2, o.event);
      add_other_.bind(3, static_cast<double>(o.points));
      DEPECHE_CHECK(add_other_.run());
      touched.insert({event, o.event});
      if (holds_links(o.event)) make_links_of(o.event).keepers.push_back(event);
    }
    if (holds_links(event) && now.size() + then.size() > 0) make_links_of(event).others = now;
  }
  kept_.clear();
  return {};
}

Result<std::vector<LikelyOthers::Pair>> LikelyOthers::compare(Work& work) {
  std::vector<Pair> pairs;
  Marks other;
  for (size_t i = 0; i < work.events.size(); ++i) {
    const Marks& one = work.events[work.order[i]];
    const uint32_t turn = work.turn + static_cast<uint32_t>(i) + 1;
    const Keys keys = keys_of(one);
    for (const auto& [day, is_near] : std::span(work.near).subspan(work.near_at[i], Work::kNear)) {
      for (const uint32_t key : keys) {
        const uint32_t sure = key & ~1U, vague = sure | 1U;
        for (const uint64_t entry : day->from(is_near || one.vague ? sure : vague)) {
          if (MarkShelf::Day::key(entry) > vague) break;
          const size_t place = MarkShelf::Day::place(entry);
          if (std::exchange(day->seen[place], turn) == turn) continue;  // by another key
          const int64_t event = day->events[place];
          // Of two new events the later one finds the other.
          if (event == MarkShelf::kGone || event == one.event || (event > one.event && work.fresh.contains(event)))
            continue;
          if (!unpack(day->marks(place), event, other)) return tl::unexpected(damaged(work.file));
          if (const auto like = likeness(one, other))
            pairs.push_back({one.event, event, one.rank, other.rank, like->sum});
        }
      }
    }
  }
  return pairs;
}

Result<void> LikelyOthers::begin_comparing(std::vector<Marks> events, Events fresh) {
  auto work = std::make_shared<Work>();
  std::vector<uint32_t>& order = work->order;
  order.resize(events.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&events](uint32_t x, uint32_t y) {
    return std::tie(events[x].day, events[x].event) < std::tie(events[y].day, events[y].event);
  });
  std::vector<int32_t> days;
  for (const uint32_t at : order) {
    for (int32_t day = events[at].day - kVagueDays; day <= events[at].day + kVagueDays; ++day) {
      if (days.empty() || day > days.back()) days.push_back(day);
    }
  }
  if (turn_ > UINT32_MAX - events.size()) {
    shelf_.clear();
    turn_ = 0;
  }
  shelf_.trim();
  DEPECHE_CHECK(shelf_.expect(days));
  for (size_t i = 0; i < order.size(); ++i) {
    const int32_t day = events[order[i]].day;
    if (i == 0 || day != events[order[i - 1]].day) {
      for (int32_t apart = -kVagueDays; apart <= kVagueDays; ++apart)
        work->near.push_back({DEPECHE_TRY(shelf_.day(day + apart)), std::abs(apart) <= kNearDays});
    }
    work->near_at.push_back(work->near.size() - Work::kNear);
  }
  work->turn = std::exchange(turn_, turn_ + static_cast<uint32_t>(events.size()));
  work->events = std::move(events);
  work->fresh = std::move(fresh);
  work->file = db_->path();
  const auto begin = [&work](std::launch how) { return std::async(how, [work] { return compare(*work); }); };
  try {
    comparing_ = begin(std::launch::async);
  } catch (const std::system_error&) {  // no thread to be had: then by this one, once it is asked for
    comparing_ = begin(std::launch::deferred);
  }
  return {};
}

Result<void> LikelyOthers::end_comparing() {
  if (!comparing_.valid()) return {};
  const std::vector<Pair> found = DEPECHE_TRY(comparing_.get());
  pairs_.insert(pairs_.end(), found.begin(), found.end());
  return {};
}

Result<void> LikelyOthers::add(std::vector<Marks> events) {
  DEPECHE_CHECK(end_comparing());
  // What has no key is found by nothing.
  events.erase(std::remove_if(events.begin(), events.end(), [](const Marks& m) { return keys_of(m).empty(); }),
               events.end());
  Events fresh;
  for (const Marks& m : events) fresh.insert(m.event);
  if (links_.size() > kMostLinked) forget_links();
  if (first_linked_ == INT64_MAX && !fresh.empty()) first_linked_ = *std::min_element(fresh.begin(), fresh.end());
  added_.insert(fresh.begin(), fresh.end());
  DEPECHE_CHECK(shelf_.add(events));
  return begin_comparing(std::move(events), std::move(fresh));
}

void LikelyOthers::forget_links() {
  links_.clear();
  first_linked_ = INT64_MAX;
}

LikelyOthers::Links* LikelyOthers::links_of(int64_t event) {
  const auto at = static_cast<size_t>(event - first_linked_);
  return event >= first_linked_ && at < links_.size() ? &links_[at] : nullptr;
}

LikelyOthers::Links& LikelyOthers::make_links_of(int64_t event) {
  const auto at = static_cast<size_t>(event - first_linked_);
  if (at >= links_.size()) links_.resize(at + 1);
  return links_[at];
}

void LikelyOthers::unlink(int64_t event, const std::vector<int64_t>& others, const std::vector<int64_t>& keepers) {
  if (Links* const held = links_of(event)) *held = {};
  for (const int64_t other : others) {
    if (Links* const held = links_of(other)) std::erase(held->keepers, event);
  }
  for (const int64_t keeper : keepers) {
    if (Links* const held = links_of(keeper))
      std::erase_if(held->others, [event](const Other& o) { return o.event == event; });
  }
}

Result<void> LikelyOthers::drop(int64_t event, Events& touched) {
  if (!DEPECHE_TRY(marks(event, mine_))) return {};
  std::vector<int64_t> others, keepers;
  find_others_.bind(1, event);
  while (DEPECHE_TRY(find_others_.step())) others.push_back(find_others_.integer(0));
  find_keepers_.bind(1, event);
  while (DEPECHE_TRY(find_keepers_.step())) keepers.push_back(find_keepers_.integer(0));
  touched.insert(others.begin(), others.end());
  touched.insert(keepers.begin(), keepers.end());
  poorer_.insert(keepers.begin(), keepers.end());
  for (Statement* const statement : {&drop_others_, &drop_keepers_}) {
    statement->bind(1, event);
    DEPECHE_CHECK(statement->run());
  }
  unlink(event, others, keepers);
  removed_[event] = pairs_.size();
  return shelf_.remove(event, mine_.day);
}

Result<void> LikelyOthers::remove(const std::vector<int64_t>& events, Events& touched) {
  DEPECHE_CHECK(end_comparing());
  for (const int64_t event : events) DEPECHE_CHECK(drop(event, touched));
  for (const int64_t event : events) {
    touched.erase(event);
    poorer_.erase(event);
    added_.erase(event);
  }
  return {};
}

Result<void> LikelyOthers::settle(Events& touched) {
  DEPECHE_CHECK(end_comparing());
  if (!poorer_.empty()) {
    std::vector<Marks> again;
    for (const int64_t event : std::exchange(poorer_, {})) {
      if (DEPECHE_TRY(marks(event, mine_))) again.push_back(mine_);
    }
    DEPECHE_CHECK(begin_comparing(std::move(again), {}));
    DEPECHE_CHECK(end_comparing());
  }
  const auto is_gone = [this](int64_t event, size_t found) {
    const auto at = removed_.find(event);
    return at != removed_.end() && found < at->second;
  };
  for (size_t i = 0; i < pairs_.size(); ++i) {
    const Pair& p = pairs_[i];
    if (is_gone(p.one, i) || is_gone(p.other, i)) continue;
    DEPECHE_CHECK(offer(p.one, {p.other, p.rank_of_other, p.points}));
    DEPECHE_CHECK(offer(p.other, {p.one, p.rank_of_one, p.points}));
  }
  pairs_.clear();
  removed_.clear();
  DEPECHE_CHECK(write_others(touched));
  added_.clear();
  return {};
}

Result<LikelyOthers::Group> LikelyOthers::group_of(int64_t event) {
  Group group;
  std::vector<int64_t> order{event};
  std::unordered_map<int64_t, size_t> at{{event, 0}};
  const auto meet = [&](int64_t one) {
    const auto [found, is_new] = at.try_emplace(one, order.size());
    if (is_new) order.push_back(one);
    return found->second;
  };
  for (size_t i = 0; i < order.size(); ++i) {
    if (holds_links(order[i])) {
      const Links* const held = links_of(order[i]);
      if (!held) continue;
      for (const Other& o : held->others) group.edges.push_back({i, meet(o.event), o.points});
      for (const int64_t keeper : held->keepers) meet(keeper);
      continue;
    }
    for (Statement* const find : {&find_others_, &find_keepers_}) {
      find->bind(1, order[i]);
      while (DEPECHE_TRY(find->step())) {
        const size_t other = meet(find->integer(0));
        // Where each keeps the other the join stands twice: clusters() takes the first and the second says nothing new.
        if (find == &find_others_) group.edges.push_back({i, other, static_cast<float>(find->real(1))});
      }
    }
  }
  for (const int64_t one : order) {
    if (!DEPECHE_TRY(marks(one, group.members.emplace_back())))
      return fail(Error::Code::Malformed, "a story's event has no marks: run `depeche db check`",
                  {.file = db_->path()});
  }
  return group;
}

}  // namespace depeche::store
