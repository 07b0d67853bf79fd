// Sources named by a phrase beside a clause, not by a verb or noun that takes one.
#pragma once

#include <vector>

#include "voice/attribution.h"

namespace depeche::voice {

// The arguments must outlive it.
class SourcePhrases {
 public:
  SourcePhrases(const Lexicon& lexicon, const Tree& tree, const ground::Mentions& mentions)
      : lexicon_(lexicon), tree_(tree), syntax_(tree.syntax), forms_(tree.forms), mentions_(mentions) {}

  // Adds the cue of a phrase that begins at i; the token after its words, or i where none begins there.
  TokenIndex read(TokenIndex i, std::vector<Cue>& cues) const;

 private:
  bool stands_at(TokenIndex i, const Phrase& phrase) const;
  void source_nobody(TokenIndex begin, TokenIndex end, std::vector<Cue>& cues) const;
  bool source(TokenIndex begin, TokenIndex end, PhraseRole role, std::vector<Cue>& cues) const;
  TokenIndex next_nominal(TokenIndex from, TokenIndex end) const;
  bool is_source(TokenIndex noun) const;
  bool is_speaker(TokenIndex begin, TokenIndex noun) const;
  bool has_demonstrative(TokenIndex t) const;
  bool ends_sentence(TokenIndex noun) const;
  TokenIndex segment_begin(TokenIndex from) const;
  bool ends_before_verb(TokenIndex noun) const;
  TokenIndex clause_behind(TokenIndex noun) const;
  Cue cue(TokenIndex begin, TokenIndex end, TokenIndex noun, std::vector<TokenIndex> holders) const;

  const Lexicon& lexicon_;
  const Tree& tree_;
  const ground::Syntax& syntax_;
  const Forms& forms_;
  const ground::Mentions& mentions_;
};

}  // namespace depeche::voice
