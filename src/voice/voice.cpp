#include "voice/voice.h"

namespace depeche::voice {

struct Lexicon {};

Result<Voice> Voice::load(const std::filesystem::path&, std::string_view) {
  return Voice(std::make_shared<const Lexicon>());
}

Statements Voice::run(const text::Document&, const ground::Syntax& syntax, const ground::Mentions&) const {
  Statements statements;
  statements.certainty.resize(syntax.size());
  return statements;
}

}  // namespace depeche::voice
