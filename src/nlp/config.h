// A model package's config.cfg: which pipes it runs, and whether they are of the kinds that this runtime knows.
// Internal to depeche::nlp.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace depeche::nlp {

class Config {
 public:
  [[nodiscard]] static Result<Config> read(std::string_view text, std::string label);

  // A value as written ("true", "\"fr\""), "" where there is none. `section`: "components.ner.model".
  std::string_view raw(std::string_view section, std::string_view key) const;
  std::string text(std::string_view section, std::string_view key) const;
  // [nlp] pipeline without those of [nlp] disabled.
  const std::vector<std::string>& pipeline() const { return pipeline_; }
  bool runs(std::string_view pipe) const;

  // Refuses, by name, a lemmatizer, pipe, architecture or setting that this runtime does not run.
  [[nodiscard]] Result<void> check_supported() const;

 private:
  [[nodiscard]] Result<void> expect(std::string_view section, std::string_view key, std::string_view wanted) const;
  [[nodiscard]] Result<void> check_tok2vec(const std::string& section) const;

  std::string label_;
  std::map<std::string, std::string, std::less<>> values_;  // "section:key"
  std::vector<std::string> pipeline_;
};

}  // namespace depeche::nlp
