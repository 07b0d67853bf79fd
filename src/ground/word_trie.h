// Names of a list, found at a word of a text: the longest that fits. Upper case counts: a town is not the word
// that it is in lower case, nor a code.
//
//   WordTrie trie;
//   trie.add(name, 7);
//   auto found = trie.longest(words, 1);   // found.words: how many; found.values == {7}
//
// Built once, then immutable. Finding takes time linear in the length of the longest name.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/string_map.h"
#include "ground/names.h"

namespace depeche::ground {

class WordTrie {
 public:
  // Adds a name as it is usually written. Several values may share a name, the same value twice counts once.
  // `any_case`: letters' case in the text does not matter.
  void add(std::string_view name, int32_t value, bool any_case = false);

  struct Found {
    size_t words = 0;             // 0: nothing
    std::vector<int32_t> values;  // in the order they were added
  };
  // The longest name that begins at words[at].
  Found longest(std::span<const Word> words, size_t at) const;
  // All values of exactly this name, whatever its case.
  std::vector<int32_t> exact(std::string_view name) const;

 private:
  friend class ActorBookPack;
  struct Entry {
    int32_t value;
    int32_t next;        // of the same name, -1: the last
    uint8_t capital_at;  // this word must begin in upper case; kNoCapital: none must
    bool acronym;        // and be all in upper case
  };
  static constexpr uint8_t kNoCapital = 255;
  struct Node {
    int32_t first = -1, last = -1;  // entries that end here
  };
  int32_t word_id(const Word& word) const;
  bool may_begin(size_t hash) const {
    return !begins_.empty() && (begins_[hash >> 6 & (begins_.size() - 1)] >> (hash & 63) & 1) != 0;
  }
  void note_begin(size_t hash);
  void note_begins();                                   // of all names, once more
  int32_t next_node(int32_t node, int32_t word) const;  // -1 where no name goes on so
  static uint64_t edge(int32_t node, int32_t word) {
    return static_cast<uint64_t>(static_cast<uint32_t>(node)) << 32 | static_cast<uint32_t>(word);
  }
  static bool fits(const Entry& entry, std::span<const Word> words);

  StringMap<int32_t> vocabulary_;
  std::vector<Node> nodes_{1};
  std::vector<Entry> entries_;
  std::unordered_map<uint64_t, int32_t> edges_;  // from a node by a word: one table, for lists of a million names
  // A bit for each word that begins a name, by its hash: most words of a text begin none. A power of two, or none.
  std::vector<uint64_t> begins_;
  size_t begin_count_ = 0;
};

}  // namespace depeche::ground
