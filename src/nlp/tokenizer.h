// spaCy's tokenizer: whitespace, exceptions, affix and infix patterns, and the second pass over special cases.
// Internal to depeche::nlp.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/error.h"
#include "base/span.h"
#include "nlp/flat_table.h"
#include "nlp/lexemes.h"
#include "nlp/likenesses.h"
#include "nlp/norms.h"
#include "nlp/regex.h"
#include "nlp/word_patterns.h"

namespace depeche::nlp {

struct RawToken {
  ByteSpan span;
  LexemeId lexeme = 0;
  bool space_after = false;
};

// What one thread keeps between calls: lexemes, and the tokens of chunks seen before.
struct TokenizerState {
  struct Piece {
    LexemeId lexeme;
    uint32_t bytes;
  };
  struct Chunk {
    uint32_t first = 0, count = 0;  // into pieces
  };
  LexemeStore lexemes;
  FlatTable<std::string_view, Chunk> chunks;
  std::deque<std::string> texts;  // of chunks; addresses stay
  std::vector<Piece> pieces;
  Regex::Scratch scratch;
  void clear();
};

class Tokenizer {
 public:
  // `bytes`: the package's file "tokenizer". `label` names it in errors. `norms`: the model's own.
  [[nodiscard]] static Result<Tokenizer> read(std::string_view bytes, const std::string& label, NormTable norms = {});

  // Words that the networks shall see as others.
  void set_likenesses(Likenesses likenesses) { likenesses_ = std::move(likenesses); }

  // Appends the tokens of text[span], a document of its own. `text` is well-formed UTF-8.
  void tokenize(std::string_view text, ByteSpan span, TokenizerState& state, std::vector<RawToken>& out) const;

 private:
  struct Part {
    std::string orth, norm;
  };
  using Exceptions = std::unordered_map<std::string, std::vector<Part>>;
  struct Replacement {
    size_t begin, end;  // tokens
  };

  LexemeId intern(const Part& part, LexemeStore& lexemes) const;
  const std::vector<Part>* exception(std::string_view text) const;
  // The parts of a run without whitespace; with_exceptions false: as if there were none.
  std::vector<Part> split_chunk(std::string_view chunk, bool with_exceptions, const Regex::Scratch& scratch) const;
  void split_infixes(std::string_view text, std::vector<Part>& out, const Regex::Scratch& scratch) const;
  void add_phrase(const std::string& text, const Regex::Scratch& scratch);
  void emit(std::string_view text, ByteSpan chunk, TokenizerState& state, std::vector<RawToken>& out) const;
  void replace_special_cases(std::string_view text, size_t first, TokenizerState& state,
                             std::vector<RawToken>& out) const;

  Regex prefix_, suffix_, infix_, url_;
  WordPatterns token_match_;
  NormTable norms_;
  Likenesses likenesses_;
  Exceptions exceptions_;
  std::unordered_set<std::string> phrases_;     // token texts joined by U+0000
  std::unordered_set<StringId> phrase_starts_;  // orth of first tokens
  size_t longest_phrase_ = 0;
};

}  // namespace depeche::nlp
