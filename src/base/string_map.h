// Hash tables of strings that are asked with views, without making a string.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

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
using StringSet = std::unordered_set<std::string, StringHash, std::equal_to<>>;

}  // namespace depeche
