// An analysis as text: CoNLL-U for eyes and tools, JSON Lines for programs.
#pragma once

#include <string>
#include <string_view>

#include "base/string_map.h"
#include "nlp/analysis.h"

namespace depeche::nlp {

// Writes analyses as JSON Lines. Keeps the forms of the words it has met; one per thread.
class JsonLinesWriter {
 public:
  // Appends one object and a newline: text, and per token the arrays tok, sp (space after), norm, shape, pos, tag,
  // morph, lemma, head (index of the head, its own for a root), dep, ss (starts a sentence); ent: [first, past last,
  // label]. `text` is well-formed UTF-8.
  void write(const Analysis& analysis, std::string_view text, std::string& out);

 private:
  // JSON strings, quotes included.
  struct Word {
    std::string text, norm, shape;
  };
  static constexpr size_t kMaxWords = 32 * 1024, kMaxKept = 64;  // words; bytes of a word
  Word& word(std::string_view text);

  StringMap<Word> words_;
  std::string texts_, norms_, shapes_;
};

// Appends the sentences in CoNLL-U, token numbers and heads counting from 1 in each; MISC has SpaceAfter=No and the
// entity as NE=B-PER. `id` names the document.
void write_conllu(const Analysis& analysis, std::string_view text, std::string_view id, std::string& out);

}  // namespace depeche::nlp
