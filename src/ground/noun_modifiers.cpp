// What stands before a noun in languages that put it there: adjectives of states, owners with their mark, compound
// adjectives, other nouns.
#include <algorithm>

#include "ground/nominals.h"

namespace depeche::ground {

namespace {

constexpr TokenIndex kName = 4;  // tokens of the name behind a title, on which its modifiers may hang

constexpr int kOwner = 4;  // words of an owner before its noun

}  // namespace

// What stands before a noun and tells whose it is: a demonym of one or more words, an abbreviation, a seat of
// government, an owner with its mark, a state in a compound adjective, and other nouns.
NominalFinder::Modifier NominalFinder::modifier_before(const Reading& reading, const Scratch& scratch, WordIndex w,
                                                       Nominal& nominal) const {
  const Syntax& syntax = reading.syntax();
  const auto& words = reading.words();
  WordIndex last = w - 1;
  // The owner ends before the mark, in the singular or the plural.
  const TokenIndex mark = reading.token(last);
  const bool has_s = syntax[mark].relation == Relation::Case && syntax.pos(mark) == nlp::Upos::Part;
  const bool owner = has_s || words[w].joint == Joint::Apostrophe;
  if (has_s && --last < 0) return {w, false};
  if (owner) nominal.specified = true;
  const auto begin_of = [&](WordIndex word) {
    const ActorBook::Found two = last > 0 ? actors_.longest(words, static_cast<size_t>(word - 1)) : ActorBook::Found{};
    return two.words == 2 ? two : ActorBook::Found{};
  };
  if (!owner) {
    ActorBook::Found found = begin_of(last);
    if (found.words == 0) found = actors_.longest(words, static_cast<size_t>(last));
    if (found.words > 0 && found.words <= 2 && found.entries.front().use == NameUse::Demonym) {
      const WordIndex begin = w - static_cast<WordIndex>(found.words);
      const bool compound = begin > 0 && words[begin].joint == Joint::Hyphen &&
                            roles_.is(WordList::CompoundPrefix, words[begin - 1].folded);
      if (!compound) nominal.countries.push_back(actors_[found.entries.front().actor].country);
      // Of a plural also two of them, coordinated.
      if (begin >= 2 && nominal.plural && syntax.pos(reading.token(begin - 1)) == nlp::Upos::Cconj &&
          words[begin].joint == Joint::Space && words[begin - 1].joint == Joint::Space) {
        ActorBook::Found other = begin_of(begin - 2);
        if (other.words == 0) other = actors_.longest(words, static_cast<size_t>(begin - 2));
        if (other.words > 0 && other.words <= 2 && other.entries.front().use == NameUse::Demonym) {
          nominal.countries.push_back(actors_[other.entries.front().actor].country);
          return {begin - 1 - static_cast<WordIndex>(other.words), false};
        }
      }
      return {begin, false};
    }
  }
  if (const int32_t n = scratch.name_ends[last]; n >= 0) {
    const NameSpan& name = (*scratch.names)[n];
    const Relation r = syntax[name.head].relation;
    const bool below = syntax[name.head].head >= name.tokens.end && syntax[name.head].head < nominal.tokens.end + kName;
    const bool person = name.kind == NameKind::Person || name.kind == NameKind::Family;
    const bool based = words[w].joint == Joint::Hyphen;  // a compound of a place and a participle of residence
    if (!owner && !based &&
        (person || !below || (r != Relation::Name && r != Relation::Adjective && r != Relation::Nominal)))
      return {w, false};
    const bool state = name.kind == NameKind::Actor && actors_[name.entries.front().actor].kind == EntityKind::State;
    nominal.owned = nominal.owned || (owner && state);
    if (state)
      nominal.countries.push_back(actors_[name.entries.front().actor].country);
    else
      nominal.complement_names.push_back(n);
    return {name.words.begin, owner};
  }
  if (owner) {  // with its determiner and adjectives
    WordIndex begin = last;
    const TokenIndex whose = reading.token(last);
    for (int steps = 0; steps < kOwner && begin > 0 && words[begin].joint != Joint::Break; ++steps) {
      if (syntax[reading.token(begin - 1)].head != whose) break;
      --begin;
    }
    return {begin, true};
  }
  const TokenIndex t = reading.token(last);
  const TokenIndex head = syntax[t].head;
  if (head < t || head >= nominal.tokens.end + kName) return {w, false};
  // A compound of a state and a participle: whose they are not, or where.
  if (words[last].joint == Joint::Hyphen && last > 0 && roles_.is(WordList::CompoundSuffix, words[last].folded)) {
    const TokenIndex first = reading.token(last - 1);
    return {reading.words_of_token(first).begin, false};
  }
  const Relation r = syntax[t].relation;
  const bool noun = syntax.pos(t) == nlp::Upos::Noun || syntax.pos(t) == nlp::Upos::Propn;
  if ((r == Relation::Name || r == Relation::Nominal) && noun && words[w].joint != Joint::Break) return {last, false};
  const bool participle = syntax.pos(t) == nlp::Upos::Verb && syntax.has_feature(t, "VerbForm=Part");
  // A compound of several hyphens: all of it.
  if (words[last].joint == Joint::Hyphen && scratch.name_ends[last - 1] < 0 &&
      actors_.demonym(words[last - 1].folded) == kNoActor) {
    WordIndex begin = last;
    while (begin > 0 && words[begin].joint == Joint::Hyphen) --begin;
    return {begin, false};
  }
  if (r == Relation::Adjective && participle) return {last, false};
  return {w, false};
}

// A noun before another, with or without the mark of possession, is its complement. People who only qualify are several
// of their kind.
void NominalFinder::take_nouns_before(const Reading& reading, std::vector<Nominal>& nominals) const {
  const Syntax& syntax = reading.syntax();
  for (size_t i = 0; i < nominals.size(); ++i) {
    Nominal& inner = nominals[i];
    const Relation r = syntax[inner.head].relation;
    const TokenIndex head = syntax[inner.head].head;
    if (head <= inner.head || (r != Relation::Name && r != Relation::Possessive && r != Relation::Nominal)) continue;
    // Two titles side by side before a name: both are his.
    for (size_t k = i + 1; k < nominals.size() && k < i + 3 && inner.named.empty() && r == Relation::Name; ++k) {
      const Nominal& next = nominals[k];
      const bool beside = inner.noun.end == next.noun.begin && reading.words()[inner.noun.begin].capital;
      if (beside && !next.plural && next.named.size() == 1 && roles_[inner.role].kind == EntityKind::Person)
        inner.named = next.named;
    }
    if (r == Relation::Name && inner.named.empty() && roles_[inner.role].kind == EntityKind::Person && !inner.plural)
      inner.plural = inner.indefinite = true;
    for (size_t k = i + 1; k < nominals.size() && k < i + 4; ++k) {
      Nominal& outer = nominals[k];
      if (outer.head != head && !outer.tokens.contains(head)) continue;
      if (outer.complement_nominal < 0 && outer.complement_names.empty())
        outer.complement_nominal = static_cast<int32_t>(i);
      break;
    }
  }
}

}  // namespace depeche::ground
