// spaCy's rule lemmatizers of French and English: index, exceptions, suffix rules; in French also a look-up table.
// Internal to depeche::nlp.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "nlp/analysis.h"
#include "nlp/flat_table.h"
#include "nlp/hash.h"

namespace depeche::nlp {

class Lemmatizer {
 public:
  enum class Kind { French, English };
  // `bytes`: lemmatizer/lookups/lookups.bin, kept: the tables are views into them. `morphs`: Labels::morph.
  [[nodiscard]] static Result<Lemmatizer> read(Kind kind, std::string bytes, const std::string& label,
                                               const std::vector<std::string>& morphs);

  // All that a lemma depends on besides the word.
  uint8_t key(Upos pos, LabelId morph) const {
    return static_cast<uint8_t>(static_cast<uint8_t>(pos) | (is_base(pos, morph) ? kBase : 0));
  }
  std::string lemma(std::string_view word, uint8_t key) const;

 private:
  struct Rule {
    std::string_view suffix, replacement;
  };
  struct Lemmas {
    uint32_t first = 0, count = 0;  // into lemmas_
  };
  struct Nothing {};
  struct Tables {
    FlatTable<std::string_view, Nothing> index;
    FlatTable<std::string_view, Lemmas> exceptions;
    std::vector<Rule> rules;
  };
  // Whether such a word is its own lemma, by its morphology.
  struct Base {
    bool any = false, noun = false, verb = false;
  };
  static constexpr size_t kPositions = static_cast<size_t>(Upos::Space) + 1;
  static constexpr uint8_t kBase = 0x80;

  bool is_base(Upos pos, LabelId morph) const {
    if (base_.empty()) return false;
    const Base base = base_[morph];
    return base.any || (base.noun && pos == Upos::Noun) || (base.verb && pos == Upos::Verb);
  }
  std::string french(std::string_view word, Upos pos) const;
  std::string english(std::string_view word, Upos pos) const;

  Kind kind_ = Kind::French;
  std::unique_ptr<const std::string> bytes_;
  std::vector<Tables> tables_ = std::vector<Tables>(kPositions);  // by Upos
  std::vector<std::string_view> lemmas_;
  FlatTable<StringId, std::string_view> lookup_;  // id(form) -> lemma
  std::vector<Base> base_;                        // English: by LabelId of Labels::morph
};

}  // namespace depeche::nlp
