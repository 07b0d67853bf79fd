#include "ground/locative.h"

#include "base/resource.h"
#include "base/unicode.h"

namespace depeche::ground {
namespace {

// The word before, determiners and adjectives skipped; kNoWord at the beginning of a phrase.
WordIndex word_before(const Reading& reading, WordIndex at) {
  const Syntax& syntax = reading.syntax();
  for (int steps = 0; steps < 3 && at > 0; ++steps) {
    if (reading.words()[at].joint == Joint::Break) return kNoWord;
    --at;
    const TokenIndex t = reading.token(at);
    const bool adjective = syntax.pos(t) == nlp::Upos::Adj && syntax[t].relation == Relation::Adjective;
    if ((syntax.pos(t) != nlp::Upos::Det && !adjective) || syntax[t].relation == Relation::Case) return at;
  }
  return kNoWord;
}

// A name and a colon at the head of a block tell where all of it happens.
bool is_heading(const Reading& reading, WordRange words) {
  const WordIndex before = words.begin - 1;
  const TokenIndex first = reading.token(words.begin);
  if (before >= 0 && reading.paragraph(reading.token(before)) == reading.paragraph(first)) return false;
  const TokenIndex next = reading.token(words.end - 1) + 1;
  return next < reading.syntax().size() && reading.syntax().surface(next) == ":";
}

// Behind a noun of a part or kind of place the name is a place, unless the town acts.
bool is_of_place_noun(const Reading& reading, const RoleBook& roles, WordRange words, TokenIndex head) {
  const Syntax& syntax = reading.syntax();
  const WordIndex of = word_before(reading, words.begin);
  if (of == kNoWord || of == 0 || syntax.plain(reading.token(of)) != syntax.grammar().of()) return false;
  const std::string& noun = reading.words()[of - 1].folded;
  if (reading.words()[of].joint == Joint::Break) return false;
  if (roles.is(WordList::PlaceParts, noun)) return true;
  if (!roles.is(WordList::PlaceKinds, noun)) return false;
  const TokenIndex above = syntax[head].head;
  return above == kNoToken ||
         (syntax[above].relation != Relation::Subject && syntax[above].relation != Relation::Agent);
}

// A reflexive verb of going, though without its pronoun it has an addressee.
bool goes_there(const Syntax& syntax, const RoleBook& roles, TokenIndex verb) {
  const TokenIndex self = syntax.reflexive_of(verb);
  return self != kNoToken &&
         roles.is(WordList::TownVerbs, unicode::fold(syntax.plain(self)) + ' ' + unicode::fold(syntax.lemma(verb)));
}

}  // namespace

WordIndex container_behind(const Reading& reading, const RoleBook& roles, WordRange place) {
  constexpr WordIndex kMost = 2;  // a preposition and a determiner
  if (place.end >= reading.size()) return kNoWord;
  const std::string_view mark = trim(reading.between(place.end - 1));
  if (mark != "," && mark != "(") return kNoWord;
  const Syntax& syntax = reading.syntax();
  WordIndex w = place.end;
  for (; w + 1 < reading.size() && w < place.end + kMost && !reading.words()[w].capital; ++w) {
    const bool small = roles.is(WordList::Locative, reading.words()[w].folded) ||
                       syntax.pos(reading.token(w)) == nlp::Upos::Det || syntax.pos(reading.token(w)) == nlp::Upos::Adp;
    if (!small || reading.words()[w + 1].joint == Joint::Break) return kNoWord;
  }
  return reading.words()[w].capital ? w : kNoWord;
}

bool tells_place(const Reading& reading, const RoleBook& roles, WordRange words, TokenIndex head, NameOf what) {
  if (what == NameOf::Other) return true;
  if (is_heading(reading, words) || is_of_place_noun(reading, roles, words, head)) return true;
  const Syntax& syntax = reading.syntax();
  const WordIndex before = word_before(reading, words.begin);
  const TokenIndex above = syntax[head].head;
  const std::string governor = above == kNoToken ? std::string() : unicode::fold(syntax.lemma(above));
  const bool after_verb = before != kNoWord && (syntax.pos(reading.token(before)) == nlp::Upos::Aux ||
                                                syntax.pos(reading.token(before)) == nlp::Upos::Verb);
  if (before != kNoWord && !after_verb && roles.is(WordList::Locative, reading.words()[before].folded)) {
    const bool addresses = syntax.grammar().is_to(syntax.plain(reading.token(before)));
    if (!addresses || (above != kNoToken && goes_there(syntax, roles, above))) return true;
    // The tree may take a participle and its preposition for one preposition.
    const TokenIndex to = reading.token(before);
    return !roles.is(WordList::DativeVerbs, governor) && !roles.is(WordList::DativeNouns, governor) &&
           (to == 0 || syntax[to - 1].relation != Relation::Case ||
            !roles.is(WordList::DativeVerbs, unicode::fold(syntax.lemma(to - 1))));
  }
  const Relation relation = syntax[head].relation;
  if (relation == Relation::Conjunct && above != kNoToken && above < head && before == kNoWord) {
    const WordRange first = reading.words_of_token(above);
    if (first.size() > 0 && first.begin < words.begin) {
      const WordIndex there = word_before(reading, first.begin);
      return there != kNoWord && roles.is(WordList::Locative, reading.words()[there].folded);
    }
  }
  if (what == NameOf::State) return false;
  switch (relation) {
    case Relation::Subject:
    case Relation::Agent:
    case Relation::Root:
    case Relation::IndirectObject:
    case Relation::Conjunct:
      return false;
    case Relation::Object:
    case Relation::PassiveSubject:
      return roles.is(WordList::TownVerbs, governor);
    case Relation::Nominal:
    case Relation::Possessive:
      if (before == kNoWord || !roles.is(WordList::Of, reading.words()[before].folded)) return false;
      return !roles.is(WordList::ActingNouns, governor);
    case Relation::Apposition:
    case Relation::Name:
      return true;
    default:
      return false;
  }
}

}  // namespace depeche::ground
