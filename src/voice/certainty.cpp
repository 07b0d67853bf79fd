// Three steps. Marks that a token bears itself: negation, mood and tense, adverbs, adjectives. Edges from words that do
// something to what they govern. Then one walk down the tree, heads first, that joins both.
#include "voice/certainty.h"

#include <algorithm>

#include "voice/marks.h"
#include "voice/negation.h"

namespace depeche::voice {

using ground::Relation;
using ground::Syntax;
using nlp::Upos;

namespace {

struct Edge {
  TokenIndex governor = kNoToken;
  Effect effect = Effect::None;
};

class Judge {
 public:
  Judge(const Lexicon& lexicon, const Tree& tree)
      : lexicon_(lexicon),
        words_(lexicon.words),
        tree_(tree),
        syntax_(tree.syntax),
        own_(syntax_.size()),
        outer_(syntax_.size()),
        inherited_(syntax_.size()),
        all_(syntax_.size()),
        edges_(syntax_.size()),
        conditional_on_(syntax_.size(), false),
        told_in_past_(syntax_.size(), false) {}

  std::vector<Certainty> run(const std::vector<Cue>& cues) {
    for (const Cue& cue : cues) {
      if (!cue.past || cue.kind == CueKind::Phrase) continue;
      for (const TokenIndex root : cue.content) told_in_past_[root] = true;
    }
    for (TokenIndex t = 0; t < syntax_.size(); ++t) {
      find_denials(words_, tree_, t, [this](TokenIndex denied) { own_[denied].negated = true; });
      phrases(t);
    }
    questions();
    for (TokenIndex t = 0; t < syntax_.size(); ++t) {
      mood(t);
      edges(t);
    }
    std::vector<Certainty> out(syntax_.size());
    for (const TokenIndex t : tree_.order) {
      settle(t);
      out[t].negated = all_[t].negated;
      out[t].hedged = all_[t].hedged;
      out[t].modality = all_[t].modality;
      out[t].degree = all_[t].degree;
    }
    return out;
  }

 private:
  // ----------------------------------------------------------------------------------------------------------- phrases

  bool stands_at(TokenIndex i, const Phrase& phrase) const {
    if (i + static_cast<TokenIndex>(phrase.words.size()) > syntax_.sentence(i).end) return false;
    for (size_t k = 0; k < phrase.words.size(); ++k) {
      if (syntax_.plain(i + static_cast<TokenIndex>(k)) != phrase.words[k]) return false;
    }
    return true;
  }

  void phrases(TokenIndex i) {
    if (i < phrase_end_) return;
    const auto at = lexicon_.phrases.find(syntax_.plain(i));
    if (at == lexicon_.phrases.end()) return;
    for (const Phrase& p : at->second) {
      if (p.role <= PhraseRole::SourceNobody || !stands_at(i, p)) continue;
      const TokenIndex end = i + static_cast<TokenIndex>(p.words.size());
      if (p.role == PhraseRole::Exception || phrase(i, end, p)) {
        if (end > i + 1) phrase_end_ = end;
        return;
      }
    }
  }

  bool phrase(TokenIndex begin, TokenIndex end, const Phrase& p) {
    if (p.role == PhraseRole::Governs) {
      // One word may also be an adverb, before an adjective.
      if (end == begin + 1 && syntax_.pos(begin) == Upos::Adv) return false;
      const TokenIndex x = complement(begin, end);
      if (x == kNoToken || !fits(x, p.only)) return false;
      // A perfect infinitive tells why, not what for.
      if (p.effect == Effect::Intended && tree_.forms.verb(x).infinitive && tree_.forms.verb(x).perfect) return false;
      apply(outer_[x], p.effect);
      if (p.effect == Effect::Hypothetical && syntax_[x].head != kNoToken)
        conditional_on_[above_phrase(begin, end, x)] = true;
      return true;
    }
    TokenIndex governor = begin;
    for (int step = 0; step < 6 && governor != kNoToken && governor >= begin && governor < end; ++step)
      governor = syntax_[governor].head;
    if (governor == kNoToken) return true;
    governor = tree_.served(governor);
    if (p.role == PhraseRole::After && !tree_.forms.is_nominal(governor)) {
      if (begin == 0 || !tree_.forms.is_nominal(begin - 1)) return true;
      governor = begin - 1;
    }
    apply(p.role == PhraseRole::After ? outer_[governor] : own_[governor], p.effect);
    return true;
  }

