// spaCy's rule lemmatizers of French and English: index, exceptions, suffix rules; in French also a look-up table.
// Internal to depeche::nlp.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"
#include "nlp/analysis.h"
#include "nlp/flat_table.h"
#include "nlp/hash.h"

namespace depeche::nlp {

class Lemmatizer {
 public:
  enum class Kind { French, English };
  // `bytes`: lemmatizer/lookups/lookups.bin, kept: the tables refer to them. `morphs`: Labels::morph.
  [[nodiscard]] static Result<Lemmatizer> read(Kind kind, Bytes bytes, const std::string& label,
                                               const std::vector<std::string>& morphs);
  // The same with the tables that write() made of these bytes; none where they are no such tables.
  [[nodiscard]] static std::optional<Lemmatizer> read_tables(Kind kind, Bytes bytes, Bytes tables,
                                                             const std::vector<std::string>& morphs);
  std::string write() const;

  // All that a lemma depends on besides the word.
  uint8_t key(Upos pos, LabelId morph) const {
    return static_cast<uint8_t>(static_cast<uint8_t>(pos) | (is_base(pos, morph) ? kBase : 0));
  }
  std::string lemma(std::string_view word, uint8_t key) const;

 private:
  struct Rule {
    TextRef suffix, replacement;
  };
  struct Lemmas {
    uint32_t first = 0, count = 0;  // into lemmas_
  };
  struct Nothing {};
  struct Tables {
    FrozenTable<TextRef, Nothing> index;
    FrozenTable<TextRef, Lemmas> exceptions;
    std::span<const Rule> rules;
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
  std::string_view text(TextRef part) const { return part.in(bytes_.view()); }
  static std::vector<Base> bases(Kind kind, const std::vector<std::string>& morphs);
  std::string french(std::string_view word, Upos pos) const;
  std::string english(std::string_view word, Upos pos) const;

  Kind kind_ = Kind::French;
  Bytes bytes_;
  std::shared_ptr<const void> owner_;                             // of the arrays
  std::vector<Tables> tables_ = std::vector<Tables>(kPositions);  // by Upos
  std::span<const TextRef> lemmas_;
  FrozenTable<StringId, TextRef> lookup_;  // id(form) -> lemma
  std::vector<Base> base_;                 // English: by LabelId of Labels::morph
};

}  // namespace depeche::nlp
