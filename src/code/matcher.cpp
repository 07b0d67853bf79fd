#include "code/matcher.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "code/attempts.h"
#include "code/dependents.h"

namespace depeche::code {

using ground::kNoToken;
using ground::Relation;
using ground::Syntax;
using nlp::TokenIndex;
using nlp::Upos;

namespace {

constexpr TokenIndex kMaxGap = 3;  // words between two words of a phrase

class Matcher {
 public:
  Matcher(const Syntax& syntax, const Frames& frames, bool loose, std::vector<Attempt>* attempts)
      : s_(syntax), frames_(frames), loose_(loose), attempts_(attempts), dependents_(syntax) {}

  std::vector<Trigger> run() {
    std::vector<Trigger> found;
    for (TokenIndex t = 0; t < s_.size(); ++t) {
      if (!could_trigger(t)) continue;
      if (is_kind_of(t)) {
        note_qualifier(t);
        continue;
      }
      std::vector<Trigger> readings;  // the best of each type
      Site site{t, words_of(s_[t].sentence)};
      const Syntax::Forms& forms = s_.forms(t);
      const bool two_forms = forms.lower.text != forms.lemma.text;
      consider(site, frames_.entries(forms.lemma), readings);
      if (two_forms) consider(site, frames_.entries(forms.lower), readings);
      // A verb whose lemma or tag the model misses.
      if (readings.empty() && dependents_.is_verb(t)) {
        for (const std::string& infinitive : s_.grammar().infinitives(s_.lower(t)))
          consider(site, frames_.entries(infinitive), readings);
      }
      if (readings.empty() && loose_) {
        consider_loosely(site, frames_.entries(forms.lemma), readings);
        if (two_forms) consider_loosely(site, frames_.entries(forms.lower), readings);
      }
      add_readings(std::move(readings), found);
    }
    std::vector<Trigger> whole = without_parts(std::move(found));
    note_left_out(whole);
    return whole;
  }

 private:
  // A token whose entries are tried, and what they ask of it again and again.
  struct Site {
    TokenIndex token;
    const SentenceWords& words;  // of its sentence
    std::optional<bool> reflexive{};
    std::optional<Dependents::Tokens> unmarked{};
  };

  // What an entry does not find, or finds and must not; nothing where it fits.
  struct Misfit {
    Fate fate = Fate::Taken;
    std::string_view piece{};
    TokenIndex by = kNoToken;
    explicit operator bool() const { return fate != Fate::Taken; }
  };

  void note(TokenIndex t, const IndexedEntry& indexed, const Misfit& misfit, bool loose = false) const {
    if (!attempts_) return;
    const FrameClass& frame = frames_.classes()[static_cast<size_t>(indexed.frame)];
    const auto same = [&](const Attempt& a) { return a.token == t && a.entry == &indexed; };
    const auto before = std::find_if(attempts_->rbegin(), attempts_->rend(), same);
    Attempt attempt{t, &indexed, &frame, misfit.fate, loose, std::string(misfit.piece), misfit.by, -1, {}, {}};
    if (before == attempts_->rend())
      attempts_->push_back(std::move(attempt));
    else if (!misfit)  // a second look found what it asks for elsewhere
      *before = std::move(attempt);
  }

  const SentenceWords& words_of(int32_t sentence) {
    if (sentence == sentence_) return words_;
    sentence_ = sentence;
    words_ = {};
    asked_.clear();
    // A phrase that the sentence begins may end behind it.
    constexpr TokenIndex kBeyond = 8;
    const nlp::TokenRange range = s_.analysis().sentences[static_cast<size_t>(sentence)];
    for (TokenIndex t = range.begin; t < std::min(s_.size(), range.end + kBeyond); ++t) words_.add(s_.forms(t));
    return words_;
  }

  void note_qualifier(TokenIndex t) const {
    if (!attempts_) return;
    for (const IndexedEntry& indexed : frames_.entries(s_.lemma(t)))
      note(t, indexed, {Fate::Qualifier, {}, s_[t].head});
  }