  // What a preposition or conjunction introduces.
  TokenIndex complement(TokenIndex begin, TokenIndex end) const {
    for (TokenIndex t = begin; t < end; ++t) {
      const Relation r = syntax_[t].relation;
      const TokenIndex h = syntax_[t].head;
      if ((r == Relation::Marker || r == Relation::Case) && h != kNoToken && h >= end) return h;
    }
    const TokenIndex stop = std::min(syntax_.sentence(begin).end, end + 12);
    TokenIndex x = end;
    while (x < stop && (tree_.is_punctuation(x) || syntax_.pos(x) == Upos::Det)) ++x;
    if (x >= stop) return kNoToken;
    while (!tree_.is_clause(x) && syntax_[x].head != kNoToken && syntax_[x].head >= end && syntax_[x].head < stop)
      x = syntax_[x].head;
    return x;
  }

  // What the phrase belongs to: a phrase of condition to the main verb.
  TokenIndex above_phrase(TokenIndex begin, TokenIndex end, TokenIndex x) const {
    TokenIndex h = syntax_[x].head;
    for (int step = 0; step < 4 && h >= begin && h < end && syntax_[h].head != kNoToken; ++step) h = syntax_[h].head;
    return h;
  }

  bool fits(TokenIndex x, uint16_t only) const {
    if (only == 0) return true;
    const VerbForm form = tree_.forms.verb(x);
    if (form.infinitive) return only & kInfinitive;
    if (form.finite != kNoToken) return only & kClause;
    if (form.participle || (tree_.forms.of(x) & kParticiple)) return only & kInfinitive;
    return tree_.forms.is_nominal(x) && (only & kObject);
  }

  void questions() {
    for (const TokenRange& sentence : syntax_.analysis().sentences) {
      bool asks = false;
      for (TokenIndex t = sentence.end; t-- > std::max(sentence.begin, sentence.end - 3);) {
        asks = asks || words_.question_marks.contains(syntax_.lower(t));
        if (!tree_.is_punctuation(t) && syntax_.pos(t) != Upos::Space) break;
      }
      if (!asks) continue;
      for (TokenIndex t = sentence.begin; t < sentence.end; ++t) {
        if (syntax_[t].head == kNoToken && tree_.is_clause(t)) apply(outer_[t], Effect::Hypothetical);
      }
    }
  }

  // -------------------------------------------------------------------------------------------------------------- mood

  void mood(TokenIndex t) {
    if (syntax_[t].relation == Relation::Auxiliary || syntax_[t].relation == Relation::PassiveAuxiliary ||
        syntax_[t].relation == Relation::Copula)
      return;
    VerbForm form = tree_.forms.verb(t);
    if (form.finite == kNoToken && shares_auxiliary(t)) form = tree_.forms.verb(syntax_[t].head);
    if (form.finite == kNoToken && is_bare_order(t, form)) apply(own_[t], Effect::Intended);
    if (form.finite == kNoToken) return;
    // A future perfect in a main clause sums up; in a clause it is still to come.
    const Relation relation = syntax_[t].relation;
    const bool sums_up = form.perfect && (relation == Relation::Root || relation == Relation::Conjunct);
    if ((form.bits & kFuture) && !sums_up) apply(own_[t], Effect::Future);
    if (form.finite != t && (words_.future_auxiliaries.contains(syntax_.lemma(form.finite)) ||
                             words_.future_auxiliaries.contains(syntax_.lower(form.finite))))
      apply(own_[t], Effect::Future);
    if (form.finite != t) modal(t, form);
    const bool conditional_clause = conditional_on_[t] && (form.bits & (kConditional | kFuture));
    if (conditional_clause) apply(own_[t], Effect::Hypothetical);
    if ((form.bits & kImperative) && tree_.subject[t] == kNoToken && (syntax_[t].head == kNoToken || opens_quote(t)))
      apply(own_[t], Effect::Intended);
    if (!(form.bits & kConditional) || conditional_clause || words_.wishes.contains(syntax_.lemma(t))) return;
    TokenIndex clause = t;
    for (int step = 0; step < 4 && syntax_[clause].relation == Relation::Conjunct; ++step)
      clause = syntax_[clause].head;
    if (words_.obligation.contains(syntax_.lemma(t)) && !form.perfect) apply(own_[t], Effect::Future);
    const bool future_in_past = told_in_past_[clause] && !form.perfect;
    apply(own_[t], future_in_past ? Effect::Future : Effect::Hedged);
  }

  bool opens_quote(TokenIndex t) const {
    return t > syntax_.sentence(t).begin && tree_.is_punctuation(t - 1) && syntax_[t].marker == kNoToken;
  }

