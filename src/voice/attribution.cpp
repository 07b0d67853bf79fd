// One pass over the tokens. What a word can tell is in its lexicon entries; what it does tell is read off its children,
// and where the parser hung them elsewhere (inserted clauses, the charge of an accusation), off the words beside it.
#include "voice/attribution.h"

#include <algorithm>

#include "voice/doers.h"
#include "voice/holders.h"
#include "voice/source_phrases.h"

namespace depeche::voice {

using ground::Relation;
using ground::Syntax;
using nlp::Upos;

namespace {

constexpr TokenIndex kStrayReach = 12;  // tokens between a verb and a clause of its that hangs elsewhere

class CueFinder {
 public:
  CueFinder(const Lexicon& lexicon, const Tree& tree, const ground::Mentions& mentions)
      : lexicon_(lexicon), tree_(tree), syntax_(tree.syntax), forms_(tree.forms), mentions_(mentions) {}

  std::vector<Cue> run() {
    const SourcePhrases phrases(lexicon_, tree_, mentions_);
    TokenIndex phrase_end = 0;
    for (TokenIndex i = 0; i < syntax_.size(); ++i) {
      if (syntax_.pos(i) == Upos::Punct || syntax_.pos(i) == Upos::Space) continue;
      if (i >= phrase_end) phrase_end = phrases.read(i, cues_);
      if (i < phrase_end) continue;
      if (forms_.is_verbal(i) || syntax_.pos(i) == Upos::X || is_misread_verb(i)) {
        verb(i);
      } else if (syntax_.pos(i) == Upos::Noun) {
        noun(i);
      }
    }
    std::stable_sort(cues_.begin(), cues_.end(), [](const Cue& a, const Cue& b) { return a.token < b.token; });
    return std::move(cues_);
  }

 private:
  // ------------------------------------------------------------------------------------------------------------- verbs

  // A form of a verb that speaks, which the tagger took for a noun or a name: inverted behind a quote, or a new word
  // behind an auxiliary.
  bool is_misread_verb(TokenIndex t) const {
    const Upos pos = syntax_.pos(t);
    if (pos != Upos::Noun && pos != Upos::Propn && pos != Upos::Adj && pos != Upos::Adv) return false;
    if (!lexicon_.verb_of_form.contains(syntax_.lower(t))) return false;
    if (is_before_clause(t) || is_bare_predicate(t)) return true;
    if (syntax_.child(t, Relation::Object) != kNoToken) return true;
    if (pos == Upos::Adv) return false;
    const Relation r = syntax_[t].relation;
    if (r == Relation::Participle || r == Relation::Adjective || tree_.subject[t] != kNoToken) return pos != Upos::Adj;
    if (t == 0 || t + 1 >= syntax_.size() || !ends_clause(tree_, t - 1)) return false;
    return syntax_.pos(t + 1) == Upos::Det || syntax_.pos(t + 1) == Upos::Propn;
  }

  // A verb taken for a noun or adjective, with the clause below it.
  bool is_before_clause(TokenIndex t) const {
    return t + 1 < syntax_.size() && lexicon_.words.content_markers.contains(syntax_.lower(t + 1)) &&
           syntax_[t + 1].relation == Relation::Marker && syntax_[t + 1].head > t &&
           syntax_[syntax_[t + 1].head].head == t;
  }

  // A verb that is taken for an adverb, behind a noun.
  bool is_bare_predicate(TokenIndex t) const {
    if (syntax_.pos(t) != Upos::Adv || t + 1 >= syntax_.size() || nominal_before(tree_, t) == kNoToken) return false;
    const Upos next = syntax_.pos(t + 1);
    return tree_.is_punctuation(t + 1) || next == Upos::Det || next == Upos::Aux || next == Upos::Adv;
  }

