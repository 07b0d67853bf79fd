// Trees in which function words govern, turned into those in which they depend: prepositions and copulas.
#include <algorithm>

#include "ground/syntax.h"

namespace depeche::ground {

using nlp::Upos;

// A preposition with a noun below it becomes the noun with that marker, attached where the preposition was; of two
// prepositions, one below the other, both hang below the noun, whose marker is the outer one. Moving a child above its
// parent keeps a tree a tree.
void Syntax::lift_prepositional_objects() {
  std::vector<TokenIndex> object(nodes_.size(), kNoToken);  // of prepositions: what was lifted out of them
  const auto is_preposition = [&](TokenIndex t) { return grammar_->labels_preposition(analysis_->deprel(token(t))); };
  const auto settled = [&](TokenIndex t) {
    while (object[t] != kNoToken) {
      if (const TokenIndex next = object[object[t]]; next != kNoToken) object[t] = next;
      t = object[t];
    }
    return t;
  };
  for (TokenIndex i = 0; i < size(); ++i) {
    const TokenIndex inner = nodes_[i].head;
    if (inner == kNoToken || object[inner] != kNoToken) continue;
    // Also what a participle that is used as a preposition governs.
    const bool participle = pos(inner) == Upos::Verb && is_preposition(inner) && nodes_[i].relation == Relation::Object;
    if (!participle && !grammar_->labels_governed(analysis_->deprel(token(i)))) continue;
    if (object[i] != kNoToken) continue;  // already below what it governs: lifting it again would make a ring
    if (pos(i) == Upos::Adp) continue;    // one preposition below another that has a noun
    TokenIndex outer = inner;
    for (TokenIndex h = nodes_[outer].head; h != kNoToken && is_preposition(h) && object[h] == kNoToken;
         h = nodes_[outer].head) {
      outer = h;
    }
    const Relation old = nodes_[outer].relation;
    TokenIndex above = nodes_[outer].head;
    if (above != kNoToken) above = settled(above);
    for (TokenIndex t = inner;;) {
      const TokenIndex next = nodes_[t].head;
      nodes_[t].head = i;
      nodes_[t].relation = Relation::Case;
      object[t] = i;
      if (t == outer) break;
      t = next;
    }
    nodes_[i].head = above;
    nodes_[i].marker = outer;
    if (above == kNoToken) {
      nodes_[i].relation = Relation::Root;
    } else if (old == Relation::Agent || old == Relation::IndirectObject || old == Relation::Conjunct) {
      nodes_[i].relation = old;
    } else {
      const Upos p = pos(above);
      const bool nominal = p == Upos::Noun || p == Upos::Propn || p == Upos::Pron || p == Upos::Num;
      const bool clause = pos(i) == Upos::Verb || pos(i) == Upos::Aux;
      nodes_[i].relation = clause ? (nominal ? Relation::Participle : Relation::AdverbialClause)
                                  : (nominal ? Relation::Nominal : Relation::Oblique);
    }
  }
  // What else stood below a preposition goes with the noun.
  for (TokenIndex i = 0; i < size(); ++i) {
    const TokenIndex h = nodes_[i].head;
    if (h == kNoToken || object[h] == kNoToken) continue;
    nodes_[i].head = settled(h);
    if (pos(i) == Upos::Adp && grammar_->labels_governed(analysis_->deprel(token(i))))
      nodes_[i].relation = Relation::Case;
  }
}

// The particle of an infinitive is called an auxiliary there: it introduces the infinitive as a subordinator does.
void Syntax::mark_infinitives() {
  for (TokenIndex i = 0; i < size(); ++i) {
    if (nodes_[i].relation == Relation::Auxiliary && pos(i) == Upos::Part && !grammar_->is_negation(lower_[i]))
      nodes_[i].relation = Relation::Marker;
  }
}

// A copula with a predicate below it becomes the predicate with the copula below it and all that was below the copula;
// what stands behind the copula of an existential clause is its subject.
void Syntax::raise_predicates() {
  std::vector<TokenIndex> predicate(nodes_.size(), kNoToken);  // of copulas
  std::vector<bool> has_subject(nodes_.size()), has_expletive(nodes_.size());
  for (TokenIndex i = 0; i < size(); ++i) {
    const TokenIndex h = nodes_[i].head;
    if (h == kNoToken) continue;
    if (nodes_[i].relation == Relation::Subject) has_subject[h] = true;
    if (nodes_[i].relation == Relation::Expletive) has_expletive[h] = true;
    if (predicate[h] == kNoToken && grammar_->labels_predicate(analysis_->deprel(token(i))) &&
        grammar_->is_copula(lemma(h)) && !grammar_->is_copula(lemma(i)))
      predicate[h] = i;
  }
  for (TokenIndex h = 0; h < size(); ++h) {
    if (predicate[h] == kNoToken || !has_expletive[h] || has_subject[h]) continue;
    nodes_[predicate[h]].relation = Relation::Subject;
    predicate[h] = kNoToken;
  }
  for (TokenIndex i = 0; i < size(); ++i) {
    const TokenIndex h = nodes_[i].head;
    if (h != kNoToken && predicate[h] != kNoToken && predicate[h] != i) nodes_[i].head = predicate[h];
  }
  for (TokenIndex h = 0; h < size(); ++h) {
    const TokenIndex i = predicate[h];
    if (i == kNoToken) continue;
    nodes_[i].head = nodes_[h].head;
    nodes_[i].relation = nodes_[h].relation;
    if (nodes_[i].marker == kNoToken) nodes_[i].marker = nodes_[h].marker;
    nodes_[h].head = i;
    nodes_[h].relation = Relation::Copula;
  }
}

}  // namespace depeche::ground
