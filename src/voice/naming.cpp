#include "voice/naming.h"

namespace depeche::voice {

bool gives_name(const Tree& tree, TokenIndex t, TokenIndex count) {
  const Words& words = tree.words;
  const nlp::Upos pos = tree.syntax.pos(t);
  const std::string_view lemma = tree.syntax.lemma(t);
  if ((pos == nlp::Upos::Noun || pos == nlp::Upos::Propn) && words.naming_nouns.contains(lemma))
    return count <= kNameWords;
  if (pos == nlp::Upos::Adj && words.naming_verbs.contains(lemma)) return true;
  if (!tree.forms.is_verbal(t)) return false;
  // A passive participle or an active verb before a name, but not a verb of appeal before a clause in marks.
  return words.naming_verbs.contains(lemma) ||
         (words.calling_verbs.contains(lemma) && !tree.reflexive[t] && count <= (tree.forms.verb(t).passive ? 5 : 2));
}

}  // namespace depeche::voice
