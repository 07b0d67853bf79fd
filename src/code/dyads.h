// Who acts upon whom in the events of a text: asked for each pair of parties that an event may have, so kept by the
// two.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "code/event.h"

namespace depeche::code {

class Dyads {
 public:
  explicit Dyads(const std::vector<Event>& events);
  // Does another event than `own` tell that one of `actors` acts upon one of `recipients`?
  bool told_elsewhere(size_t own, const std::vector<ground::EntityId>& actors,
                      const std::vector<ground::EntityId>& recipients) const;
  // The same of events of that type.
  bool told_elsewhere(size_t own, EventType type, const std::vector<ground::EntityId>& actors,
                      const std::vector<ground::EntityId>& recipients) const;

 private:
  static constexpr int32_t kNone = -1;
  struct Key {
    ground::EntityId actor, recipient;
    int32_t type;  // kNone = any
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    size_t operator()(const Key& key) const;
  };
  struct Two {
    size_t first = SIZE_MAX, second = SIZE_MAX;  // of two events one is another than any
  };
  void add(const Key& key, size_t event);
  bool any(size_t own, int32_t type, const std::vector<ground::EntityId>& actors,
           const std::vector<ground::EntityId>& recipients) const;

  std::unordered_map<Key, Two, KeyHash> events_;
};

}  // namespace depeche::code
