// The words met so far, each once, with what the networks want to know of them. A store belongs to one thread and
// grows until it is cleared; its content never changes an answer. Internal to depeche::nlp.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "nlp/analysis.h"
#include "nlp/flat_table.h"
#include "nlp/hash.h"

namespace depeche::nlp {

using LexemeId = uint32_t;

// The attributes of a token with a given text and norm; ids are string ids.
struct Lexeme {
  std::string text;
  StringId orth = 0, norm = 0, prefix = 0, suffix = 0, shape = 0;
  StringId vector = 0;  // the word whose vector it has
  bool is_space = false;
  enum class Phrase : uint8_t { Unknown, No, Yes } starts_phrase = Phrase::Unknown;  // of the tokenizer's special cases
  // 1 + row in the cache of a network's embeddings, 0 = not yet: [network][space after].
  uint32_t embedded[2][2] = {};
  std::vector<std::pair<uint8_t, std::string>> lemmas;  // found so far, by Lemmatizer::key()
  std::string own_norm;                                 // where it is not the usual one of the text, else ""
  bool patterns_found = false;
  std::vector<uint16_t> patterns;  // of the attribute ruler that begin with this word
};

// spaCy's word shape: "Xxxxx", "dd.d", at most four equal signs in a row; "LONG" from 100 code points on.
std::string shape_of(std::string_view text);

class LexemeStore {
 public:
  // `norm` overrides the usual one where it is not empty; `like`, where it is not empty, is the word that the networks
  // see instead.
  LexemeId intern(std::string_view text, std::string_view norm, std::string_view like = {});
  Lexeme& operator[](LexemeId id) { return lexemes_[id]; }
  const Lexeme& operator[](LexemeId id) const { return lexemes_[id]; }
  size_t size() const { return lexemes_.size(); }
  void clear();

 private:
  std::deque<Lexeme> lexemes_;  // addresses stay
  FlatTable<std::string_view, LexemeId> by_text_;
  std::unordered_map<std::string, LexemeId> by_text_and_norm_;
};

}  // namespace depeche::nlp
