// spaCy's French rule lemmatizer: index, exceptions, suffix rules, look-up table. Internal to depeche::nlp.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/error.h"
#include "nlp/analysis.h"
#include "nlp/hash.h"

namespace depeche::nlp {

class FrenchLemmatizer {
 public:
  // `bytes`: lemmatizer/lookups/lookups.bin, kept: the tables are views into them.
  [[nodiscard]] static Result<FrenchLemmatizer> read(std::string bytes, const std::string& label);

  std::string lemma(std::string_view word, Upos pos) const;

 private:
  struct Rule {
    std::string_view suffix, replacement;
  };
  struct Tables {
    std::unordered_set<std::string_view> index;
    std::unordered_map<std::string_view, std::string_view> exceptions;  // form -> its first lemma
    std::vector<Rule> rules;
  };
  static constexpr size_t kPositions = static_cast<size_t>(Upos::Space) + 1;

  std::unique_ptr<const std::string> bytes_;
  std::vector<Tables> tables_ = std::vector<Tables>(kPositions);  // by Upos
  std::unordered_map<StringId, std::string_view> lookup_;         // id(form) -> lemma
};

}  // namespace depeche::nlp
