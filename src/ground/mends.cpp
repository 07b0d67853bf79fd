// Trees mended where parsers err in ways that words and places alone tell.
#include <algorithm>

#include "ground/syntax.h"

namespace depeche::ground {

namespace {

bool is_subject(Relation r) { return r == Relation::Subject || r == Relation::PassiveSubject; }

}  // namespace

// A clause of its own that parsers hang as content below the verb behind a semicolon.
void Syntax::part_at_semicolons() {
  for (TokenIndex mark = 0; mark < size(); ++mark) {
    if (surface(mark) != ";") continue;
    const TokenRange range = sentence(mark);
    for (TokenIndex verb = range.begin; verb < range.end; ++verb) {
      Node& node = nodes_[verb];
      if (node.relation == Relation::Clause && node.head != kNoToken && (verb < mark) != (node.head < mark))
        node.relation = Relation::Parataxis;
    }
  }
}

// Of two subjects of one verb before it, the second is joined to the first where a coordinator stands before it, and
// says who that is where it is a name. One with a preposition is none while there is another without.
void Syntax::join_subjects(TokenIndex verb, const std::vector<TokenIndex>& subjects) {
  TokenIndex first = kNoToken;
  for (const TokenIndex subject : subjects) {
    if (subject > verb) break;
    if (nodes_[subject].marker != kNoToken) {
      nodes_[subject].relation = Relation::Oblique;
      continue;
    }
    if (!is_nominal(subject)) continue;
    if (first == kNoToken) {
      first = subject;
      continue;
    }
    if (const TokenIndex coordinator = coordinator_before(subject); coordinator != kNoToken) {
      nodes_[coordinator].head = subject;
      nodes_[coordinator].relation = Relation::Coordinator;
      nodes_[subject].relation = Relation::Conjunct;
    } else if (pos(subject) == nlp::Upos::Propn && pos(first) == nlp::Upos::Noun) {
      nodes_[subject].relation = Relation::Apposition;
    } else {
      continue;
    }
    nodes_[subject].head = first;
  }
}

// A verb with its subject before it has no second one behind it: that is its object.
bool Syntax::mend_second_subjects() {
  bool mended = false;
  for (TokenIndex verb = 0; verb < size(); ++verb) {
    if (pos(verb) != nlp::Upos::Verb) continue;
    std::vector<TokenIndex> subjects;
    for_children(verb, [&](TokenIndex c) {
      if (is_subject(nodes_[c].relation)) subjects.push_back(c);
    });
    if (subjects.size() < 2) continue;
    mended = true;
    join_subjects(verb, subjects);
    for (const TokenIndex i : subjects) {
      if (i < verb || nodes_[i].relation != Relation::Subject || subjects[0] > verb) continue;
      if (pos(i) != nlp::Upos::Noun && pos(i) != nlp::Upos::Propn) continue;
      if (nodes_[i].marker == kNoToken && child(verb, Relation::Object) == kNoToken)
        nodes_[i].relation = Relation::Object;
    }
  }
  return mended;
}

bool Syntax::is_nominal(TokenIndex i) const {
  return pos(i) == nlp::Upos::Noun || pos(i) == nlp::Upos::Propn || pos(i) == nlp::Upos::Pron;
}

TokenIndex Syntax::coordinator_before(TokenIndex i) const {
  TokenIndex t = subtree(i).begin;
  if (token(t).pos != nlp::Upos::Cconj && t > 0) --t;
  return t < i && token(t).pos == nlp::Upos::Cconj ? t : kNoToken;
}

bool Syntax::is_finite(TokenIndex verb) const {
  bool finite = has_feature(verb, "VerbForm=Fin");
  for_children(verb, [&](TokenIndex c) {
    const Relation r = nodes_[c].relation;
    finite =
        finite || ((r == Relation::Auxiliary || r == Relation::PassiveAuxiliary) && has_feature(c, "VerbForm=Fin"));
  });
  return finite;
}

// Whether nothing keeps a finite verb behind a noun from being what that noun does.
bool Syntax::may_be_predicate(TokenIndex noun, TokenIndex verb) const {
  if (verb < noun || pos(verb) != nlp::Upos::Verb || !is_finite(verb) || nodes_[verb].marker != kNoToken) return false;
  for (TokenIndex t = noun + 1; t < verb; ++t) {
    const std::string_view word = surface(t);
    if (token(t).pos == nlp::Upos::Punct && word != "," && word != "-" && word != "(" && word != ")") return false;
    if (has_feature(t, "PronType=Rel") || grammar_->is_relative(lower_[t])) return false;
  }
  return true;
}

// A sentence that hangs below its subject, as if it were "the troops that left": the verb goes above it. So it does
// where it is joined to the first of two subjects ("France, and Italy left").
bool Syntax::raise_above_subjects() {
  bool raised = false;
  for (const TokenRange sentence : analysis_->sentences) {
    for (TokenIndex noun = sentence.begin; noun < sentence.end; ++noun) {
      if (nodes_[noun].head != kNoToken || !is_nominal(noun) || nodes_[noun].marker != kNoToken) continue;
      if (child(noun, Relation::Copula) != kNoToken || child(noun, Relation::Subject) != kNoToken) continue;
      TokenIndex verb = kNoToken;
      for_children(noun, [&](TokenIndex c) {
        const Relation r = nodes_[c].relation;
        if (verb == kNoToken &&
            (r == Relation::Participle || r == Relation::Conjunct || r == Relation::Parataxis ||
             r == Relation::AdverbialClause) &&
            may_be_predicate(noun, c))
          verb = c;
      });
      if (verb == kNoToken) continue;
      TokenIndex second = child(verb, Relation::Subject);
      if (second == kNoToken) second = child(verb, Relation::PassiveSubject);
      if (second != kNoToken) {
        const TokenIndex coordinator = coordinator_before(second);
        if (nodes_[verb].relation != Relation::Conjunct || coordinator == kNoToken || second > verb) continue;
        if (coordinator == 0 || token(coordinator - 1).pos == nlp::Upos::Punct) continue;
        nodes_[second].head = noun;
        nodes_[second].relation = Relation::Conjunct;
        nodes_[coordinator].head = second;
        nodes_[coordinator].relation = Relation::Coordinator;
      }
      nodes_[verb].head = kNoToken;
      nodes_[verb].relation = Relation::Root;
      nodes_[noun].head = verb;
      nodes_[noun].relation =
          child(verb, Relation::PassiveAuxiliary) == kNoToken ? Relation::Subject : Relation::PassiveSubject;
      for (TokenIndex t = verb + 1; t < sentence.end; ++t) {
        if (nodes_[t].head == noun) nodes_[t].head = verb;
      }
      raised = true;
      break;
    }
  }
  return raised;
}

// Who does the same as the subject, behind a comma or as some of others: one with it. Where something is only an
// example or what somebody is called, there is neither.
bool Syntax::join_alike() {
  bool joined = false;
  for (TokenIndex i = 0; i < size(); ++i) {
    const TokenIndex marker = nodes_[i].marker;
    if (marker == kNoToken || marker == 0 || marker > i || !grammar_->is_alike(plain(marker))) continue;
    if (pos(i) != nlp::Upos::Noun && pos(i) != nlp::Upos::Propn && pos(i) != nlp::Upos::Pron) continue;
    bool other = false;
    for_children(i, [&](TokenIndex c) { other = other || grammar_->is_other(lemma(c)); });
    TokenIndex verb = nodes_[i].head;
    if (verb == kNoToken || (!other && lower(marker - 1) != ",")) continue;
    const bool of_subject =
        nodes_[verb].relation == Relation::Subject || nodes_[verb].relation == Relation::PassiveSubject;
    const bool of_object = other && nodes_[verb].relation == Relation::Object;
    if (of_subject || of_object) verb = nodes_[verb].head;
    if (verb == kNoToken || (!of_subject && !of_object && nodes_[i].relation != Relation::Oblique)) continue;
    TokenIndex subject = child(verb, Relation::Subject);
    if (subject == kNoToken) subject = child(verb, Relation::PassiveSubject);
    if (subject == kNoToken || subject == i) continue;
    nodes_[i].head = subject;
    nodes_[i].relation = Relation::Conjunct;
    joined = true;
  }
  return joined;
}

// Of two adjectives of a noun, coordinated, parsers may hang the second below the noun as if it were another one; one
// alone they may take for a clause.
void Syntax::join_adjectives() {
  std::vector<bool> has_child(nodes_.size());
  for (const Node& node : nodes_) {
    if (node.head != kNoToken) has_child[static_cast<size_t>(node.head)] = true;
  }
  for (TokenIndex i = 0; i < size(); ++i) {
    const TokenIndex noun = nodes_[i].head;
    if (pos(i) != nlp::Upos::Adj || noun == kNoToken || noun > i) continue;
    if (pos(noun) != nlp::Upos::Noun && pos(noun) != nlp::Upos::Propn) continue;
    if (nodes_[i].relation == Relation::Participle && !has_child[static_cast<size_t>(i)])
      nodes_[i].relation = Relation::Adjective;
    if (nodes_[i].relation != Relation::Conjunct) continue;
    for (TokenIndex before = i - 1; before > noun; --before) {
      if (nodes_[before].head != noun || nodes_[before].relation != Relation::Adjective || pos(before) != pos(i))
        continue;
      nodes_[i].head = before;
      break;
    }
  }
}

// Parsers now and then take the auxiliary for the verb and the participle for its object.
void Syntax::lower_auxiliaries() {
  for (TokenIndex verb = 0; verb < size(); ++verb) {
    const TokenIndex auxiliary = nodes_[verb].head;
    if (nodes_[verb].relation != Relation::Object || auxiliary == kNoToken || auxiliary > verb) continue;
    if (pos(verb) != nlp::Upos::Verb || has_feature(verb, "VerbForm=Inf")) continue;
    if (!grammar_->is_auxiliary(lemma(auxiliary)) || has_feature(auxiliary, "VerbForm=Part")) continue;
    nodes_[verb].head = nodes_[auxiliary].head;
    nodes_[verb].relation = nodes_[auxiliary].relation;
    nodes_[auxiliary].head = verb;
    nodes_[auxiliary].relation = Relation::Auxiliary;
    const TokenRange range = sentence(verb);
    for (TokenIndex i = range.begin; i < range.end; ++i) {
      if (nodes_[i].head == auxiliary) nodes_[i].head = verb;
    }
  }
}

// A sentence that was put together again has several roots: a noun before a verb without subject is its subject, all
// else hangs loosely below the first.
void Syntax::join_roots() {
  for (const TokenRange sentence : analysis_->sentences) {
    TokenIndex first = kNoToken;
    for (TokenIndex i = sentence.begin; i < sentence.end; ++i) {
      if (nodes_[i].head != kNoToken) continue;
      if (first == kNoToken) {
        first = i;
        continue;
      }
      const nlp::Upos before = pos(first);
      const bool nominal = before == nlp::Upos::Noun || before == nlp::Upos::Propn || before == nlp::Upos::Pron ||
                           before == nlp::Upos::Adj || before == nlp::Upos::X;
      bool predicate = pos(i) == nlp::Upos::Verb || pos(i) == nlp::Upos::Aux, has_subject = false;
      for (TokenIndex c = sentence.begin; c < sentence.end && nominal; ++c) {
        if (nodes_[c].head != i) continue;
        predicate = predicate || nodes_[c].relation == Relation::Copula;
        has_subject =
            has_subject || nodes_[c].relation == Relation::Subject || nodes_[c].relation == Relation::PassiveSubject;
      }
      if (predicate && nominal && !has_subject) {
        nodes_[first].head = i;
        nodes_[first].relation = Relation::Subject;
        first = i;
      } else {
        nodes_[i].head = first;
        nodes_[i].relation = Relation::Parataxis;
      }
    }
  }
}

}  // namespace depeche::ground