  void verb(TokenIndex v) {
    matching_.clear();
    TokenIndex last = v;
    bool exact = false;  // a reflexive entry or one of several words was met: the plain verb means something else
    const bool misread = !forms_.is_verbal(v) && syntax_.pos(v) != Upos::X;
    const std::string_view lemma =
        misread ? std::string_view(lexicon_.verb_of_form.find(syntax_.lower(v))->second) : lexicon_.lemma(syntax_, v);
    for (const Entry& e : lexicon_.of(lemma)) {
      TokenIndex end = v;
      if (!e.speaks || e.word_class != WordClass::Verb) continue;
      const bool narrow = e.reflexive || !e.rest.empty();
      if (exact && !narrow) continue;
      if (misread ? !stands_for(syntax_, v, e, &end) : !matches(syntax_, v, e, &end)) continue;
      exact = exact || narrow;
      last = std::max(last, end);
      matching_.push_back(&e);
    }
    if (matching_.empty()) return;
    // Those of several words say best what it means.
    std::stable_partition(matching_.begin(), matching_.end(), [](const Entry* e) { return !e->rest.empty(); });
    const VerbForm form = forms_.verb(v);
    Cue cue;
    cue.token = v;
    cue.words = {v, last + 1};
    cue.stance = matching_.front()->stance;
    cue.past = form.perfect || (form.bits & (kPast | kImperfect));
    for (const Entry* e : matching_) {
      cue.governs |= e->governs;
      cue.responsibility = cue.responsibility || e->responsibility;
    }
    const bool passive = form.passive && !tree_.reflexive[v] && !joins_active(tree_, v, form);
    cue.passive = passive;
    const bool beside_noun = syntax_[v].head != kNoToken && forms_.is_nominal(syntax_[v].head);
    const bool misread_participle =
        misread && (syntax_[v].relation == Relation::Participle || syntax_[v].relation == Relation::Adjective) &&
        syntax_.child(v, Relation::Object) == kNoToken;
    cue.attributive =
        (form.participle || misread_participle) && syntax_[v].relation != Relation::Conjunct && beside_noun;
    cue.withheld = form.perfect && (form.bits & kConditional);
    inverted_subject_ = inverted_subject(v, form);
    cue.holders = passive || misread_participle ? agent_of(tree_, mentions_, v) : doer_of(v);
    if (inverted_subject_ != kNoToken) cue.holders = {inverted_subject_};
    has_agent_ = !cue.holders.empty();
    if (form.infinitive) {
      if (const TokenIndex made = made_to_speak(tree_, v); made != kNoToken) cue.holders = {made};
    }

    // An infinitive alone as the root tells the reader what to note: nobody says so but the reporter.
    if (form.infinitive && cue.holders.empty() && syntax_[v].head == kNoToken && cue.stance == Stance::Asserts) return;
    const size_t begin = cues_.size();
    contents(v, passive, cue);
    if (last != v) contents(last, passive, cue);
    if (cues_.size() == begin && (cue.governs & kComplement)) complement_of_object(v, passive, cue);
    if (cues_.size() == begin && cue.attributive && (cue.governs & kObject) && syntax_[v].head < v) {
      cue.inserted = true;  // a participle stands below what it tells
      TokenIndex told = syntax_[v].head;
      // Not the place name between the noun and its participle.
      for (int step = 0; step < 2 && syntax_.pos(told) == Upos::Propn && syntax_[told].head != kNoToken; ++step) {
        if (syntax_[told].head > told || !forms_.is_nominal(syntax_[told].head)) break;
        told = syntax_[told].head;
      }
      add_content(cue, *entry_for(kObject), told);
    }
    if (cues_.size() == begin && (cue.governs & (kClause | kQuote))) inserted(v, form, cue);
    if (cues_.size() == begin && (cue.governs & kClause)) stray_clause(v, last, cue);
    if (cues_.size() == begin && cue.responsibility)
      return add_content(cue, *matching_.front(), v);  // of a deed unsaid
    if (cues_.size() == begin && (cue.governs & (kQuote | kLabel))) cues_.push_back(std::move(cue));
  }

  // Who stands behind a verb that is inserted at the end, and is able to speak, is no object, though the parser says
  // so.
  TokenIndex inverted_subject(TokenIndex v, const VerbForm& form) const {
    if (form.finite == kNoToken || form.passive || tree_.subject[v] != kNoToken) return kNoToken;
    if (!(entry_for(kClause) || entry_for(kQuote)) || !starts_inserted(v)) return kNoToken;
    const TokenIndex behind = subject_behind(tree_, v);
    if (behind == kNoToken || syntax_[behind].relation == Relation::Subject) return kNoToken;
    for (TokenIndex t = v + 1; t < behind; ++t) {
      if (tree_.is_punctuation(t) || forms_.is_verbal(t)) return kNoToken;
    }
    return can_speak(tree_, mentions_, behind) ? behind : kNoToken;
  }

