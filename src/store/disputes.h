// Who holds and who denies that an event was: kept beside stories, in their transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/event_facts.h"
#include "store/record_reader.h"
#include "store/sqlite.h"

namespace depeche::store {

class DisputeKeeper {
 public:
  [[nodiscard]] static Result<DisputeKeeper> over(Connection& db);
  // What is told of an event as it is stored spares asking for it again. False: nobody denies it.
  bool added(int64_t event, const StoredEvent& as);
  void hold(const StoredRecord& record, const WrittenRows& rows);  // after all its events were added
  void forget() {                                                  // of what was told so
    denials_.clear();
    told_.clear();
  }
  // Writes the dispute over the events of one story, or over one event that is in none; nothing where nobody denies it,
  // or nobody holds it. `best`: the event that stands for all. date_first: of the story; "": that of `best`.
  [[nodiscard]] Result<void> write(const std::vector<int64_t>& events, std::optional<int64_t> story, int64_t best,
                                   std::string_view date_first);
  [[nodiscard]] Result<void> drop_of_story(int64_t story);
  [[nodiscard]] Result<void> drop_of_event(int64_t event);  // that stands for all, or holds a position

 private:
  struct Holder {
    int64_t event = 0, actor = 0;  // actor 0: the medium
    bool denies = false;
    std::string stance, holder;
    int64_t begin = -1, end = -1;
  };
  // What is told of an event about whether it was.
  struct Told {
    struct One {
      int64_t actor = 0;
      std::string what, holder;  // what: stance or role
      Span span;
    };
    std::string status, publisher;
    Span trigger;
    std::vector<One> positions, parties;  // parties: confirmers, deniers, sources
  };
  Result<std::optional<Told>> read(int64_t event);
  static void add_holders(int64_t event, const Told& told, std::vector<Holder>& holders);
  bool is_surely_undenied(int64_t event) const;
  Result<void> drop(Statement& found);  // disputes
  Statement event_, positions_, participants_, add_, add_holder_, of_story_, of_event_, drop_holders_, drop_;
  Connection* db_ = nullptr;
  // Of events from first_added_ on.
  enum class Denial : uint8_t { Unknown, None, Possible };
  std::vector<Denial> denials_;
  int64_t first_added_ = 0;
  std::unordered_map<int64_t, Told> told_;  // of those that may be denied
};

}  // namespace depeche::store
