// Hash tables of strings that are asked with views, without making a string.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace depeche {

// A text with its hash, for one that is looked up in many maps.
struct HashedText {
  std::string_view text;
  size_t hash = 0;
  HashedText() = default;
  explicit HashedText(std::string_view of) : text(of), hash(std::hash<std::string_view>{}(of)) {}
  friend bool operator==(const HashedText& a, std::string_view b) { return a.text == b; }
};

struct StringHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  size_t operator()(const HashedText& text) const { return text.hash; }
};
template <class Value>
using StringMap = std::unordered_map<std::string, Value, StringHash, std::equal_to<>>;

// Where it holds few words, most others are told from them by length and first letter, without a hash.
class StringSet {
 public:
  using Words = std::unordered_set<std::string, StringHash, std::equal_to<>>;
  void insert(std::string word) {
    gate_ |= bit(word);
    words_.insert(std::move(word));
  }
  bool contains(std::string_view word) const { return (gate_ & bit(word)) != 0 && words_.contains(word); }
  bool contains(const HashedText& word) const { return (gate_ & bit(word.text)) != 0 && words_.contains(word); }
  bool empty() const { return words_.empty(); }
  Words::const_iterator begin() const { return words_.begin(); }
  Words::const_iterator end() const { return words_.end(); }

 private:
  static uint64_t bit(std::string_view word) {
    return uint64_t{1} << ((word.size() + 5 * static_cast<unsigned char>(word.empty() ? '\0' : word[0])) & 63);
  }
  uint64_t gate_ = 0;
  Words words_;
};

// A bit for the hash of each of many words: tells of most others that they are not among them.
class HashFilter {
 public:
  // `words`: a map by them.
  template <class Map>
  static HashFilter of_keys(const Map& words) {
    constexpr size_t kBitsPerWord = 8;
    HashFilter filter;
    size_t rows = 1;
    while (rows * 64 < kBitsPerWord * words.size()) rows *= 2;
    filter.bits_.assign(rows, 0);
    for (const auto& [word, value] : words) {
      const size_t hash = HashedText(word).hash;
      filter.bits_[filter.row(hash)] |= bit(hash);
    }
    return filter;
  }
  bool may_hold(size_t hash) const { return !bits_.empty() && (bits_[row(hash)] & bit(hash)) != 0; }

 private:
  size_t row(size_t hash) const { return hash >> 6 & (bits_.size() - 1); }
  static uint64_t bit(size_t hash) { return uint64_t{1} << (hash & 63); }
  std::vector<uint64_t> bits_;  // a power of two
};

}  // namespace depeche
