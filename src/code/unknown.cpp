#include "code/unknown.h"

#include <algorithm>
#include <set>

#include "code/topics.h"

namespace depeche::code {

using ground::kNoToken;
using ground::Relation;
using nlp::TokenIndex;

namespace {

class Search {
 public:
  Search(const ground::Syntax& s, const ground::Mentions& m, const voice::Statements& statements, const Frames& frames)
      : s_(s), m_(m), frames_(frames) {
    for (const voice::Claim& claim : statements.claims) cues_.insert(claim.cue);
  }

  bool is_unknown(TokenIndex t) const {
    const nlp::Upos pos = s_.pos(t);
    if (pos != nlp::Upos::Verb && pos != nlp::Upos::Noun) return false;
    const auto at = static_cast<size_t>(t);
    if (cues_.contains(t) || !m_.entities_at[at].empty() || s_.grammar().is_quantity(s_.lemma(t))) return false;
    if (!frames_.entries(s_.forms(t).lemma).empty() || !frames_.entries(s_.forms(t).lower).empty()) return false;
    bool found = false;
    s_.for_children(t, [&](TokenIndex c) {
      const Relation r = s_[c].relation;
      const bool of_verb = r == Relation::Subject || r == Relation::PassiveSubject || r == Relation::Object ||
                           r == Relation::IndirectObject || r == Relation::Agent;
      const bool of_noun = r == Relation::Nominal || r == Relation::Possessive || r == Relation::Adjective;
      found = found || ((pos == nlp::Upos::Verb ? of_verb : of_noun) && acts(c));
    });
    return found;
  }

 private:
  bool acts(TokenIndex t) const {
    const auto& entities = m_.entities_at[static_cast<size_t>(t)];
    return std::any_of(entities.begin(), entities.end(),
                       [&](ground::EntityId e) { return is_political(m_.entities[static_cast<size_t>(e)]); });
  }

  const ground::Syntax& s_;
  const ground::Mentions& m_;
  const Frames& frames_;
  std::set<TokenIndex> cues_;
};

}  // namespace

std::vector<Unknown> unknown_words(const ground::Syntax& syntax, const ground::Mentions& mentions,
                                   const voice::Statements& statements, const Frames& frames) {
  const Search search(syntax, mentions, statements, frames);
  std::vector<Unknown> out;
  for (TokenIndex t = 0; t < syntax.size(); ++t) {
    if (search.is_unknown(t))
      out.push_back(
          {t, syntax.pos(t) == nlp::Upos::Verb ? WordKind::Verb : WordKind::Noun, std::string(syntax.lemma(t))});
  }
  return out;
}

}  // namespace depeche::code
