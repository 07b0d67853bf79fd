// A table that is filled once and then only read: entries in the order of insertion, and a flat array of slots that
// point to them. Small and quick to fill with hundreds of thousands of keys. Internal to depeche::nlp.
//
//   FlatTable<std::string_view, uint32_t> table;
//   table.reserve(n);
//   table.insert("mange", 7);
//   if (const uint32_t* found = table.find("mange")) use(*found);
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string_view>
#include <vector>

#include "nlp/hash.h"

namespace depeche::nlp {

// Keys are string ids, which are hashes already, or views of strings, which must outlive the table. A later value of
// the same key replaces the earlier one.
template <class Key, class Value>
class FlatTable {
 public:
  bool empty() const { return entries_.empty(); }
  size_t size() const { return entries_.size(); }
  void reserve(size_t n) {
    entries_.reserve(n);
    if (slots_for(n) > slots_.size()) rebuild(slots_for(n));
  }
  void insert(Key key, Value value) {
    if (slots_for(entries_.size() + 1) > slots_.size()) rebuild(slots_for(2 * entries_.size() + 1));
    Slot& slot = slots_[place(key, spread(key))];
    if (slot.entry != 0) {
      entries_[slot.entry - 1].value = value;
      return;
    }
    entries_.push_back({key, value});
    slot = {tag(spread(key)), static_cast<uint32_t>(entries_.size())};
  }
  const Value* find(Key key) const {
    if (slots_.empty()) return nullptr;
    const Slot& slot = slots_[place(key, spread(key))];
    return slot.entry == 0 ? nullptr : &entries_[slot.entry - 1].value;
  }
  bool contains(Key key) const { return find(key) != nullptr; }

 private:
  struct Entry {
    Key key;
    [[no_unique_address]] Value value;
  };
  struct Slot {
    uint32_t tag = 0, entry = 0;  // 1 + its number, 0 = free
  };

  static size_t slots_for(size_t n) { return std::bit_ceil(n + n / 3 + 1); }
  // Small ids and those of one file can be near one another: mixed, their low bits are spread.
  static uint64_t spread(StringId id) { return (id ^ id >> 32) * 0x9E3779B97F4A7C15; }
  static uint64_t spread(std::string_view text) { return spread(hash64(text)); }
  static uint32_t tag(uint64_t spread) { return static_cast<uint32_t>(spread); }

  // The slot of the key, or the free one where it would go.
  size_t place(const Key& key, uint64_t spread) const {
    const size_t mask = slots_.size() - 1;
    size_t at = spread >> 32 & mask;
    while (slots_[at].entry != 0 && !(slots_[at].tag == tag(spread) && entries_[slots_[at].entry - 1].key == key))
      at = (at + 1) & mask;
    return at;
  }
  void rebuild(size_t slots) {
    slots_.assign(slots, {});
    for (size_t i = 0; i < entries_.size(); ++i)
      slots_[place(entries_[i].key, spread(entries_[i].key))] = {tag(spread(entries_[i].key)),
                                                                 static_cast<uint32_t>(i + 1)};
  }

  std::vector<Entry> entries_;
  std::vector<Slot> slots_;  // open addressing, a power of two
};

}  // namespace depeche::nlp
