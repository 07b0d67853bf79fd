// The ground stage: who, where and when of a document.
//
//   auto grounder = DEPECHE_TRY(Grounder::load(resources, language, gazetteer));
//   Mentions mentions = grounder.run(document, analysis);
//
// `analysis` must be of document.text. Total: any text gives mentions, perhaps none. Immutable once loaded, safe to
// share by threads; the same input gives the same mentions. Time grows with the length of the text.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "ground/mentions.h"
#include "ground/syntax.h"
#include "nlp/analysis.h"
#include "text/document.h"

namespace depeche::ground {

class Grounder {
 public:
  // `resources`: the folder with actors/, places/ and <language>/. `gazetteer`: "" or a path that holds nothing leaves
  // the built-in places. `actors`: a table of the user's own, as ActorBook::load() takes it, and
  // `packs`. Errors name file and line.
  [[nodiscard]] static Result<Grounder> load(const std::filesystem::path& resources, std::string_view language = "fr",
                                             const std::filesystem::path& gazetteer = {},
                                             const std::filesystem::path& actors = {},
                                             const std::filesystem::path& packs = {});
  Grounder(Grounder&&) noexcept;
  Grounder& operator=(Grounder&&) noexcept;
  ~Grounder();

  Mentions run(const text::Document& document, const nlp::Analysis& analysis) const;
  // The same over a view of the tree that the caller has made with grammar() already.
  Mentions run(const text::Document& document, const Syntax& syntax) const;

  const Grammar& grammar() const;
  // Rows of the lists that were skipped, each with file and line.
  std::vector<std::string> diagnostics() const;

  struct Impl;

 private:
  explicit Grounder(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace depeche::ground