  // Entries that fitted and are no triggers.
  void note_left_out(const std::vector<Trigger>& found) const {
    if (!attempts_) return;
    for (Attempt& attempt : *attempts_) {
      if (attempt.fate != Fate::Taken) continue;
      const auto at = std::find_if(found.begin(), found.end(), [&](const Trigger& trigger) {
        return trigger.token == attempt.token &&
               (trigger.entry == attempt.entry || trigger.frame->type == attempt.frame->type);
      });
      if (at != found.end()) {
        if (at->entry != attempt.entry) attempt.fate = Fate::Weaker;
        continue;
      }
      attempt.fate = Fate::PartOf;
      const auto whole = std::find_if(found.begin(), found.end(), [&](const Trigger& trigger) {
        return std::find(trigger.parts.begin(), trigger.parts.end(), attempt.token) != trigger.parts.end();
      });
      if (whole != found.end()) attempt.by = whole->token;
    }
  }

  bool could_trigger(TokenIndex t) const {
    switch (s_.pos(t)) {
      case Upos::Verb:
      case Upos::Aux:
      case Upos::Noun:
      case Upos::Propn:
      case Upos::Adj:
        return true;
      case Upos::Adv:
      case Upos::X:
        return dependents_.is_verb(t);
      default:
        return false;
    }
  }

  bool is_kind(TokenIndex t, WordKind kind) const {
    const Upos pos = s_.pos(t);
    switch (kind) {
      case WordKind::Verb:
        if (pos == Upos::Aux)
          return s_[t].relation != Relation::Auxiliary && s_[t].relation != Relation::PassiveAuxiliary;
        return pos == Upos::Verb || dependents_.is_verb(t);  // the tagger errs
      case WordKind::Noun:
        return pos == Upos::Noun || pos == Upos::Propn || (pos == Upos::Verb && !dependents_.is_verb(t));
      case WordKind::Adjective:
        return pos == Upos::Adj || (pos == Upos::Verb && s_.has_feature(t, "VerbForm=Part"));
    }
    return false;
  }

  // The reading that goes before all others first; those after it only where somebody can tell which is meant.
  void add_readings(std::vector<Trigger> readings, std::vector<Trigger>& found) const {
    std::stable_sort(readings.begin(), readings.end(), [](const Trigger& a, const Trigger& b) {
      return a.specificity != b.specificity ? a.specificity > b.specificity : a.prior > b.prior;
    });
    const size_t n = loose_ ? readings.size() : std::min<size_t>(1, readings.size());
    for (size_t i = 0; i < n; ++i) {
      readings[i].outranked = i > 0;
      found.push_back(std::move(readings[i]));
    }
  }

  // The reading of that type so far, null where there is none.
  static Trigger* reading_of(EventType type, std::vector<Trigger>& readings) {
    const auto at =
        std::find_if(readings.begin(), readings.end(), [&](const Trigger& r) { return r.frame->type == type; });
    return at == readings.end() ? nullptr : &*at;
  }

  static void put(Trigger trigger, Trigger* instead_of, std::vector<Trigger>& readings) {
    if (instead_of)
      *instead_of = std::move(trigger);
    else
      readings.push_back(std::move(trigger));
  }

  static Trigger trigger_of(TokenIndex t, const IndexedEntry& indexed, const FrameClass& frame, double prior) {
    Trigger trigger;
    trigger.token = t;
    trigger.words = {t, t + 1};
    trigger.entry = &indexed;
    trigger.frame = &frame;
    trigger.prior = prior;
    trigger.specificity = indexed.entry.specificity;
    return trigger;
  }

  static bool seek_alike(const Pattern& a, const Pattern& b) {
    const auto alike = [](const std::vector<Slot>& x, const std::vector<Slot>& y) {
      return x.empty() || y.empty() ? x.empty() == y.empty() : x[0] == y[0];
    };
    return alike(a.actor, b.actor) && alike(a.recipient, b.recipient);
  }

  // What asks for more; of two that ask for the same and seek the parties in the same places, the one that tells a
  // mode; else the likelier.
  static bool goes_before(const FrameClass& frame, const Entry& entry, const Trigger& best) {
    constexpr double kShare = 0.6;  // of the likelier's
    const int specificity = entry.specificity;
    const double prior = entry.prior;
    if (specificity != best.specificity) return specificity > best.specificity;
    if (frame.mode.empty() != best.frame->mode.empty() && seek_alike(frame.pattern, best.frame->pattern))
      return frame.mode.empty() ? prior * kShare > best.prior : prior >= kShare * best.prior;
    return prior > best.prior;
  }