  // Adds a cue for each stance that the children of `host` are told with.
  void contents(TokenIndex host, bool passive, const Cue& pattern) {
    syntax_.for_children(host, [&](TokenIndex c) {
      if (const Entry* e = content_entry(pattern.token, host, c, passive)) add_content(pattern, *e, c);
    });
  }

  void add_content(const Cue& pattern, const Entry& e, TokenIndex content) {
    for (Cue& cue : cues_) {
      if (cue.token == pattern.token && cue.stance == e.stance && cue.effect == e.effect && cue.factive == e.factive)
        return cue.content.push_back(content);
    }
    Cue cue = pattern;
    cue.stance = e.stance;
    cue.effect = e.effect;
    cue.factive = e.factive;
    cue.content = {content};
    cues_.push_back(std::move(cue));
  }

  const Entry* entry_for(uint16_t governs) const {
    for (const Entry* e : matching_) {
      if (e->governs & governs) return e;
    }
    return nullptr;
  }
  const Entry* entry_for_complement(TokenIndex marker) const {
    if (marker == kNoToken) return nullptr;
    for (const Entry* e : matching_) {
      if ((e->governs & kComplement) && lexicon_.preposition_lists[e->prepositions].contains(syntax_.plain(marker)))
        return e;
    }
    return nullptr;
  }

  // The entry that says what c, a child of the verb or of its last word, is to it; nullptr where c is no content.
  const Entry* content_entry(TokenIndex v, TokenIndex host, TokenIndex c, bool passive) const {
    const Relation relation = syntax_[c].relation;
    const TokenIndex marker = syntax_[c].marker;
    const std::string_view mark = marker == kNoToken ? std::string_view() : syntax_.plain(marker);
    switch (relation) {
      case Relation::Subject:
      case Relation::Agent:
      case Relation::Auxiliary:
      case Relation::PassiveAuxiliary:
      case Relation::Copula:
      case Relation::Marker:
      case Relation::Case:
      case Relation::Determiner:
      case Relation::Adverb:
      case Relation::Negation:
      case Relation::Expletive:
      case Relation::Coordinator:
      case Relation::Punctuation:
      case Relation::Conjunct:
      case Relation::Relative:
      case Relation::IndirectObject:
      case Relation::Name:
        return nullptr;
      default:
        break;
    }
    if ((host != v && c == v) || c == inverted_subject_) return nullptr;
    const VerbForm form = forms_.verb(c);
    const bool verbal = forms_.is_verbal(c) || form.finite != kNoToken || form.infinitive;
    if (verbal && form.finite != kNoToken && !form.infinitive) {
      const bool told = marker != kNoToken && lexicon_.words.complementizers.contains(mark);
      if (relation == Relation::AdverbialClause || relation == Relation::Oblique) {
        // Markers of conditions and comparisons bring no content; the one of content does, hung wrongly.
        if (!told || c < v || !lexicon_.words.content_markers.contains(syntax_.lower(marker))) return nullptr;
        return entry_for(kClause);
      }
      if (relation == Relation::Parataxis || relation == Relation::Other)
        return told && c > v ? entry_for(kClause) : nullptr;
      if (relation == Relation::Clause || relation == Relation::OpenClause || relation == Relation::Object) {
        const Entry* e = entry_for(kClause);
        // An impersonal passive: nobody in particular, as with nouns below.
        if (e && passive && !has_agent_ && e->stance == Stance::Asserts && entry_for(kObject)) return nullptr;
        return e || told ? e : entry_for(kQuote);
      }
      return nullptr;
    }
    if (verbal) {
      if (c < v) return nullptr;
      if (const Entry* e = entry_for_complement(marker)) return e;
      if (relation == Relation::AdverbialClause || relation == Relation::Participle) {
        if (!form.infinitive || marker == kNoToken ||
            !lexicon_.words.infinitive_markers.contains(syntax_.lower(marker)))
          return nullptr;
      }
      if (form.participle && relation != Relation::OpenClause && relation != Relation::Clause) return nullptr;
      const Entry* e = entry_for(kInfinitive | kOrder);
      // A passive with an infinitive: nobody in particular.
      return e && passive && !has_agent_ && e->stance == Stance::Asserts ? nullptr : e;
    }
    if (relation == Relation::OpenClause || relation == Relation::Clause) {
      if (const Entry* e = entry_for_complement(marker)) return e;
      return entry_for(kInfinitive);
    }
    if (relation == Relation::Object || (relation == Relation::PassiveSubject && passive)) {
      const Entry* e = forms_.is_nominal(c) && syntax_.pos(c) != Upos::Pron ? entry_for(kObject) : nullptr;
      // A passive whose subject is the content: nobody in particular says so, the report takes it over.
      return e && passive && !has_agent_ && e->stance == Stance::Asserts ? nullptr : e;
    }
    if (relation == Relation::Oblique || relation == Relation::Nominal || relation == Relation::Other) {
      return c > v && syntax_.pos(c) == Upos::Noun ? entry_for_complement(marker) : nullptr;
    }
    return nullptr;
  }

