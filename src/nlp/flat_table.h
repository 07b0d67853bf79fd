// Hash tables that are filled once and then only read: entries in the order of insertion, and a flat array of slots
// that point to them. Small and quick to fill with hundreds of thousands of keys. Internal to depeche::nlp.
//
//   FlatTable<std::string_view, uint32_t> table;
//   table.reserve(n);
//   table.insert(word, 7);
//   if (const uint32_t* found = table.find(word)) use(*found);
//
// A FrozenTable is one that is no longer filled; its arrays can lie in a file.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "nlp/array_file.h"
#include "nlp/hash.h"

namespace depeche::nlp {

// A part of a pool of text, which the table is told of.
struct TextRef {
  uint32_t begin = 0, size = 0;  // bytes
  static TextRef of(std::string_view part, std::string_view pool) {
    if (part.empty()) return {};
    return {static_cast<uint32_t>(part.data() - pool.data()), static_cast<uint32_t>(part.size())};
  }
  std::string_view in(std::string_view pool) const { return {pool.data() + begin, size}; }
  bool is_in(std::string_view pool) const { return begin <= pool.size() && size <= pool.size() - begin; }
};

// Looking a key up. Keys are string ids, which are hashes already, views of strings, which must outlive the table, or
// TextRefs, which are asked for as views.
template <class Key, class Value>
struct FlatLayout {
  using Probe = std::conditional_t<std::is_same_v<Key, TextRef>, std::string_view, Key>;
  struct Entry {
    Key key;
    [[no_unique_address]] Value value;
  };
  struct Slot {
    uint32_t tag = 0, entry = 0;  // 1 + its number, 0 = free
  };

  // Small ids and those of one file can be near one another: mixed, their low bits are spread.
  static uint64_t spread(StringId id) { return (id ^ id >> 32) * 0x9E3779B97F4A7C15; }
  static uint64_t spread(std::string_view text) { return spread(hash64(text)); }
  static uint32_t tag(uint64_t spread) { return static_cast<uint32_t>(spread); }
  static Probe probe(const Key& key, std::string_view pool) {
    if constexpr (std::is_same_v<Key, TextRef>)
      return key.in(pool);
    else
      return key;
  }
  // The slot of the key, or the free one where it would go; `slots` has a free one, and their number is a power of two.
  static size_t place(std::span<const Entry> entries, std::span<const Slot> slots, std::string_view pool,
                      const Probe& key, uint64_t spread) {
    const size_t mask = slots.size() - 1;
    size_t at = spread >> 32 & mask;
    while (slots[at].entry != 0 &&
           !(slots[at].tag == tag(spread) && probe(entries[slots[at].entry - 1].key, pool) == key))
      at = (at + 1) & mask;
    return at;
  }
};

template <class Key, class Value>
class FrozenTable {
 public:
  using Layout = FlatLayout<Key, Value>;
  using Probe = typename Layout::Probe;
  FrozenTable() = default;

  bool empty() const { return entries_.empty(); }
  size_t size() const { return entries_.size(); }
  const Value* find(const Probe& key) const {
    if (slots_.empty()) return nullptr;
    const auto& slot = slots_[Layout::place(entries_, slots_, pool_, key, Layout::spread(key))];
    return slot.entry == 0 ? nullptr : &entries_[slot.entry - 1].value;
  }
  bool contains(const Probe& key) const { return find(key) != nullptr; }

  void write(ArrayWriter& out) const {
    static_assert(std::is_empty_v<Value> || std::has_unique_object_representations_v<typename Layout::Entry>,
                  "padding would write bytes that nobody set");
    out.array(entries_);
    out.array(slots_);
  }
  // A table that write() wrote, whose owner lives as long as this. False where the arrays are no such table, or a value
  // does not please `is_right`.
  template <class Check>
  bool read(ArrayReader& in, std::string_view pool, Check is_right) {
    pool_ = pool;
    if (!in.array(entries_) || !in.array(slots_)) return false;
    if (slots_.empty()) return entries_.empty();
    if (!std::has_single_bit(slots_.size()) || entries_.size() >= slots_.size()) return false;
    for (const auto& entry : entries_) {
      if constexpr (std::is_same_v<Key, TextRef>) {
        if (!entry.key.is_in(pool)) return false;
      }
      if (!is_right(entry.value)) return false;
    }
    size_t used = 0;
    for (const auto& slot : slots_) {
      if (slot.entry > entries_.size()) return false;
      used += slot.entry != 0;
    }
    if (used != entries_.size()) return false;
    // Some keys, to see that they were placed by the same hash.
    for (size_t i = 0; i < entries_.size(); i += 1 + entries_.size() / 64) {
      if (!contains(Layout::probe(entries_[i].key, pool))) return false;
    }
    return true;
  }

 private:
  template <class, class>
  friend class FlatTable;
  std::span<const typename Layout::Entry> entries_;
  std::span<const typename Layout::Slot> slots_;
  std::string_view pool_;
  std::shared_ptr<const void> owner_;  // of arrays that do not lie in a file
};

template <class Key, class Value>
class FlatTable {
 public:
  using Layout = FlatLayout<Key, Value>;
  FlatTable() = default;
  // `pool`: of the TextRefs, must outlive the table.
  explicit FlatTable(std::string_view pool) : pool_(pool) {}

  bool empty() const { return entries_.empty(); }
  size_t size() const { return entries_.size(); }
  void reserve(size_t n) {
    entries_.reserve(n);
    if (slots_for(n) > slots_.size()) rebuild(slots_for(n));
  }
  // A later value of the same key replaces the earlier one.
  void insert(Key key, Value value) {
    if (slots_for(entries_.size() + 1) > slots_.size()) rebuild(slots_for(2 * entries_.size() + 1));
    const auto probe = Layout::probe(key, pool_);
    const uint64_t spread = Layout::spread(probe);
    Slot& slot = slots_[Layout::place(entries_, slots_, pool_, probe, spread)];
    if (slot.entry != 0) {
      entries_[slot.entry - 1].value = value;
      return;
    }
    entries_.push_back({key, value});
    slot = {Layout::tag(spread), static_cast<uint32_t>(entries_.size())};
  }
  const Value* find(const typename Layout::Probe& key) const {
    if (slots_.empty()) return nullptr;
    const Slot& slot = slots_[Layout::place(entries_, slots_, pool_, key, Layout::spread(key))];
    return slot.entry == 0 ? nullptr : &entries_[slot.entry - 1].value;
  }

  FrozenTable<Key, Value> freeze() && {
    FrozenTable<Key, Value> out;
    const auto kept =
        std::make_shared<std::pair<std::vector<Entry>, std::vector<Slot>>>(std::move(entries_), std::move(slots_));
    out.entries_ = kept->first;
    out.slots_ = kept->second;
    out.pool_ = pool_;
    out.owner_ = kept;
    return out;
  }

 private:
  using Entry = typename Layout::Entry;
  using Slot = typename Layout::Slot;
  static size_t slots_for(size_t n) { return std::bit_ceil(n + n / 3 + 1); }
  void rebuild(size_t slots) {
    slots_.assign(slots, {});
    for (size_t i = 0; i < entries_.size(); ++i) {
      const auto probe = Layout::probe(entries_[i].key, pool_);
      const uint64_t spread = Layout::spread(probe);
      slots_[Layout::place(entries_, slots_, pool_, probe, spread)] = {Layout::tag(spread),
                                                                       static_cast<uint32_t>(i + 1)};
    }
  }

  std::vector<Entry> entries_;
  std::vector<Slot> slots_;  // open addressing, a power of two
  std::string_view pool_;
};

}  // namespace depeche::nlp