  void consider(Site& site, std::span<const IndexedEntry> entries, std::vector<Trigger>& readings) const {
    for (const IndexedEntry& indexed : entries) {
      // Only who wants to know asks further why it falls.
      if (!attempts_ && !indexed.entry.need.may_hold(site.words)) continue;
      const FrameClass& frame = frames_.classes()[static_cast<size_t>(indexed.frame)];
      Trigger* const best = reading_of(indexed.type, readings);
      if (best && !goes_before(frame, indexed.entry, *best)) {
        note(site.token, indexed, {Fate::Weaker, {}, site.token});
        continue;
      }
      Misfit misfit{Fate::WrongKind, {}, site.token};
      if (is_kind(site.token, indexed.kind))
        misfit.fate = has_right_form(site, indexed, entries) ? Fate::Taken : Fate::WrongForm;
      if (!misfit) {
        Trigger trigger = trigger_of(site.token, indexed, frame, indexed.entry.prior);
        misfit = misfit_of(site, indexed, trigger);
        if (!misfit) put(std::move(trigger), best, readings);
      }
      note(site.token, indexed, misfit);
    }
  }

  // Entries of one word some of whose wishes are not met below the word but elsewhere in the sentence: the parser errs.
  void consider_loosely(Site& site, std::span<const IndexedEntry> entries, std::vector<Trigger>& readings) const {
    if (s_.pos(site.token) == Upos::Aux) return;
    for (const IndexedEntry& indexed : entries) {
      const Entry& entry = indexed.entry;
      constexpr double kFactor = 0.7;
      const FrameClass& frame = frames_.classes()[static_cast<size_t>(indexed.frame)];
      const double prior = entry.prior * kFactor;
      Trigger* const best = reading_of(indexed.type, readings);
      if (best && prior <= best->prior) continue;
      if (entry.words.size() != 1 || !is_kind(site.token, indexed.kind) || !has_right_form(site, indexed, entries))
        continue;
      const bool fits = std::all_of(entry.constraints.begin(), entry.constraints.end(), [&](const Constraint& c) {
        if (!c.negated && !c.anywhere && in_sentence(site, c) != kNoToken) return true;
        return c.negated == (holds(site, c, entry.words) == kNoToken);
      });
      if (!fits) continue;
      Trigger trigger = trigger_of(site.token, indexed, frame, prior);
      trigger.loose = true;
      note(site.token, indexed, {}, true);
      put(std::move(trigger), best, readings);
    }
  }

  // The first other token of the sentence that the constraint names, or kNoToken. Of what has no end, only near by.
  TokenIndex in_sentence(const Site& site, const Constraint& constraint) const {
    constexpr TokenIndex kReach = 300;
    const nlp::TokenRange sentence = s_.sentence(site.token);
    const nlp::TokenRange near{std::max(sentence.begin, site.token - kReach),
                               std::min(sentence.end, site.token + kReach)};
    TokenIndex found = kNoToken;
    for (const Alternative& alternative : constraint.alternatives) {
      if (!alternative.words->may_match(site.words)) continue;
      const auto matches = [&](TokenIndex t) { return t != site.token && alternative.words->matches(s_, t); };
      TokenIndex first = kNoToken;
      if (near.begin == sentence.begin && near.end == sentence.end) {
        const FirstTwo& two = first_two(*alternative.words, sentence);
        first = two[0] == site.token ? two[1] : two[0];
      } else {
        first = near.begin;
        while (first < near.end && !matches(first)) ++first;
        if (first == near.end) first = kNoToken;
      }
      if (first != kNoToken && (found == kNoToken || first < found)) found = first;
    }
    return found;
  }

  using FirstTwo = std::array<TokenIndex, 2>;  // kNoToken where there is none
  // Of the tokens of the current sentence that are in the set. Many entries ask for the same sets.
  const FirstTwo& first_two(const WordSet& words, nlp::TokenRange sentence) const {
    const auto known = std::find_if(asked_.begin(), asked_.end(), [&](const auto& a) { return a.first == &words; });
    if (known != asked_.end()) return known->second;
    FirstTwo two{kNoToken, kNoToken};
    size_t n = 0;
    for (TokenIndex t = sentence.begin; t < sentence.end && n < two.size(); ++t) {
      if (words.matches(s_, t)) two[n++] = t;
    }
    return asked_.emplace_back(&words, two).second;
  }

  // A reflexive verb may be meant by an entry without pronoun only where none of its word's entries has one.
  bool has_right_form(Site& site, const IndexedEntry& indexed, std::span<const IndexedEntry> entries) const {
    if (indexed.kind != WordKind::Verb) return true;
    if (!site.reflexive) site.reflexive = dependents_.has_reflexive(site.token);
    if (indexed.entry.reflexive || !*site.reflexive) return indexed.entry.reflexive == *site.reflexive;
    return std::none_of(entries.begin(), entries.end(), [](const IndexedEntry& e) { return e.entry.reflexive; });
  }

