#include "voice/tree.h"

#include <algorithm>

namespace depeche::voice {

using ground::Relation;
using nlp::Upos;

namespace {

// How far up a doer is looked for.
constexpr int kMaxSteps = 12;

}  // namespace

Tree::Tree(const ground::Syntax& s, const Words& w)
    : syntax(s), words(w), forms(s, w), range(s.size()), subject(s.size(), kNoToken), reflexive(s.size(), false) {
  const TokenIndex size = s.size();
  order.reserve(size);
  std::vector<bool> seen(size, false);
  for (TokenIndex i = 0; i < size; ++i) {
    range[i] = {i, i + 1};
    if (s[i].head == kNoToken) order.push_back(i), seen[i] = true;
  }
  for (size_t k = 0; k < order.size(); ++k) {
    s.for_children(order[k], [&](TokenIndex c) {
      if (!seen[c]) order.push_back(c), seen[c] = true;
    });
  }
  for (TokenIndex i = 0; i < size; ++i) {  // no tree should leave any; a strange one must not hide a token
    if (!seen[i]) order.push_back(i);
  }
  for (size_t k = order.size(); k-- > 0;) {
    const TokenIndex t = order[k], head = s[t].head;
    if (head == kNoToken) continue;
    range[head].begin = std::min(range[head].begin, range[t].begin);
    range[head].end = std::max(range[head].end, range[t].end);
  }
  for (TokenIndex i = 0; i < size; ++i) {
    const TokenIndex head = s[i].head;
    if (head == kNoToken) continue;
    const Relation r = s[i].relation;
    if (s.surface(i).size() <= 2 && s.surface(i).front() == '-') continue;  // joins an inverted verb and its pronoun
    if (s.grammar().is_reflexive(s.lower(i))) reflexive[head] = true;
    if ((r == Relation::Subject || r == Relation::PassiveSubject) &&
        (subject[head] == kNoToken || s[subject[head]].relation == Relation::Expletive))
      subject[head] = i;
    if (is_inverted_pronoun(i) && subject[head] == kNoToken) subject[head] = i;
  }
}

TokenIndex Tree::served(TokenIndex t) const {
  for (int step = 0; step < 4; ++step) {
    const Relation r = syntax[t].relation;
    if (r != Relation::Auxiliary && r != Relation::PassiveAuxiliary && r != Relation::Copula) break;
    t = syntax[t].head;
  }
  return t;
}

bool Tree::is_punctuation(TokenIndex t) const { return syntax.pos(t) == Upos::Punct || syntax.pos(t) == Upos::Sym; }

bool Tree::is_relative_pronoun(TokenIndex t) const { return syntax.is_relative_pronoun(t); }

bool Tree::is_inverted_pronoun(TokenIndex t) const { return words.inverted_pronouns.contains(syntax.lower(t)); }

bool Tree::brings_clause(TokenIndex t) const {
  if (syntax.pos(t) == Upos::Sconj) return syntax[t].relation == Relation::Marker;
  const TokenIndex head = syntax[t].head;
  return syntax.pos(t) == Upos::Pron && t > 0 && is_punctuation(t - 1) && head != kNoToken && head > t &&
         syntax[head].relation == Relation::Clause;
}

TokenIndex Tree::doer(TokenIndex verb) const {
  TokenIndex v = verb;
  for (int step = 0; step < kMaxSteps && v != kNoToken; ++step) {
    const TokenIndex found = subject[v];
    const Relation relation = syntax[v].relation;
    const TokenIndex head = syntax[v].head;
    if (found != kNoToken && found != verb) {
      if (!is_relative_pronoun(found)) return found;
      return relation == Relation::Relative || relation == Relation::Participle ? head : kNoToken;
    }
    // Of a participle beside a noun: the noun; an infinitive has none here.
    if (relation == Relation::Participle || relation == Relation::Relative)
      return (forms.of(v) & kInfinitiveForm) && syntax.pos(head) != Upos::Pron ? kNoToken : head;
    v = head;
  }
  return kNoToken;
}

}  // namespace depeche::voice