  // A bare infinitive that begins a sentence or a quote and has no subject is an order.
  bool is_bare_order(TokenIndex t, const VerbForm& form) const {
    if (!form.infinitive || form.first != t || tree_.subject[t] != kNoToken || syntax_[t].marker != kNoToken)
      return false;
    const Relation r = syntax_[t].relation;
    if (t == syntax_.sentence(t).begin) return r == Relation::Root;
    return opens_quote(t) && (r == Relation::Root || r == Relation::Clause || r == Relation::Parataxis);
  }

  // Modals, by what they say of the verb and whether it is a perfect.
  void modal(TokenIndex t, const VerbForm& form) {
    const std::string_view word = syntax_.lower(form.finite);
    bool has_been = form.perfect;  // a perfect or a passive perfect
    syntax_.for_children(t, [&](TokenIndex c) {
      has_been = has_been || (syntax_[c].relation == Relation::Auxiliary && (tree_.forms.of(c) & kInfinitiveForm) &&
                              syntax_.grammar().is_auxiliary(syntax_.lemma(c)));
    });
    if (own_[t].negated) return;  // what cannot or will not be is neither hedged nor intended
    if (words_.possibility.contains(word)) apply(own_[t], has_been ? Effect::Possible : Effect::Able);
    if (words_.future_auxiliaries.contains(word) && conditional_on_[t]) apply(own_[t], Effect::Hypothetical);
    if (words_.obligation.contains(word) && syntax_[form.finite].relation != Relation::Copula)
      apply(own_[t], has_been ? Effect::Hedged : Effect::Intended);  // of the past a conclusion, else an obligation
    if (!words_.conditional.contains(word) || words_.wishes.contains(syntax_.lemma(t))) return;
    // A conditional perfect and what stands under a condition did not come about; else it is to come.
    apply(own_[t], has_been || conditional_on_[t] ? Effect::Hypothetical : Effect::Future);
  }

  // Coordinated participles with one auxiliary.
  bool shares_auxiliary(TokenIndex t) const {
    const TokenIndex head = syntax_[t].head;
    return syntax_[t].relation == Relation::Conjunct && head != kNoToken && tree_.forms.verb(t).finite == kNoToken &&
           (tree_.forms.of(t) & (kParticiple | kInfinitiveForm)) && !(tree_.forms.of(t) & kFinite) &&
           (tree_.forms.of(head) & (kParticiple | kInfinitiveForm));
  }

  // --------------------------------------------------------------------------------------------------------------
  // edges

  // What c is to the word that governs it: bits of Governs.
  uint16_t kind(TokenIndex governor, TokenIndex c, bool passive) const {
    const Relation r = syntax_[c].relation;
    const TokenIndex marker = syntax_[c].marker;
    switch (r) {
      case Relation::Clause:
      case Relation::OpenClause:
      case Relation::Object:
      case Relation::Oblique:
      case Relation::Nominal:
      case Relation::AdverbialClause:
      case Relation::Participle:
      case Relation::Subject:
      case Relation::PassiveSubject:
      case Relation::Other:
      case Relation::Parataxis:
      case Relation::Agent:
        break;
      default:
        return 0;
    }
    const VerbForm form = tree_.forms.verb(c);
    if (form.infinitive) {
      if (r == Relation::AdverbialClause &&
          (marker == kNoToken || !words_.infinitive_markers.contains(syntax_.lower(marker))))
        return 0;
      return c > governor ? kInfinitive | kOrder : 0;
    }
    if (form.finite != kNoToken) {
      const bool told = marker != kNoToken && words_.complementizers.contains(syntax_.lower(marker));
      if (r == Relation::Clause || r == Relation::OpenClause) return kClause;
      if (r == Relation::Subject || r == Relation::PassiveSubject || r == Relation::Participle || r == Relation::Object)
        return told ? kClause : 0;
      if (!tree_.forms.is_nominal(c)) return 0;
    }
    if (r == Relation::Object) return kObject;
    if (r == Relation::Subject) return passive ? kObject : kSubject;
    if (r == Relation::PassiveSubject) return kObject;
    if (r == Relation::Oblique && marker == kNoToken && c > governor) return kObject;
    if (marker != kNoToken && c > governor) return kComplement;
    if (r == Relation::OpenClause) return kPredicate | kInfinitive;
    return 0;
  }