  Misfit misfit_of(Site& site, const IndexedEntry& indexed, Trigger& trigger) const {
    const Entry& entry = indexed.entry;
    TokenIndex last = site.token;
    const TokenIndex end = s_.sentence(last).end;
    for (size_t w = 1; w < entry.words.size(); ++w) {
      TokenIndex next = last + 1;
      const TokenIndex limit = std::min(end, next + (indexed.kind == WordKind::Noun ? 2 : kMaxGap + 1));
      if (!site.words.may_hold(entry.hashes[w])) next = limit;
      while (next < limit && !is_word(s_, next, entry.words[w])) ++next;
      if (next >= limit) return {Fate::NoPhrase, entry.words[w], last};
      trigger.parts.push_back(next);
      last = next;
    }
    trigger.words = {site.token, last + 1};
    for (const Constraint& constraint : entry.constraints) {
      const TokenIndex held = holds(site, constraint, entry.words);
      if (constraint.negated && held != kNoToken) return {Fate::Forbidden, constraint.text, held};
      if (!constraint.negated && held == kNoToken) return {Fate::Missing, constraint.text, site.token};
      if (!constraint.negated && !constraint.anywhere) trigger.parts.push_back(held);
    }
    return {};
  }

  // The token that satisfies the constraint, or kNoToken.
  TokenIndex holds(Site& site, const Constraint& constraint, const std::vector<std::string>& words) const {
    if (constraint.anywhere) return in_sentence(site, constraint);
    for (const Alternative& alternative : constraint.alternatives) {
      if (!alternative.may_hold(site.words)) continue;
      Dependents::Tokens marked;
      if (!alternative.marker.empty()) {
        marked = dependents_.marked(site.token, alternative.marker);
        // Particle and preposition behind a verb: the parser may take the two for one preposition.
        if (marked.empty() && words.size() > 1) {
          std::vector<std::string> both = {words.back()};
          both.insert(both.end(), alternative.marker.begin(), alternative.marker.end());
          marked = dependents_.marked(site.token, both);
        }
      } else if (!site.unmarked) {
        site.unmarked = unmarked(site.token);
      }
      const Dependents::Tokens& candidates = alternative.marker.empty() ? *site.unmarked : marked;
      if (alternative.words->empty() && !candidates.empty()) {
        const TokenIndex marker = s_[candidates[0]].marker;
        return marker == kNoToken ? candidates[0] : marker;
      }
      for (const TokenIndex candidate : candidates) {
        for (const TokenIndex i : dependents_.coordinated(candidate)) {
          if (const TokenIndex held = holds_at(i, alternative); held != kNoToken) return held;
        }
      }
    }
    return kNoToken;
  }

  // The candidate itself, or what it only counts, behind a noun of quantity.
  TokenIndex holds_at(TokenIndex i, const Alternative& alternative) const {
    if (alternative.words->matches(s_, i)) return i;
    if (!s_.grammar().is_quantity(s_.lemma(i))) return kNoToken;
    TokenIndex found = kNoToken;
    s_.for_children(i, [&](TokenIndex c) {
      if (found == kNoToken && s_[c].relation == Relation::Nominal && alternative.words->matches(s_, c)) found = c;
    });
    return found;
  }

  // Objects, complements, adjectives and adverbs: what an alternative without a preposition means.
  Dependents::Tokens unmarked(TokenIndex t) const {
    Dependents::Tokens out;
    const bool verb = dependents_.is_verb(t);
    if (verb || s_.pos(t) == Upos::Adj) out = dependents_.objects(t);
    // The subject of a reflexive verb is what it happens to.
    if (verb && out.empty() && dependents_.has_reflexive(t)) out = dependents_.subjects(t);
    if (verb && out.empty()) add_partitive(t, out);
    s_.for_children(t, [&](TokenIndex c) {
      switch (s_[c].relation) {
        case Relation::AdverbialClause:  // an infinitive that the parser calls adverbial
          if (s_[c].marker != kNoToken && s_.grammar().is_to(s_.plain(s_[c].marker)) &&
              s_.has_feature(c, "VerbForm=Inf"))
            out.push_back(c);
          break;
        case Relation::Clause:
        case Relation::OpenClause:
        case Relation::Adverb:
        case Relation::Adjective:
        case Relation::Name:
        case Relation::Participle:
          out.push_back(c);
          break;
        case Relation::Apposition:
        case Relation::Nominal:
        case Relation::Object:
          if (s_[c].marker == kNoToken) out.push_back(c);
          break;
        default:
          break;
      }
    });
    return out;
  }

