#include <algorithm>

#include "ground/syntax.h"

namespace depeche::ground {

using nlp::Upos;

namespace {

constexpr TokenIndex kLongestHeadline = 30;

}  // namespace

std::string Syntax::headline_verb(TokenIndex t, TokenRange clause,
                                  const std::function<bool(std::string_view)>& known) const {
  const Upos own = pos(t);
  if (own != Upos::Noun && own != Upos::Adj && own != Upos::Adv && own != Upos::Propn && own != Upos::X) return {};
  if (t <= clause.begin || t + 1 >= clause.end) return {};
  const Upos before = pos(t - 1), after = pos(t + 1);
  if (!is_nominal(t - 1) && before != Upos::Adj && before != Upos::Num) return {};
  const bool opens = after == Upos::Det || after == Upos::Num || after == Upos::Propn ||
                     (after == Upos::Adj && grammar_->modifiers_first()) || lower(t + 1) == grammar_->of() ||
                     plain(t + 1) == grammar_->of() || grammar_->is_to(plain(t + 1));
  if (!opens) return {};
  // A bare preposition of possession after a noun is its complement; what has an article is no verb.
  if (own == Upos::Noun && lower(t + 1) == grammar_->of()) return {};
  bool has_noun = false;
  for (TokenIndex i = clause.begin; i < t; ++i) has_noun = has_noun || is_nominal(i);
  if (!has_noun) return {};
  for (TokenIndex c = clause.begin; c < clause.end; ++c) {
    const Relation r = nodes_[c].relation;
    if (nodes_[c].head == t && c < t && (r == Relation::Determiner || r == Relation::Case)) return {};
  }
  // A present that looks like a plural.
  if (grammar_->present_headlines() && own != Upos::Adj) {
    for (const std::string& infinitive : grammar_->infinitives_of_present(lower(t))) {
      if (known(infinitive)) return infinitive;
    }
  }
  for (const std::string& infinitive : grammar_->infinitives(lower(t))) {
    if (lower(t).ends_with("e") && known(infinitive)) return infinitive;
    if (!lower(t).ends_with("e") && own != Upos::Noun && known(infinitive)) return infinitive;
  }
  return {};
}

void Syntax::raise_verb(TokenIndex verb, TokenRange clause) {
  const auto outside = [&](TokenIndex head, TokenIndex begin, TokenIndex end) {
    return head == kNoToken || head < begin || head >= end;
  };
  bool has_subject = false, has_object = false;
  nodes_[verb].head = kNoToken;
  nodes_[verb].relation = Relation::Root;
  for (TokenIndex i = clause.begin; i < clause.end; ++i) {
    if (i == verb) continue;
    const TokenIndex begin = i < verb ? clause.begin : verb + 1, end = i < verb ? verb : clause.end;
    if (!outside(nodes_[i].head, begin, end)) continue;
    nodes_[i].head = verb;
    const bool marked = std::any_of(nodes_.begin() + begin, nodes_.begin() + end, [&](const Node& n) {
      return n.head == i && n.relation == Relation::Case &&
             plain(static_cast<TokenIndex>(&n - nodes_.data())) != grammar_->of();
    });
    if (!is_nominal(i)) {
      if (nodes_[i].relation == Relation::Root) nodes_[i].relation = Relation::Other;
    } else if (i < verb) {
      nodes_[i].relation = has_subject ? Relation::Other : Relation::Subject;
      has_subject = true;
    } else if (!marked && !has_object) {
      nodes_[i].relation = Relation::Object;
      has_object = true;
    } else {
      nodes_[i].relation = Relation::Oblique;
    }
  }
}

// Where headlines are in the present, a past form without auxiliary and object is a participle, and what looks like its
// subject suffers it.
void Syntax::read_headline_participles() {
  const TokenIndex end = token_at(static_cast<uint32_t>(std::min(text_.find('\n'), text_.size())));
  if (end <= 0 || end > kLongestHeadline || surface(end - 1) == "." || surface(end - 1) == "?") return;
  for (TokenIndex v = 0; v < end; ++v) {
    if (pos(v) != Upos::Verb || !has_feature(v, "Tense=Past") || grammar_->is_intransitive(lemma(v))) continue;
    TokenIndex subject = kNoToken;
    bool active = false;
    for (TokenIndex c = 0; c < end; ++c) {
      if (nodes_[c].head != v) continue;
      const Relation r = nodes_[c].relation;
      if (r == Relation::Subject && subject == kNoToken) subject = c;
      active = active || r == Relation::Object || r == Relation::Auxiliary || r == Relation::PassiveAuxiliary ||
               r == Relation::Clause || r == Relation::OpenClause || r == Relation::IndirectObject;
    }
    if (subject != kNoToken && subject < v && !active && is_nominal(subject))
      nodes_[subject].relation = Relation::PassiveSubject;
  }
}

void Syntax::raise_verbs(const std::function<bool(std::string_view)>& known) {
  if (grammar_->present_headlines()) read_headline_participles();
  for (const TokenRange sentence : analysis_->sentences) {
    bool finite = false;
    for (TokenIndex i = sentence.begin; i < sentence.end && !finite; ++i) {
      finite = pos(i) == Upos::Verb || pos(i) == Upos::Aux;
    }
    if (finite) continue;
    // What stands before a colon is no part of the clause.
    TokenRange clause = sentence;
    for (TokenIndex i = sentence.begin; i < sentence.end; ++i) {
      if (lower(i) == ":") clause.begin = i + 1;
    }
    for (TokenIndex t = clause.begin; t < clause.end; ++t) {
      std::string infinitive = headline_verb(t, clause, known);
      if (infinitive.empty()) continue;
      raise_verb(t, clause);
      std::string& own = raised_[t];
      own = std::move(infinitive);
      forms_[t].lemma = HashedText(own);
      break;
    }
  }
  if (raised_.empty()) return;
  for (Node& node : nodes_) node.marker = kNoToken;
  link_children();
}

}  // namespace depeche::ground
