// The likeliest others of each event, kept in the tables story_marks, story_keys and story_likeness.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "store/clusters.h"
#include "store/marks.h"
#include "store/sqlite.h"

namespace depeche::store {

class LikelyOthers {
 public:
  [[nodiscard]] static Result<LikelyOthers> over(Connection& db);
  // Takes in new events. `touched` gets those whose likely others changed.
  [[nodiscard]] Result<void> add(std::vector<Marks> events, std::unordered_set<int64_t>& touched);
  // Forgets events. `touched` gets those that hung together with them.
  [[nodiscard]] Result<void> remove(const std::vector<int64_t>& events, std::unordered_set<int64_t>& touched);
  // All that hangs together with `event`, itself included, each with its marks; and the joins among them.
  struct Group {
    std::vector<Marks> members;
    std::vector<Edge> edges;
  };
  [[nodiscard]] Result<Group> group_of(int64_t event);

 private:
  explicit LikelyOthers(Connection& db) : db_(&db) {}
  struct Other {
    int64_t event;
    uint64_t rank;
    float points;
  };
  struct Place {  // of an event in the order of keys
    int64_t key;
    int32_t day;
    int64_t event;
  };
  // False: it was never taken in.
  Result<bool> marks(int64_t event, Marks& into);
  void remember(int64_t event, std::string packed);
  using Others = std::vector<Other>;  // the likeliest first, at most kMostOthers
  Result<void> compare(const std::vector<Place>& places, const std::unordered_set<int64_t>& fresh,
                       std::unordered_set<int64_t>& touched);
  Result<Others*> others_of(int64_t event);
  Result<void> offer(const Marks& to, const Marks& other, float points);
  Result<void> write_others(std::unordered_set<int64_t>& touched);

  Connection* db_;
  Statement add_marks_, find_marks_, drop_marks_, add_key_, drop_key_, near_, find_others_, find_keepers_, add_other_,
      drop_other_, drop_others_, drop_keepers_;
  std::vector<std::string> cache_;  // packed marks by event, empty where not kept
  size_t cached_ = 0;
  Marks mine_, other_;  // emptied and filled again, so that lists keep their memory
  std::vector<Marks> near_marks_;
  std::unordered_map<int64_t, Others> kept_;     // of this update
  std::unordered_map<int64_t, Others> earlier_;  // as the tables have them
};

}  // namespace depeche::store