  // The parser may take the partitive article of an object for a preposition and hang it below the phrase before it.
  void add_partitive(TokenIndex t, Dependents::Tokens& out) const {
    s_.for_children(t, [&](TokenIndex phrase) {
      if (s_[phrase].relation != Relation::Oblique && s_[phrase].relation != Relation::IndirectObject) return;
      const TokenIndex own = s_[phrase].marker;
      if (phrase > t && (own == kNoToken || is_article(own))) out.push_back(phrase);
      s_.for_children(phrase, [&](TokenIndex c) {
        const TokenIndex marker = s_[c].marker;
        if (s_[c].relation == Relation::Nominal && marker != kNoToken && is_article(marker)) {
          out.push_back(c);
        }
      });
    });
  }

  // A preposition, contracted or with an article behind it, that may be the article of an object.
  bool is_article(TokenIndex marker) const {
    if (s_.lower(marker) == s_.grammar().of()) return marker + 1 < s_.size() && s_.pos(marker + 1) == Upos::Det;
    return s_.plain(marker) == s_.grammar().of() && s_.lower(marker) != s_.grammar().of() &&
           s_.lower(marker).back() != '\'';
  }

  // A noun before another that only says of what kind that is.
  bool is_kind_of(TokenIndex t) const {
    if (s_.grammar().modifiers_first() && (s_.pos(t) == Upos::Noun || s_.pos(t) == Upos::Propn)) {
      // Also the first of coordinated ones.
      TokenIndex first = t;
      while (s_[first].relation == Relation::Conjunct && s_[first].head != kNoToken && s_[first].head < first)
        first = s_[first].head;
      if (s_[first].relation == Relation::Name && s_[first].head > t) return true;
    }
    if (s_.pos(t) != Upos::Noun) return false;
    if (s_[t].relation != Relation::Nominal || s_[t].marker == kNoToken) return false;
    bool bare = s_[t].marker + 1 == t;
    s_.for_children(
        t, [&](TokenIndex c) { bare = bare && (c == s_[t].marker || s_[c].relation == Relation::Punctuation); });
    return bare && s_.plain(s_[t].marker) == s_.grammar().of();
  }

  // Leaves out triggers that are words of another one.
  static std::vector<Trigger> without_parts(std::vector<Trigger> found) {
    constexpr double kMostlyAct = 0.5;  // of a noun: it tells the act rather than a thing in it
    std::vector<TokenIndex> taken;
    const auto tells_alone = [&](TokenIndex token, EventType type) {
      const auto first = std::lower_bound(found.begin(), found.end(), token,
                                          [](const Trigger& t, TokenIndex wanted) { return t.token < wanted; });
      return std::any_of(first, found.end(), [&](const Trigger& t) {
        return t.token == token && t.entry->kind == WordKind::Noun && t.frame->type == type && t.prior >= kMostlyAct;
      });
    };
    for (Trigger& trigger : found) {
      const bool about = trigger.frame->content == Content::Claim || trigger.frame->type == EventType::Accuse;
      for (const TokenIndex part : trigger.parts) {
        if (about && !trigger.words.contains(part)) continue;
        if (!trigger.outranked) taken.push_back(part);
        if (tells_alone(part, trigger.frame->type)) trigger.inner = part;
      }
    }
    std::sort(taken.begin(), taken.end());
    std::erase_if(found, [&](const Trigger& t) { return std::binary_search(taken.begin(), taken.end(), t.token); });
    return found;
  }

  const Syntax& s_;
  const Frames& frames_;
  const bool loose_;
  std::vector<Attempt>* const attempts_;
  Dependents dependents_;
  int32_t sentence_ = -1;  // that words_ are of
  SentenceWords words_;
  mutable std::vector<std::pair<const WordSet*, FirstTwo>> asked_;  // in that sentence
};

}  // namespace

std::vector<Trigger> find_triggers(const Syntax& syntax, const Frames& frames, bool loose,
                                   std::vector<Attempt>* attempts) {
  return Matcher(syntax, frames, loose, attempts).run();
}

}  // namespace depeche::code
