// Names as they are written, made comparable: words of a text for look-ups in lists, and sounds of a name whatever the
// transliteration.
//
//   std::vector<Word> words = words_of(document.text);
//   auto rules = DEPECHE_TRY(Transliteration::load(resources / "actors/transliteration.tsv"));
//   rules.sound(a) == rules.sound(b);   // two transliterations of one name
//
// All of it is immutable after loading and may be shared by threads.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/span.h"
#include "base/string_map.h"

namespace depeche::ground {

// What stands between a word and the one before it.
enum class Joint : uint8_t { Break /* punctuation, line end, begin of text */, Space, Hyphen, Apostrophe, Dot };

// A run of letters and digits. Lists are matched over these, whatever the tokens of a model are.
struct Word {
  ByteSpan span;
  std::string folded;     // unicode::fold
  size_t hash = 0;        // of `folded`, as StringHash makes it
  bool capital = false;   // begins with an upper case letter
  bool all_caps = false;  // two or more letters, none in lower case
  bool plain = true;      // of ASCII letters only
  Joint joint = Joint::Break;
  void fold_to(std::string text) {
    folded = std::move(text);
    hash = StringHash{}(folded);
  }
};

// `text` is well-formed UTF-8. A dot joins words only after a single letter.
std::vector<Word> words_of(std::string_view text);

// The folded words of a name, joined by single spaces: lower case, no accents, hyphens or apostrophes.
std::string fold_name(std::string_view name);

// Whether two folded names differ by one letter: put in, left out, another, or two that stand the wrong way round.
// Never the first letter.
bool is_one_slip(std::string_view a, std::string_view b);

class Transliteration {
 public:
  [[nodiscard]] static Result<Transliteration> load(const std::filesystem::path& file);

  // The sound of one name ("" for none of letters): rules from left to right, the longest that fits, doubled letters
  // once.
  std::string sound(std::string_view name) const;
  // Coarser: o and u, a and e, are one, repeated vowels once. For names that something else already links.
  static std::string coarse(std::string_view sound);
  // Two spellings of one name: same sound, or the same coarse sound of at least four letters.
  bool same(std::string_view a, std::string_view b) const;

 private:
  friend class ActorBookPack;
  enum class At : uint8_t { Anywhere, Start, End };
  struct Rule {
    std::string from, to;
    At at;
  };
  const Rule* rule_at(std::string_view folded, size_t i) const;

  std::vector<Rule> rules_;  // longest `from` first, then in file order
};

}  // namespace depeche::ground
