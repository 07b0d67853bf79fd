// The code stage: events by PLOVER's types, from a document's tree, mentions and statements.
//
//   auto coder = DEPECHE_TRY(Coder::load(resources, language, grounder.grammar()));
//   std::vector<Event> events = coder.run(document, syntax, mentions, statements);
//
// Total; events come in text order. Immutable once loaded, safe to share by threads. `grammar` must outlive it.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "code/attempts.h"
#include "code/event.h"
#include "code/frames.h"
#include "ground/mentions.h"
#include "ground/syntax.h"
#include "text/document.h"
#include "voice/statements.h"

namespace depeche::code {

struct CoderOptions {
  double least_confidence = 0.4;  // events below are left out
  bool explain = false;           // keep what was weighed in Event::reasons
  bool unknown = false;           // also look for words that no frame knows
};

class Coder {
 public:
  [[nodiscard]] static Result<Coder> load(const std::filesystem::path& resources, std::string_view language,
                                          const ground::Grammar& grammar, CoderOptions options = {});
  Coder(Coder&&) noexcept;
  Coder& operator=(Coder&&) noexcept;
  ~Coder();

  // `attempts` (or null) gets what became of each entry of the lexicon that names a word of the text, in text order.
  std::vector<Event> run(const text::Document& document, const ground::Syntax& syntax, const ground::Mentions& mentions,
                         const voice::Statements& statements, std::vector<Attempt>* attempts = nullptr) const;
  const Frames& frames() const;

  struct Impl;

 private:
  explicit Coder(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace depeche::code