  // The charge of an accusation, where the parser gave it to the object, or to a name behind the object.
  void complement_of_object(TokenIndex v, bool passive, const Cue& pattern) {
    const TokenIndex object = syntax_.child(v, passive ? Relation::PassiveSubject : Relation::Object);
    if (object == kNoToken || complement_below(object, v, pattern)) return;
    bool found = false;
    syntax_.for_children(v, [&](TokenIndex c) {
      const bool behind = syntax_[c].relation == Relation::Agent || syntax_[c].relation == Relation::Oblique;
      if (!found && !passive && behind && c > object) found = complement_below(c, v, pattern);
    });
  }

  // A preposition and an article in one word; an elided one has none.
  bool has_article(TokenIndex marker) const {
    const std::string_view word = syntax_.lower(marker);
    return word != syntax_.plain(marker) && !word.ends_with("'") && !word.ends_with("’");
  }

  bool complement_below(TokenIndex object, TokenIndex v, const Cue& pattern) {
    TokenIndex best = kNoToken;
    const Entry* entry = nullptr;
    for (int depth = 0; depth < 3 && object != kNoToken; ++depth) {
      TokenIndex inner = kNoToken;
      syntax_.for_children(object, [&](TokenIndex c) {
        const Relation r = syntax_[c].relation;
        if (c < v || (r != Relation::Nominal && r != Relation::Participle && r != Relation::Oblique &&
                      r != Relation::AdverbialClause && r != Relation::Conjunct))
          return;
        inner = c;
        const Entry* e = entry_for_complement(syntax_[c].marker);
        if (!e) return;
        // A bare noun or an infinitive; with an article it rather belongs to the object.
        const bool bare = syntax_.pos(c) == Upos::Noun && syntax_.child(c, Relation::Determiner) == kNoToken &&
                          !has_article(syntax_[c].marker);
        if (bare || forms_.is_verbal(c)) best = c, entry = e;
      });
      object = inner;
    }
    if (best != kNoToken) add_content(pattern, *entry, best);
    return best != kNoToken;
  }

  // A clause, where the parser gave it to a word between it and the verb.
  void stray_clause(TokenIndex v, TokenIndex last, const Cue& pattern) {
    const TokenIndex end = std::min(tree_.range[v].end, last + 1 + kStrayReach);
    for (TokenIndex t = last + 1; t < end; ++t) {
      if (forms_.is_verbal(t) && (forms_.of(t) & kFinite)) return;
      if (!lexicon_.words.content_markers.contains(syntax_.lower(t)) || !tree_.brings_clause(t)) continue;
      const TokenIndex clause = syntax_[t].head;
      if (clause != kNoToken && clause > t && clause != v) add_content(pattern, *entry_for(kClause), clause);
      return;
    }
  }