  void edges(TokenIndex g) {
    const auto entries = lexicon_.of(lexicon_.lemma(syntax_, g));
    bool passive_known = false, passive = false, any = false;
    for (const Entry& e : entries) {
      if (e.effect == Effect::None || e.word_class == WordClass::Adjective) continue;
      TokenIndex last = g;
      if (!matches(syntax_, g, e, &last)) continue;
      if (!passive_known) passive = tree_.forms.verb(g).passive && !tree_.reflexive[g], passive_known = true;
      any = true;
      syntax_.for_children(g, [&](TokenIndex c) { edge(e, g, c, passive); });
      if (last != g) syntax_.for_children(last, [&](TokenIndex c) { edge(e, g, c, passive); });
      if ((e.governs & kInfinitive) && e.effect != Effect::Same) below_object(e, g);
    }
    if (!any || tree_.forms.is_verbal(g)) time_and_mood_verbs(g);
    if (syntax_.pos(g) == Upos::Adj || syntax_.pos(g) == Upos::Verb) adjective(g, entries);
  }

  void edge(const Entry& e, TokenIndex g, TokenIndex c, bool passive) {
    const Effect before = edges_[c].effect;
    if (before != Effect::None && before != Effect::Same && before != Effect::Open) return;
    const uint16_t bits = kind(g, c, passive) & e.governs;
    if (bits == 0) return;
    if (bits == kComplement) {
      if (!lexicon_.preposition_lists[e.prepositions].contains(syntax_.plain(syntax_[c].marker))) return;
      if (syntax_.pos(c) == Upos::Propn) return;
    }
    if ((bits & kInfinitive) && tree_.forms.verb(c).perfect && e.effect != Effect::Hedged &&
        e.effect != Effect::Possible)
      return;  // a perfect infinitive: done
    if (e.speaks && e.stance == Stance::Promises && is_done(c)) return;
    edges_[c] = {g, refine(g, e.effect)};
  }

  // The infinitive of what is brought about or prevented, where the parser gave it to the object.
  void below_object(const Entry& e, TokenIndex g) {
    const TokenIndex object = syntax_.child(g, Relation::Object);
    if (object == kNoToken || !lexicon_.of(syntax_.lemma(object)).empty()) return;
    syntax_.for_children(object, [&](TokenIndex c) {
      const TokenIndex marker = syntax_[c].marker;
      if (marker == kNoToken || edges_[c].governor != kNoToken || !tree_.forms.verb(c).infinitive) return;
      if (words_.infinitive_markers.contains(syntax_.lower(marker))) edges_[c] = {g, e.effect};
    });
  }

  // What is promised in a clause is still to come unless its verb is a perfect; that is asserted.
  bool is_done(TokenIndex c) const {
    const VerbForm form = tree_.forms.verb(c);
    if (form.finite == kNoToken || (form.bits & (kFuture | kConditional))) return false;
    const std::string_view word = syntax_.lower(form.finite);
    return !words_.future_auxiliaries.contains(word) && !words_.conditional.contains(word) &&
           !words_.future_auxiliaries.contains(syntax_.lemma(form.finite)) && !words_.possibility.contains(word);
  }

  // A modal in the perfect says that it came about, in the present that it may.
  Effect refine(TokenIndex g, Effect effect) const {
    const bool must = words_.necessity.contains(syntax_.lemma(g));
    if (!must && !words_.ability.contains(syntax_.lemma(g))) return effect;
    const VerbForm form = tree_.forms.verb(g);
    if (must) return (form.perfect || (form.bits & kPast)) && !(form.bits & kConditional) ? Effect::Same : effect;
    return form.perfect || (form.bits & kPast) || own_[g].negated ? Effect::Same : effect;
  }

  // Verbs before an infinitive that tell its time or that it must be.
  void time_and_mood_verbs(TokenIndex g) {
    const std::string_view lemma = syntax_.lemma(g);
    const bool goes = words_.future_auxiliaries.contains(lemma), must = words_.obligation.contains(lemma);
    if (!goes && !must) return;
    const VerbForm form = tree_.forms.verb(g);
    if (form.perfect || form.finite == kNoToken || (form.bits & (kPast))) return;
    syntax_.for_children(g, [&](TokenIndex c) {
      if (tree_.forms.verb(c).infinitive && c > g &&
          (syntax_[c].relation == Relation::OpenClause || syntax_[c].relation == Relation::Clause))
        edges_[c] = {g, Effect::Future};
    });
  }

  // A perfect with the auxiliary of the active is no passive.
  bool is_active(TokenIndex a) const {
    if (!tree_.forms.is_verbal(a)) return false;
    const VerbForm form = tree_.forms.verb(a);
    return !form.passive && !(form.participle && syntax_[a].relation != Relation::Conjunct) &&
           form.finite != kNoToken && syntax_.child(a, Relation::Copula) == kNoToken;
  }

