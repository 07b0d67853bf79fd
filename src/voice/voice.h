// Who says what, how surely, and who disputes it: quotes with their speaker, claims within claims, and how the text
// presents each predicate.
//
//   const auto voice = DEPECHE_TRY(voice::Voice::load(resources, language));
//   const voice::Statements said = voice.run(document, syntax, mentions);
//   said.certainty[trigger].claim;   // index into said.claims, -1 = the reporter says it
//
// Immutable once loaded, shared by threads; run() keeps nothing and is linear in the text. It is total: strange text
// gives fewer statements, never an error. `document`, `syntax` and `mentions` must be of one text; the answer holds no
// reference to them.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "base/error.h"
#include "ground/mentions.h"
#include "ground/syntax.h"
#include "text/document.h"
#include "voice/statements.h"

namespace depeche::voice {

struct Lexicon;

class Voice {
 public:
  // Reads resources/<language>/voice/*.toml; a fault names file and line.
  [[nodiscard]] static Result<Voice> load(const std::filesystem::path& resources, std::string_view language);

  Statements run(const text::Document& document, const ground::Syntax& syntax, const ground::Mentions& mentions) const;

 private:
  explicit Voice(std::shared_ptr<const Lexicon> lexicon) : lexicon_(std::move(lexicon)) {}
  std::shared_ptr<const Lexicon> lexicon_;
};

}  // namespace depeche::voice