  std::vector<TokenIndex> doer_of(TokenIndex v) const {
    if (const TokenIndex voice = voice_of(tree_, v); voice != kNoToken) return {voice};
    const TokenIndex own = tree_.subject[v];
    TokenIndex subject = own == kNoToken && !forms_.is_verbal(v) ? kNoToken : tree_.doer(v);
    if ((matching_.front()->governs & (kQuote | kClause)) && forms_.verb(v).finite != kNoToken &&
        (own == kNoToken || own < v)) {
      const Relation r = syntax_[v].relation;
      TokenIndex behind = subject_behind(tree_, v);
      const bool inverted = own == kNoToken && (r == Relation::AdverbialClause || r == Relation::Relative);
      if (behind == kNoToken && inverted) behind = stray_subject(tree_, mentions_, v);
      const bool named = behind != kNoToken && syntax_[behind].relation == Relation::Subject;
      if (behind != kNoToken && (inverted || (starts_inserted(v) && (named || own == kNoToken)))) subject = behind;
    }
    // Cut off by a clause between, to which the verb was given.
    const bool given = syntax_[v].relation == Relation::Clause && syntax_[v].marker == kNoToken && starts_inserted(v);
    if (subject == kNoToken && (syntax_[v].head == kNoToken || given)) subject = cut_off_subject(tree_, mentions_, v);
    if (subject == kNoToken && !forms_.is_verbal(v)) subject = nominal_before(tree_, v);
    // A finite verb that the tree left without a subject: somebody stands before it.
    if (subject == kNoToken && syntax_[v].head == kNoToken && forms_.verb(v).finite != kNoToken) {
      const TokenIndex before = nominal_before(tree_, v);
      if (before != kNoToken && !has_no_entity(mentions_, before)) subject = before;
    }
    if (subject == kNoToken) return {};
    return {syntax_[v].relation == Relation::Relative ? speaker_above(tree_, mentions_, subject) : subject};
  }

  // Whether the verb's group begins behind a comma or a closing mark, as inserted clauses do.
  bool starts_inserted(TokenIndex v) const {
    return ends_clause(tree_, group_begin(tree_, v, forms_.verb(v).first) - 1);
  }

  // Subject and verb between two marks.
  bool set_off(TokenIndex v, TokenIndex subject) const {
    if (subject > v) return false;
    const TokenIndex begin = std::min(tree_.range[subject].begin, subject), end = syntax_.sentence(v).end;
    return ends_clause(tree_, begin - 1) && (v + 1 >= end || tree_.is_punctuation(v + 1));
  }

  // Verb and pronoun between two marks: the clause around them is the content.
  void inserted(TokenIndex v, const VerbForm& form, const Cue& pattern) {
    const TokenIndex first = group_begin(tree_, v, form.first);
    if (form.finite == kNoToken) return;
    if (!ends_clause(tree_, first - 1) && !(tree_.subject[v] != kNoToken && set_off(v, tree_.subject[v]))) return;
    TokenIndex subject = inverted_subject_ != kNoToken ? inverted_subject_ : tree_.subject[v];
    if (subject == kNoToken) subject = subject_behind(tree_, v);
    if (subject == kNoToken || (subject < first && !set_off(v, subject))) return;
    if (subject < v && subject >= first && !tree_.is_inverted_pronoun(subject)) return;
    const Entry* e = entry_for(kClause | kQuote);
    TokenIndex root = syntax_[v].head;
    if (root != kNoToken) {
      for (int i = 0; i < 4 && !forms_.is_verbal(root) && syntax_[root].relation != Relation::Root &&
                      syntax_[root].head != kNoToken;
           ++i)
        root = syntax_[root].head;
      Cue cue = pattern;
      cue.stance = e->stance;
      cue.effect = e->effect;
      cue.content = {root};
      cue.inserted = true;
      cues_.push_back(std::move(cue));
      return;
    }
    TokenIndex before = kNoToken;  // the parser made the inserted verb the root
    syntax_.for_children(v, [&](TokenIndex c) {
      if (c < first && !tree_.is_punctuation(c)) before = c;
    });
    if (before != kNoToken) add_content(pattern, *e, before);
  }

  // ------------------------------------------------------------------------------------------------------------- nouns

  void noun(TokenIndex n) {
    matching_.clear();
    TokenIndex last = n;
    for (const Entry& e : lexicon_.of(syntax_.lemma(n))) {
      TokenIndex end = n;
      if (!e.speaks || e.word_class != WordClass::Noun || !matches(syntax_, n, e, &end)) continue;
      last = std::max(last, end);
      matching_.push_back(&e);
    }
    if (matching_.empty()) return;
    Cue cue;
    cue.token = n;
    cue.words = {n, last + 1};
    cue.kind = CueKind::Noun;
    cue.stance = matching_.front()->stance;
    for (const Entry* e : matching_) cue.governs |= e->governs;
    std::vector<std::pair<TokenIndex, const Entry*>> found;
    const auto look = [&](TokenIndex host) {
      syntax_.for_children(host, [&](TokenIndex c) {
        if (const Entry* e = noun_content(n, c)) found.emplace_back(c, e);
      });
    };
    look(n);
    if (last != n) look(last);
    cue.holders = holder_of_noun(n, found);
    const size_t begin = cues_.size();
    for (const auto& [content, e] : found) add_content(cue, *e, content);
    if (cues_.size() == begin && (cue.governs & (kQuote | kLabel))) cues_.push_back(std::move(cue));
  }

