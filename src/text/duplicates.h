// Whether an article was there before: under the same address, or in nearly the same words.
//
//   DuplicateFinder finder;
//   if (std::optional<Twin> twin = finder.find(article)) say(twin->id);   // else it is remembered
//
// Words are compared by MinHash over runs of three of them, candidates found by locality-sensitive hashing. Linear;
// the answer depends on the articles and their order alone. Remembers the last kWindow articles, some 350 bytes each.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/article.h"

namespace depeche::text {

struct Twin {
  std::string id;             // of the earlier article
  bool same_address = false;  // else nearly the same words
};

class DuplicateFinder {
 public:
  static constexpr size_t kWindow = size_t{1} << 18;  // articles
  static constexpr double kLeastLikeness = 0.8;       // share of their runs of words that two texts have in common
  static constexpr size_t kLeastWords = 25;           // shorter texts are compared by their address alone

  explicit DuplicateFinder(size_t window = kWindow) : window_(window) {}
  std::optional<Twin> find(const Article& article);

 private:
  static constexpr size_t kBands = 16, kRows = 5, kHashes = kBands * kRows;
  using Sketch = std::array<uint16_t, kHashes>;
  struct Seen {
    std::string id;
    uint64_t address = 0;  // 0: none
    bool has_sketch = false;
    Sketch sketch{};
  };

  static bool sketch_of(std::string_view text, Sketch& sketch);
  uint32_t like(const Sketch& sketch) const;  // number of the earlier article, 0: none
  void remember(Seen seen);
  void enter(uint32_t number, const Sketch& sketch);
  void grow();
  const Seen& seen(uint32_t number) const { return articles_[(number - 1) % window_]; }
  bool is_remembered(uint32_t number) const { return number != 0 && number + window_ > count_; }

  size_t window_;
  uint32_t count_ = 0;  // articles so far; numbers begin with 1
  std::vector<Seen> articles_;
  std::unordered_map<uint64_t, uint32_t> addresses_;
  // The last article of each hash of a band. Another band may have taken its place: there are enough of them.
  std::vector<uint32_t> bands_;
};

// An address without what does not change the article: scheme, "www.", fragment, marks of campaigns. "" where it leads
// to no page of its own.
std::string plain_address(std::string_view url);

}  // namespace depeche::text
