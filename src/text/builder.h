// Article -> Document: the text put together, its language, and what each of its parts is.
//
//   auto builder = DEPECHE_TRY(text::DocumentBuilder::load("resources"));
//   text::Document document = builder.run({.id = "a1", .title = title, .text = paragraphs});
//
// Total: bytes that are not UTF-8 are repaired and told in the diagnostics. Immutable once loaded, safe to share by
// threads. Time is linear in the text.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/error.h"
#include "text/article.h"
#include "text/document.h"

namespace depeche::text {

struct BuilderOptions {
  std::string default_language = "fr";  // of texts that are too short to tell
};

class DocumentBuilder {
 public:
  // `resources` holds <lang>/text/residue.toml; a language without one has no residue rules. Errors name file and line.
  [[nodiscard]] static Result<DocumentBuilder> load(const std::filesystem::path& resources,
                                                    BuilderOptions options = {});
  DocumentBuilder(DocumentBuilder&&) noexcept;
  DocumentBuilder& operator=(DocumentBuilder&&) noexcept;
  ~DocumentBuilder();

  // Document::language is the article's own, else the guessed one, which may be one that nothing else here can read.
  Document run(Article article) const;

  struct Impl;

 private:
  explicit DocumentBuilder(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace depeche::text