  const Entry* noun_content(TokenIndex n, TokenIndex c) const {
    if (c < n) return nullptr;
    const Relation relation = syntax_[c].relation;
    const TokenIndex marker = syntax_[c].marker;
    const VerbForm form = forms_.verb(c);
    if (form.finite != kNoToken && !form.infinitive) {
      if (relation == Relation::Relative || relation == Relation::Participle || relation == Relation::Clause ||
          relation == Relation::AdverbialClause) {
        // A relative pronoun behind a preposition of source, or a marker of content with a subject of its own: no
        // relative clause.
        bool content_relative = false;
        const TokenIndex from = std::max(n + 1, tree_.range[c].begin), to = std::min(c, from + 3);
        for (TokenIndex t = from; t < to; ++t)
          content_relative = content_relative || lexicon_.words.content_relatives.contains(syntax_.lower(t));
        const bool that = marker != kNoToken && lexicon_.words.complementizers.contains(syntax_.lower(marker));
        return content_relative || that ? entry_for(kClause) : nullptr;
      }
      return nullptr;
    }
    if (form.infinitive) {
      const bool marked = marker != kNoToken && lexicon_.words.infinitive_markers.contains(syntax_.lower(marker));
      return marked ? entry_for(kInfinitive | kOrder) : nullptr;
    }
    if ((relation == Relation::Nominal || relation == Relation::Oblique) && syntax_.pos(c) == Upos::Noun &&
        has_no_entity(mentions_, c))
      return entry_for_complement(marker);
    return nullptr;
  }

  std::vector<TokenIndex> holder_of_noun(TokenIndex n,
                                         const std::vector<std::pair<TokenIndex, const Entry*>>& contents) const {
    TokenIndex by = kNoToken, of = kNoToken, whose = kNoToken, beside = kNoToken;
    syntax_.for_children(n, [&](TokenIndex c) {
      const Relation r = syntax_[c].relation;
      if (std::any_of(contents.begin(), contents.end(), [c](const auto& x) { return x.first == c; })) return;
      if (syntax_.grammar().is_possessive(syntax_.lower(c)) || r == Relation::Possessive) whose = c;
      // Beside it a name or the adjective of a state.
      if ((r == Relation::Name || r == Relation::Adjective) && !has_no_entity(mentions_, c)) beside = c;
      if (r != Relation::Nominal && r != Relation::Oblique && r != Relation::Agent) return;
      const TokenIndex marker = syntax_[c].marker;
      if (marker == kNoToken || !forms_.is_nominal(c)) return;
      if (syntax_.grammar().is_by(syntax_.plain(marker))) {
        if (by == kNoToken) by = c;
      } else if (of == kNoToken && !syntax_.grammar().is_to(syntax_.lower(marker)) && c > n) {
        of = c;
      }
    });
    for (const TokenIndex t : {by, whose, of, beside}) {
      if (t != kNoToken) return {t};
    }
    const TokenIndex verb = syntax_[n].head;
    const Relation relation = syntax_[n].relation;
    if (verb == kNoToken || (relation != Relation::Object && relation != Relation::Oblique)) return {};
    if (!lexicon_.words.light_verbs.contains(syntax_.lemma(verb))) return {};
    return doer_of(verb);
  }

  const Lexicon& lexicon_;
  const Tree& tree_;
  const Syntax& syntax_;
  const Forms& forms_;
  const ground::Mentions& mentions_;
  std::vector<Cue> cues_;
  std::vector<const Entry*> matching_;  // of the word at hand
  TokenIndex inverted_subject_ = kNoToken;
  bool has_agent_ = false;
};

}  // namespace

std::vector<Cue> find_cues(const Lexicon& lexicon, const Tree& tree, const ground::Mentions& mentions) {
  return CueFinder(lexicon, tree, mentions).run();
}

}  // namespace depeche::voice
