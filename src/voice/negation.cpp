#include "voice/negation.h"

#include <algorithm>

namespace depeche::voice {

using ground::Relation;
using ground::Syntax;

namespace {

constexpr TokenIndex kNegationReach = 5;

class Finder {
 public:
  Finder(const Words& words, const Tree& tree, const std::function<void(TokenIndex)>& deny)
      : words_(words), tree_(tree), syntax_(tree.syntax), deny_(deny) {}

  void run(TokenIndex t) const {
    const std::string_view word = syntax_.lower(t);
    if (words_.negative_determiners.contains(word) && syntax_[t].head != kNoToken &&
        syntax_[t].relation == Relation::Determiner) {
      deny_(syntax_[t].head);
      if (syntax_.grammar().modifiers_first()) deny_verb_of(syntax_[t].head);
    }
    if (words_.negative_pronouns.contains(word)) {
      const bool joins = syntax_[t].relation == Relation::Coordinator && syntax_[t].head != kNoToken;
      deny_verb_of(joins ? syntax_[t].head : t);  // a coordinator that denies both sides
    }
    if (words_.lone_negators.contains(word)) {
      const TokenIndex head = syntax_[t].head;
      const Relation r = syntax_[t].relation;
      if (head != kNoToken && (r == Relation::Adverb || r == Relation::Negation || r == Relation::Determiner))
        deny_(tree_.served(head));
    }
    if (!syntax_.grammar().is_negation(word)) return;
    const TokenRange sentence = syntax_.sentence(t);
    TokenIndex verb = kNoToken, last = t;
    for (TokenIndex v = t + 1; v < sentence.end && v <= t + kNegationReach; ++v) {
      if (!tree_.forms.is_verbal(v)) continue;
      verb = tree_.served(v);
      last = v;
      break;
    }
    if (verb == kNoToken) verb = syntax_[t].head == kNoToken ? t : tree_.served(syntax_[t].head);
    const TokenIndex to = std::min(sentence.end, last + 1 + kNegationReach);
    bool denied =
        words_.bare_negation.contains(syntax_.lemma(verb)) || words_.bare_negation.contains(syntax_.lemma(last));
    bool restricted = false;
    for (TokenIndex n = t + 1; n < to && !denied; ++n) {
      if (n > last && tree_.forms.is_verbal(n) && (tree_.forms.of(n) & kFinite) && tree_.served(n) != verb) break;
      if (words_.restrictors.contains(syntax_.lower(n)) && n > last) restricted = true;
      if (restricts_with_next(n, to)) break;  // a restriction denies nothing
      if (words_.negators.contains(syntax_.lower(n))) denied = true;
    }
    for (TokenIndex n = t; n-- > std::max(sentence.begin, t - kNegationReach) && !denied;) {
      if (tree_.is_punctuation(n) || tree_.forms.is_verbal(n)) break;
      denied = words_.negators.contains(syntax_.lower(n)) && !words_.lone_negators.contains(syntax_.lower(n));
      denied = denied || words_.negative_determiners.contains(syntax_.lower(n));
    }
    if (!denied && !restricted) denied = has_denied_argument(verb);
    if (denied) deny_(verb);
  }

 private:
  // A denied subject or object denies the verb, where no other word denies it.
  void deny_verb_of(TokenIndex argument) const {
    const Relation r = syntax_[argument].relation;
    if (r != Relation::Subject && r != Relation::PassiveSubject && r != Relation::Object && r != Relation::Agent)
      return;
    const TokenIndex verb = syntax_[argument].head;
    if (verb != kNoToken && tree_.forms.is_verbal(verb)) deny_(verb);
  }

  // A restriction of two words before a noun; before a clause the second word belongs to that.
  bool restricts_with_next(TokenIndex n, TokenIndex end) const {
    if (n + 1 >= end || !words_.restricting_negators.contains(syntax_.lower(n)) ||
        !words_.restrictors.contains(syntax_.lower(n + 1)))
      return false;
    const TokenIndex head = syntax_[n + 1].head;
    return head == kNoToken || head < n || !(tree_.forms.of(head) & kFinite);
  }

  // A denied object behind phrases of time.
  bool has_denied_argument(TokenIndex verb) const {
    const TokenIndex end = std::min(tree_.range[verb].end, verb + 20);
    for (TokenIndex t = verb + 1; t < end; ++t) {
      if (words_.negative_determiners.contains(syntax_.lower(t)) && syntax_[t].head != kNoToken &&
          syntax_[syntax_[t].head].head == verb)
        return true;
    }
    return false;
  }

  const Words& words_;
  const Tree& tree_;
  const Syntax& syntax_;
  const std::function<void(TokenIndex)>& deny_;
};

}  // namespace

void find_denials(const Words& words, const Tree& tree, TokenIndex token, const std::function<void(TokenIndex)>& deny) {
  Finder(words, tree, deny).run(token);
}

}  // namespace depeche::voice
