// A model's own norms of words, such as a contraction's full form: the table lexeme_norm of vocab/lookups.bin.
// Immutable. Internal to depeche::nlp.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "base/error.h"
#include "nlp/hash.h"

namespace depeche::nlp {

class NormTable {
 public:
  // No norms.
  NormTable() = default;
  // `bytes`: vocab/lookups.bin, an empty map in models without such norms. `label` names it in errors.
  [[nodiscard]] static Result<NormTable> read(std::string_view bytes, const std::string& label);

  // "" where the table says nothing of the word. The view lives as long as the table.
  std::string_view find(std::string_view word) const;

 private:
  std::unordered_map<StringId, std::string> norms_;
};

}  // namespace depeche::nlp
