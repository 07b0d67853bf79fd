// The likeliest others of each event, kept in the tables story_marks and story_likeness.
//
//   others.add(events);         new ones; they are compared by a thread of its own while the caller goes on
//   others.remove(events, …);   before their rows go
//   others.settle(touched);     before the transaction ends
#pragma once

#include <cstdint>
#include <deque>
#include <future>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "store/clusters.h"
#include "store/mark_shelf.h"
#include "store/marks.h"
#include "store/sqlite.h"

namespace depeche::store {

class LikelyOthers {
 public:
  using Events = std::unordered_set<int64_t>;
  [[nodiscard]] static Result<LikelyOthers> over(Connection& db);
  [[nodiscard]] Result<void> add(std::vector<Marks> events);
  // `touched` gets those that hung together with them.
  [[nodiscard]] Result<void> remove(const std::vector<int64_t>& events, Events& touched);
  // `touched` gets those whose likely others changed.
  [[nodiscard]] Result<void> settle(Events& touched);
  // All that hangs together with `event`, itself included, each with its marks; and the joins among them.
  struct Group {
    std::vector<Marks> members;
    std::vector<Edge> edges;
  };
  [[nodiscard]] Result<Group> group_of(int64_t event);
  // Another program wrote to the file: what is held in memory may be wrong.
  void forget() {
    shelf_.clear();
    forget_links();
  }

 private:
  LikelyOthers(Connection& db, MarkShelf shelf) : db_(&db), shelf_(std::move(shelf)) {}
  struct Other {
    int64_t event;
    uint64_t rank;
    float points;
  };
  using Others = std::vector<Other>;  // the likeliest first, at most kMostOthers
  struct Kept {
    Others now, then;  // then: as the table has them
  };
  // What the table has of an event: whom it keeps, and who keeps it.
  struct Links {
    Others others;
    std::vector<int64_t> keepers;
  };
  struct Pair {  // of events that may be one
    int64_t one, other;
    uint64_t rank_of_one, rank_of_other;
    float points;
  };
  struct Work;
  // False: it was never taken in.
  Result<bool> marks(int64_t event, Marks& into);
  Result<void> begin_comparing(std::vector<Marks> events, Events fresh);
  Result<void> end_comparing();
  static Result<std::vector<Pair>> compare(Work& work);
  Result<void> drop(int64_t event, Events& touched);
  Result<Others*> others_of(int64_t event);
  Result<void> offer(int64_t to, const Other& other);
  Result<void> write_others(Events& touched);
  // Of events that were added since links are held, all are: where none is held, there is none.
  bool holds_links(int64_t event) const { return event >= first_linked_; }
  Links* links_of(int64_t event);       // nothing: none is held
  Links& make_links_of(int64_t event);  // of an event whose links are held
  void forget_links();
  void unlink(int64_t event, const std::vector<int64_t>& others, const std::vector<int64_t>& keepers);

  Connection* db_;
  MarkShelf shelf_;
  Statement find_marks_, find_others_, find_ranked_, find_keepers_, add_other_, drop_other_, drop_others_,
      drop_keepers_;
  Marks mine_;
  uint32_t turn_ = 0;  // of comparing one event with all
  // Since the last settle(): new events; those that lost one they kept, and may keep another now; what was found; and
  // of events that went, how much was found before.
  Events added_, poorer_;
  std::vector<Pair> pairs_;
  std::unordered_map<int64_t, size_t> removed_;
  std::unordered_map<int64_t, Kept> kept_;
  std::deque<Links> links_;  // of events from first_linked_ on
  int64_t first_linked_ = INT64_MAX;
  std::future<Result<std::vector<Pair>>> comparing_;  // the last member: its thread reads the shelf
};

}  // namespace depeche::store
