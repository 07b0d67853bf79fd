#include "store/likely_others.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "store/likeness.h"
#include "store/stories.h"

namespace depeche::store {
namespace {

constexpr size_t kMostCached = 1'500'000;  // some 300 MB

}  // namespace

Result<LikelyOthers> LikelyOthers::over(Connection& db) {
  LikelyOthers l(db);
  const std::pair<Statement*, std::string_view> statements[] = {
      {&l.add_marks_, "INSERT INTO story_marks (event, marks) VALUES (?,?)"},
      {&l.find_marks_, "SELECT marks FROM story_marks WHERE event = ?"},
      {&l.drop_marks_, "DELETE FROM story_marks WHERE event = ?"},
      {&l.add_key_, "INSERT INTO story_keys (key, day, event) VALUES (?,?,?)"},
      {&l.drop_key_, "DELETE FROM story_keys WHERE key = ? AND day = ? AND event = ?"},
      {&l.near_, "SELECT event FROM story_keys WHERE key = ? AND day BETWEEN ? AND ?"},
      {&l.find_others_, "SELECT other, points FROM story_likeness WHERE event = ?"},
      {&l.find_keepers_, "SELECT event, points FROM story_likeness WHERE other = ?"},
      {&l.add_other_, "INSERT OR REPLACE INTO story_likeness (event, other, points) VALUES (?,?,?)"},
      {&l.drop_other_, "DELETE FROM story_likeness WHERE event = ? AND other = ?"},
      {&l.drop_others_, "DELETE FROM story_likeness WHERE event = ?"},
      {&l.drop_keepers_, "DELETE FROM story_likeness WHERE other = ?"}};
  for (const auto& [statement, sql] : statements) *statement = DEPECHE_TRY(db.prepare(sql));
  return l;
}

void LikelyOthers::remember(int64_t event, std::string packed) {
  if (cached_ >= kMostCached) {
    cache_.clear();
    cached_ = 0;
  }
  const auto at = static_cast<size_t>(event);
  if (at >= cache_.size()) cache_.resize(std::max(at + 1, cache_.size() * 2));
  cached_ += cache_[at].empty() ? 1 : 0;
  cache_[at] = std::move(packed);
}

Result<bool> LikelyOthers::marks(int64_t event, Marks& into) {
  const auto at = static_cast<size_t>(event);
  if (at >= cache_.size() || cache_[at].empty()) {
    find_marks_.bind(1, event);
    if (!DEPECHE_TRY(find_marks_.step())) return false;
    std::string bytes(find_marks_.text(0));
    find_marks_.reset();
    remember(event, std::move(bytes));
  }
  if (unpack(cache_[at], event, into)) return true;
  return fail(Error::Code::Malformed, "marks of a story cannot be read: run `depeche db check`", {.file = db_->path()});
}

Result<LikelyOthers::Others*> LikelyOthers::others_of(int64_t event) {
  if (const auto at = kept_.find(event); at != kept_.end()) return &at->second;
  Others others;
  find_others_.bind(1, event);
  while (DEPECHE_TRY(find_others_.step())) {
    const int64_t other = find_others_.integer(0);
    const auto points = static_cast<float>(find_others_.real(1));
    if (DEPECHE_TRY(marks(other, other_))) others.push_back({other, other_.rank, points});
  }
  std::sort(others.begin(), others.end(),
            [](const Other& x, const Other& y) { return std::tie(y.points, x.rank) < std::tie(x.points, y.rank); });
  earlier_[event] = others;
  return &(kept_[event] = std::move(others));
}

Result<void> LikelyOthers::offer(const Marks& to, const Marks& other, float points) {
  Others& others = *DEPECHE_TRY(others_of(to.event));
  const Other mine{other.event, other.rank, points};
  const auto before = [](const Other& x, const Other& y) {
    return std::tie(y.points, x.rank) < std::tie(x.points, y.rank);
  };
  const auto at = std::lower_bound(others.begin(), others.end(), mine, before);
  if (at != others.end() && at->event == mine.event) return {};
  if (others.size() == StoryKeeper::kMostOthers && at == others.end()) return {};
  others.insert(at, mine);
  if (others.size() > StoryKeeper::kMostOthers) others.pop_back();
  return {};
}

Result<void> LikelyOthers::write_others(std::unordered_set<int64_t>& touched) {
  std::vector<int64_t> events;
  for (const auto& [event, others] : kept_) events.push_back(event);
  std::sort(events.begin(), events.end());
  for (const int64_t event : events) {
    const Others &now = kept_[event], &then = earlier_[event];
    const auto has = [](const Others& all, int64_t one) {
      return std::any_of(all.begin(), all.end(), [one](const Other& o) { return o.event == one; });
    };
    for (const Other& o : then) {
      if (has(now, o.event)) continue;
      drop_other_.bind(1, event);
      drop_other_.bind(2, o.event);
      DEPECHE_CHECK(drop_other_.run());
      touched.insert({event, o.event});
    }
    for (const Other& o : now) {
      if (has(then, o.event)) continue;
      add_other_.bind(1, event);
      add_other_.bind(2, o.event);
      add_other_.bind(3, static_cast<double>(o.points));
      DEPECHE_CHECK(add_other_.run());
      touched.insert({event, o.event});
    }
  }
  kept_.clear();
  earlier_.clear();
  return {};
}

// Events of one key lie side by side: those of days that are near are fetched once for all events of a day.
Result<void> LikelyOthers::compare(const std::vector<Place>& places, const std::unordered_set<int64_t>& fresh,
                                   std::unordered_set<int64_t>& touched) {
  for (size_t i = 0; i < places.size();) {
    size_t end = i;
    while (end < places.size() && places[end].key == places[i].key && places[end].day == places[i].day) ++end;
    const bool is_vague = (places[i].key & 1) != 0;
    for (const int64_t key : {places[i].key & ~int64_t{1}, places[i].key | 1}) {
      const int32_t within = is_vague || (key & 1) != 0 ? kVagueDays : kNearDays;
      near_.bind(1, key);
      near_.bind(2, int64_t{places[i].day - within});
      near_.bind(3, int64_t{places[i].day + within});
      size_t near = 0;
      while (DEPECHE_TRY(near_.step())) {
        const int64_t other = near_.integer(0);
        // Of two new events the later one finds the other: this one nobody here looks for.
        if (other > places[end - 1].event && fresh.contains(other)) continue;
        if (near == near_marks_.size()) near_marks_.emplace_back();
        if (DEPECHE_TRY(marks(other, near_marks_[near]))) ++near;
      }
      for (size_t n = i; n < end; ++n) {
        if (!DEPECHE_TRY(marks(places[n].event, mine_))) continue;
        for (size_t o = 0; o < near; ++o) {
          const Marks& other = near_marks_[o];
          // Of two new events the later one finds the other.
          if (other.event == mine_.event || (other.event > mine_.event && fresh.contains(other.event))) continue;
          if (const auto like = likeness(mine_, other)) {
            DEPECHE_CHECK(offer(mine_, other, like->sum));
            DEPECHE_CHECK(offer(other, mine_, like->sum));
          }
        }
      }
    }
    i = end;
  }
  return write_others(touched);
}

Result<void> LikelyOthers::add(std::vector<Marks> events, std::unordered_set<int64_t>& touched) {
  std::vector<Place> places;
  std::unordered_set<int64_t> fresh;
  for (const Marks& m : events) {
    const std::vector<int64_t> keys = keys_of(m);
    if (keys.empty()) continue;  // nothing to find it by
    std::string bytes = packed(m);
    add_marks_.bind(1, m.event);
    add_marks_.bind_blob(2, bytes);
    DEPECHE_CHECK(add_marks_.run());
    for (const int64_t key : keys) places.push_back({key, m.day, m.event});
    fresh.insert(m.event);
    remember(m.event, std::move(bytes));
  }
  std::sort(places.begin(), places.end(), [](const Place& x, const Place& y) {
    return std::tie(x.key, x.day, x.event) < std::tie(y.key, y.day, y.event);
  });
  for (const Place& p : places) {
    add_key_.bind(1, p.key);
    add_key_.bind(2, int64_t{p.day});
    add_key_.bind(3, p.event);
    DEPECHE_CHECK(add_key_.run());
  }
  return compare(places, fresh, touched);
}

Result<void> LikelyOthers::remove(const std::vector<int64_t>& events, std::unordered_set<int64_t>& touched) {
  std::unordered_set<int64_t> poorer;  // they kept one that goes, and may keep another now
  for (const int64_t event : events) {
    if (!DEPECHE_TRY(marks(event, mine_))) continue;
    for (const int64_t key : keys_of(mine_)) {
      drop_key_.bind(1, key);
      drop_key_.bind(2, int64_t{mine_.day});
      drop_key_.bind(3, event);
      DEPECHE_CHECK(drop_key_.run());
    }
    find_others_.bind(1, event);
    while (DEPECHE_TRY(find_others_.step())) touched.insert(find_others_.integer(0));
    find_keepers_.bind(1, event);
    while (DEPECHE_TRY(find_keepers_.step())) poorer.insert(find_keepers_.integer(0));
    for (Statement* const drop : {&drop_marks_, &drop_others_, &drop_keepers_}) {
      drop->bind(1, event);
      DEPECHE_CHECK(drop->run());
    }
    if (auto& kept = cache_[static_cast<size_t>(event)]; !kept.empty()) {
      kept.clear();
      --cached_;
    }
  }
  std::vector<Place> places;
  for (const int64_t event : poorer) {
    touched.insert(event);
    if (!DEPECHE_TRY(marks(event, mine_))) continue;
    for (const int64_t key : keys_of(mine_)) places.push_back({key, mine_.day, event});
  }
  std::sort(places.begin(), places.end(), [](const Place& x, const Place& y) {
    return std::tie(x.key, x.day, x.event) < std::tie(y.key, y.day, y.event);
  });
  DEPECHE_CHECK(compare(places, {}, touched));
  for (const int64_t event : events) touched.erase(event);
  return {};
}

Result<LikelyOthers::Group> LikelyOthers::group_of(int64_t event) {
  Group group;
  std::vector<int64_t> order{event};
  std::unordered_map<int64_t, size_t> at{{event, 0}};
  for (size_t i = 0; i < order.size(); ++i) {
    for (Statement* const find : {&find_others_, &find_keepers_}) {
      find->bind(1, order[i]);
      while (DEPECHE_TRY(find->step())) {
        const auto [found, is_new] = at.try_emplace(find->integer(0), order.size());
        if (is_new) order.push_back(found->first);
        // Where each keeps the other the join stands twice: clusters() takes the first and the second says nothing new.
        if (find == &find_others_) group.edges.push_back({i, found->second, static_cast<float>(find->real(1))});
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