  // Beside a noun, behind a copula, and impersonal with a clause.
  void adjective(TokenIndex a, std::span<const Entry> entries) {
    for (const Entry& e : entries) {
      if (e.effect == Effect::None || e.word_class != WordClass::Adjective || !matches(syntax_, a, e)) continue;
      if (e.participle && is_active(a)) continue;
      if (words_.ability.contains(syntax_.lemma(a)) && (tree_.forms.verb(a).bits & kPast)) continue;  // was used
      const Effect effect = is_diminished(a) ? unlikely(e.effect) : e.effect;
      const Relation r = syntax_[a].relation;
      const TokenIndex head = syntax_[a].head;
      if ((r == Relation::Adjective || r == Relation::Participle) && head != kNoToken && (e.governs & kAdjective)) {
        apply(outer_[head], effect);
      }
      if (e.governs & (kSubject | kAdjective)) {
        const TokenIndex subject = tree_.subject[a];
        const VerbForm form = tree_.forms.verb(a);
        if (subject != kNoToken && tree_.forms.is_nominal(subject) && (form.finite != kNoToken || form.participle))
          edges_[subject] = {a, effect};
      }
      syntax_.for_children(a, [&](TokenIndex c) {
        const uint16_t bits = kind(a, c, false) & e.governs;
        const bool complement = (bits & kComplement) &&
                                lexicon_.preposition_lists[e.prepositions].contains(syntax_.plain(syntax_[c].marker));
        if ((bits & (kClause | kInfinitive)) || complement) edges_[c] = {a, effect};
      });
    }
  }

  // Behind an adverb that takes away from it.
  bool is_diminished(TokenIndex a) const {
    return a > 0 && syntax_[a - 1].head == a && words_.diminishers.contains(syntax_.lower(a - 1));
  }
  static Effect unlikely(Effect effect) { return effect == Effect::Hedged ? Effect::Unlikely : effect; }

  // ---------------------------------------------------------------------------------------------------------------
  // walk

  void settle(TokenIndex t) {
    Marks marks = outer_[t];
    const TokenIndex head = syntax_[t].head;
    const Edge& edge = edges_[t];
    const Relation r = syntax_[t].relation;
    if (edge.governor != kNoToken) {
      Marks from = all_[edge.governor];
      apply(from, edge.effect);
      join(marks, from);
    } else if (head != kNoToken) {
      inherit(t, head, r, marks);
    }
    inherited_[t] = marks;
    join(marks, own_[t]);
    all_[t] = marks;
  }

  void inherit(TokenIndex t, TokenIndex head, Relation r, Marks& marks) const {
    const Marks& from = all_[head];
    switch (r) {
      case Relation::Conjunct:
        join(marks, inherited_[head]);
        if (shares_auxiliary(t)) join(marks, own_[head]);
        return;
      case Relation::Auxiliary:
      case Relation::PassiveAuxiliary:
      case Relation::Copula:
      case Relation::Name:
        join(marks, from);
        return;
      case Relation::OpenClause:
        if (!tree_.forms.verb(t).perfect) join(marks, from);
        return;
      case Relation::AdverbialClause: {
        const VerbForm form = tree_.forms.verb(t);
        if (form.finite != kNoToken) return;
        const TokenIndex marker = syntax_[t].marker;
        if (form.infinitive && !form.perfect && marker != kNoToken &&
            syntax_.grammar().is_purpose(syntax_.plain(marker)))
          apply(marks, Effect::Intended);
        marks.hedged = marks.hedged || from.hedged;
        raise(marks, from.modality, from.degree);
        return;
      }
      case Relation::Clause:
        if (from.modality == Modality::Hypothetical) raise(marks, from.modality, from.degree);
        return;
      default:
        return;
    }
  }

  const Lexicon& lexicon_;
  const Words& words_;
  const Tree& tree_;
  const Syntax& syntax_;
  std::vector<Marks> own_;        // borne by the token itself
  std::vector<Marks> outer_;      // put on it by a preposition, a conjunction, an adjective
  std::vector<Marks> inherited_;  // outer and from above; conjuncts share it
  std::vector<Marks> all_;
  std::vector<Edge> edges_;
  std::vector<bool> conditional_on_;  // has a condition beside it
  std::vector<bool> told_in_past_;    // root of what somebody said, in a past tense
  TokenIndex phrase_end_ = 0;
};

}  // namespace

std::vector<Certainty> judge(const Lexicon& lexicon, const Tree& tree, const std::vector<Cue>& cues) {
  return Judge(lexicon, tree).run(cues);
}

}  // namespace depeche::voice
