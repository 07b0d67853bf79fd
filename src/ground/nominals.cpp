// Phrases are read from right to left, so that a complement is known when its head is read. To the right of a role noun
// stand demonyms and other adjectives, fields of ministers, and complements with the preposition of possession; then,
// at once or after a comma, the name whose title it is.
#include "ground/nominals.h"

#include <algorithm>

#include "base/resource.h"
#include "base/unicode.h"

namespace depeche::ground {

bool NominalFinder::is_noun_here(const Reading& reading, WordIndex at, const Role& role) const {
  const Syntax& syntax = reading.syntax();
  const TokenIndex t = reading.token(at);
  const nlp::Upos pos = syntax.pos(t);
  if (pos == nlp::Upos::Aux || pos == nlp::Upos::Adv || pos == nlp::Upos::Adp) return false;
  // An adjective of a noun behind it.
  if (syntax.grammar().modifiers_first() && pos == nlp::Upos::Adj && syntax[t].relation == Relation::Adjective &&
      syntax[t].head > t)
    return false;
  const bool after_determiner =
      at > 0 && reading.words()[at].joint != Joint::Break && syntax.pos(reading.token(at - 1)) == nlp::Upos::Det;
  const bool noun = pos == nlp::Upos::Noun || pos == nlp::Upos::Propn;
  if (pos == nlp::Upos::Verb && !after_determiner) return false;
  if (syntax[t].relation == Relation::Adjective && !after_determiner && (role.noun_only || !noun)) return false;
  if (role.noun_only) return noun || after_determiner;
  return noun || after_determiner || reading.words()[at].capital || pos == nlp::Upos::X;
}

void NominalFinder::read_left(const Reading& reading, const Scratch& scratch, Nominal& nominal) const {
  const Syntax& syntax = reading.syntax();
  const auto& words = reading.words();
  const TokenRange sentence = syntax.sentence(nominal.head);
  WordIndex name_begin = nominal.noun.begin;
  WordIndex w = nominal.noun.begin;
  bool one_of = false, determined = false;
  const bool modifiers_first = syntax.grammar().modifiers_first();
  for (int steps = 0; steps < (modifiers_first ? 8 : 4) && w > 0; ++steps) {
    const WordIndex left = w - 1;
    const TokenIndex t = reading.token(left);
    if (t < sentence.begin || words[w].joint == Joint::Break) break;
    const nlp::Upos pos = syntax.pos(t);
    const std::string& folded = words[left].folded;
    if (modifiers_first && !determined) {
      const Modifier modifier = modifier_before(reading, scratch, w, nominal);
      if (modifier.begin < w) {
        w = modifier.begin;
        if (!modifier.owner) name_begin = w;
        if (modifier.owner) break;
        continue;
      }
    }
    if (roles_.is(WordList::Elsewhere, folded)) nominal.elsewhere = true;
    if (roles_.is(WordList::Former, folded)) {
      nominal.former = true;
      name_begin = left;
    } else if (pos == nlp::Upos::Det || roles_.is(WordList::Possessive, folded) ||
               (roles_.is(WordList::Demonstrative, folded) && pos != nlp::Upos::Sconj)) {
      nominal.indefinite =
          nominal.indefinite || (roles_.is(WordList::Indefinite, folded) && !syntax.has_feature(t, "Definite=Def"));
      // An indefinite before the preposition of possession and a plural: one of them.
      if (left > 0 && roles_.is(WordList::Of, folded) && roles_.is(WordList::Indefinite, words[left - 1].folded) &&
          words[left].joint == Joint::Space) {
        one_of = true;
        w = left - 1;
        break;
      }
      nominal.demonstrative = roles_.is(WordList::Demonstrative, folded);
      nominal.possessive = roles_.is(WordList::Possessive, folded);
      if (syntax.has_feature(t, "Number=Plur")) nominal.plural = true;
      determined = true;
      w = left;
      if (left > 0 && reading.words()[left].joint != Joint::Break) continue;
      break;
    } else if (pos == nlp::Upos::Num) {
      nominal.number = roles_.group_number(folded);
      if (!modifiers_first) nominal.plural = nominal.plural || folded != "un";
    } else if (pos == nlp::Upos::Adj) {
      if (determined) break;  // an adjective before the determiner
      if (roles_.is(WordList::Indefinite, folded)) nominal.indefinite = true;
      name_begin = left;
    } else {
      break;
    }
    w = left;
  }
  // Coordinated with a noun before it, it shares that one's adjective.
  if (modifiers_first && nominal.countries.empty() && !determined &&
      syntax[nominal.head].relation == Relation::Conjunct) {
    const TokenIndex first = syntax.first_conjunct(nominal.head);
    syntax.for_children(first, [&](TokenIndex c) {
      if (c >= first || syntax[c].relation != Relation::Adjective) return;
      const ActorIndex state = actors_.demonym(unicode::fold(syntax.surface(c)));
      if (state != kNoActor) nominal.countries.push_back(actors_[state].country);
    });
  }
  if (one_of) {
    nominal.plural = false;
    nominal.indefinite = true;
  }
  // A word that stands after its determiner belongs to the phrase, one before does not.
  nominal.tokens.begin = reading.token(w);
  if (nominal.number >= 2 && !nominal.demonstrative && !nominal.possessive) {
    const bool has_article =
        syntax.pos(nominal.tokens.begin) == nlp::Upos::Det && syntax.has_feature(nominal.tokens.begin, "Definite=Def");
    if (!has_article) nominal.indefinite = true;
  }
  nominal.name = slice(syntax.text(), {words[name_begin].span.begin, words[nominal.noun.end - 1].span.end});
}

// Returns the word behind the phrase.
WordIndex NominalFinder::read_right(const Reading& reading, const Scratch& scratch, Nominal& nominal) const {
  const Syntax& syntax = reading.syntax();
  const auto& words = reading.words();
  const Role& role = roles_[nominal.role];
  WordIndex w = nominal.noun.end;
  WordIndex name_end = w;
  bool has_complement = false;
  const auto joined = [&](WordIndex i) { return i < reading.size() && words[i].joint != Joint::Break; };
  for (int steps = 0; steps < 8 && joined(w); ++steps) {
    // Demonyms, also two of them, coordinated.
    const ActorBook::Found name = actors_.longest(words, w);
    const bool compound = words[w].joint == Joint::Hyphen && roles_.is(WordList::CompoundPrefix, words[w - 1].folded);
    const WordIndex behind = w + static_cast<WordIndex>(name.words);
    const bool before_name = behind < reading.size() && scratch.name_at[behind] >= 0;
    const bool demonym =
        name.words > 0 && name.entries.front().use == NameUse::Demonym &&
        (!words[w].capital || before_name || (words[w].all_caps && words[nominal.noun.begin].all_caps)) && !compound;
    if (demonym) {
      nominal.countries.push_back(actors_[name.entries.front().actor].country);
      w += static_cast<WordIndex>(name.words);
      name_end = w;
      if (nominal.plural && joined(w) && joined(w + 1) && syntax.pos(reading.token(w)) == nlp::Upos::Cconj &&
          actors_.demonym(words[w + 1].folded) != kNoActor && !words[w + 1].capital)
        ++w;
      continue;
    }
    const TokenIndex t = reading.token(w);
    // Accents are folded: a form of the auxiliary and a preposition then look alike.
    const bool verb = syntax.pos(t) == nlp::Upos::Aux || syntax.pos(t) == nlp::Upos::Verb;
    if (!verb && roles_.is(WordList::Of, words[w].folded) && !has_complement) {
      nominal.specified = true;
      // A crowd and a town behind a preposition of place: where it is, not who.
      const bool locative = roles_.is(WordList::Locative, words[w].folded);
      const bool where = locative && (syntax.grammar().is_to(syntax.plain(t)) || (nominal.plural && !role.head));
      // Soldiers and a state behind a preposition of place: whose they are, it does not say.
      const bool posted =
          syntax.grammar().modifiers_first() && role.sector == "MIL" && role.kind != EntityKind::Person && locative;
      if (posted) break;
      WordIndex c = w + 1;
      if (joined(c) && syntax.pos(reading.token(c)) == nlp::Upos::Det && !words[c].capital) ++c;
      if (!joined(c)) break;
      if (role.portfolio || role.needs_portfolio) {
        const RoleBook::Field field = roles_.portfolio(words, c);
        if (field.words > 0) {
          nominal.office = field.office;
          w = c + static_cast<WordIndex>(field.words);
          name_end = w;
          nominal.field_end = w;
          // Behind a coordinator the rest of a minister's field.
          while (joined(w + 1) && syntax.pos(reading.token(w)) == nlp::Upos::Cconj) {
            WordIndex f = w + 1;
            while (joined(f) && f < w + 4 && !words[f].capital) ++f;
            const RoleBook::Field more = f < reading.size() ? roles_.portfolio(words, f) : RoleBook::Field{};
            if (more.words == 0) break;
            w = f + static_cast<WordIndex>(more.words);
            name_end = w;
            nominal.field_end = w;
          }
          continue;
        }
      }
      // Of a state with the mark of possession and a body: of the latter.
      if (scratch.name_at[c] >= 0 && syntax.grammar().modifiers_first()) {
        const NameSpan& owner = (*scratch.names)[scratch.name_at[c]];
        const WordIndex mark = owner.words.end;
        if (joined(mark) && words[mark].joint == Joint::Apostrophe && joined(mark + 1) &&
            syntax.pos(reading.token(mark)) == nlp::Upos::Part &&
            (scratch.name_at[mark + 1] >= 0 || scratch.nominal_at[mark + 1] >= 0))
          c = mark + 1;
      }
      // A name that only qualifies the noun behind it: of what the noun tells.
      const auto qualifies_noun = [&](const NameSpan& modifier) {
        const WordIndex next = modifier.words.end;
        return syntax.grammar().modifiers_first() && joined(next) && words[next].joint == Joint::Space &&
               scratch.nominal_at[next] >= 0;
      };
      if (scratch.name_at[c] >= 0 && !qualifies_noun((*scratch.names)[scratch.name_at[c]])) {
        // Complements may be coordinated, each with its preposition.
        int32_t n = scratch.name_at[c];
        while (true) {
          nominal.complement_names.push_back(n);
          w = (*scratch.names)[n].words.end;
          if (!where) name_end = w;
          if (!nominal.plural || w >= reading.size()) break;
          WordIndex next = w;
          if (joined(next) && syntax.pos(reading.token(next)) == nlp::Upos::Cconj) ++next;
          if (next >= reading.size() || !roles_.is(WordList::Of, words[next].folded)) break;
          if (next + 1 < reading.size() && syntax.pos(reading.token(next + 1)) == nlp::Upos::Det) ++next;
          if (next + 1 >= reading.size() || scratch.name_at[next + 1] < 0) break;
          n = scratch.name_at[next + 1];
        }
        has_complement = true;
        continue;
      }
      // A nominal complement, perhaps behind adjectives.
      WordIndex at = c;
      const auto qualifies = [&](WordIndex i) {
        const TokenIndex u = reading.token(i);
        if (syntax.pos(u) == nlp::Upos::Adj || syntax.pos(u) == nlp::Upos::Num) return true;
        const Relation r = syntax[u].relation;
        return syntax.grammar().modifiers_first() && syntax[u].head > u &&
               (r == Relation::Name || r == Relation::Adjective || r == Relation::Nominal);
      };
      while (at < c + 3 && joined(at) && scratch.nominal_at[at] < 0 && qualifies(at)) ++at;
      constexpr int kDeepest = 4;  // complements of complements
      if (at < reading.size() && joined(at) && scratch.nominal_at[at] >= 0 &&
          scratch.found[scratch.nominal_at[at]].depth < kDeepest) {
        const int32_t n = scratch.nominal_at[at];
        nominal.complement_nominal = n;
        nominal.depth = scratch.found[n].depth + 1;
        const Nominal& inner = scratch.found[n];
        w = std::max(w + 1, reading.words_of_token(inner.tokens.end - 1).end);
        name_end = w;
        has_complement = true;
        continue;
      }
      // Some other complement: kept in the name, its demonyms count.
      WordIndex end = c + 1;
      while (joined(end) && end < c + 4 && !words[end].capital && syntax.pos(reading.token(end)) == nlp::Upos::Adj) {
        const ActorIndex state = actors_.demonym(words[end].folded);
        if (state != kNoActor) nominal.countries.push_back(actors_[state].country);
        ++end;
      }
      if (syntax.pos(reading.token(c)) == nlp::Upos::Noun && !nominal.countries.empty() && !where) {
        w = end;
        name_end = w;
        has_complement = true;
        continue;
      }
      break;
    }
    const bool adjective = syntax.pos(t) == nlp::Upos::Adj || syntax[t].relation == Relation::Adjective ||
                           roles_.is(WordList::CompoundPrefix, words[w].folded);
    if (adjective && !syntax.grammar().modifiers_first() && !words[w].capital && !has_complement &&
        syntax[t].head >= nominal.tokens.begin) {
      if (roles_.is(WordList::Former, words[w].folded)) nominal.former = true;
      ++w;
      name_end = w;
      continue;
    }
    break;
  }
  if (name_end > nominal.noun.end) {
    const std::string_view tail =
        slice(syntax.text(), {words[nominal.noun.end - 1].span.end, words[name_end - 1].span.end});
    nominal.name += tail;
  }
  nominal.tokens.end = std::max(nominal.tokens.end, reading.token(name_end - 1) + 1);
  return name_end;
}

void NominalFinder::link_names(const Reading& reading, const Scratch& scratch, Nominal& nominal, WordIndex end) const {
  const Syntax& syntax = reading.syntax();
  const auto& words = reading.words();
  const auto first = [&](WordIndex w) { return w < reading.size() ? scratch.name_at[w] : -1; };
  // A name behind a complement that is a title itself is the complement's.
  if (nominal.complement_nominal >= 0 && !scratch.found[nominal.complement_nominal].named.empty()) {
    const NameSpan& inner = (*scratch.names)[scratch.found[nominal.complement_nominal].named.back()];
    if (inner.words.begin >= end) end = inner.words.end;
    nominal.tokens.end = std::max(nominal.tokens.end, inner.tokens.end);
    return link_beside(reading, scratch, nominal, end);
  }
  // A title before its name, in the plural before several; courtesies may stand between.
  WordIndex w = end;
  while (w < reading.size() && words[w].joint != Joint::Break && roles_.is(WordList::Courtesy, words[w].folded)) ++w;
  // The noun cut short, with a point.
  const bool short_form = w == end && w < reading.size() && words[nominal.noun.begin].capital &&
                          trim(reading.between(end - 1)) == "." && reading.token(w) < syntax.sentence(nominal.head).end;
  if (first(w) >= 0 && (words[w].joint == Joint::Space || words[w].joint == Joint::Dot || w > end || short_form) &&
      fits(scratch, nominal, first(w))) {
    nominal.named.push_back(first(w));
    WordIndex after = (*scratch.names)[first(w)].words.end;
    const auto is_and = [&](WordIndex i) {
      return i < reading.size() && syntax.pos(reading.token(i)) == nlp::Upos::Cconj;
    };
    while (nominal.plural && after < reading.size()) {
      // A title in the plural before names, each with a complement of its own.
      if (syntax.grammar().modifiers_first() && roles_.is(WordList::Of, words[after].folded) && first(after + 1) >= 0)
        after = (*scratch.names)[first(after + 1)].words.end;
      const bool comma =
          after < reading.size() && syntax.grammar().modifiers_first() && trim(reading.between(after - 1)) == ",";
      const WordIndex next = is_and(after) ? after + 1 : after;
      if ((next == after && !comma) || first(next) < 0 || !fits(scratch, nominal, first(next))) break;
      nominal.named.push_back(first(next));
      after = (*scratch.names)[first(next)].words.end;
    }
    return;
  }
  link_beside(reading, scratch, nominal, end);
}

bool NominalFinder::fits(const Scratch& scratch, const Nominal& nominal, int32_t n) const {
  const auto is_person = [&] {
    const NameSpan& name = (*scratch.names)[n];
    if (name.kind == NameKind::Person || name.kind == NameKind::Family) return true;
    return name.kind == NameKind::Actor && actors_[name.entries.front().actor].kind == EntityKind::Person;
  };
  const EntityKind kind = roles_[nominal.role].kind;
  if (kind == EntityKind::Person) return is_person();
  const NameSpan& name = (*scratch.names)[n];
  // The name right behind a noun for media, which the model takes for a man's.
  if (kind == EntityKind::Medium && name.kind == NameKind::Person && name.words.size() == 1 &&
      name.words.begin == nominal.noun.end && name.entries.empty() && !scratch.modifiers_first)
    return true;
  if (name.kind == NameKind::Body) return kind != EntityKind::Government && kind != EntityKind::State;
  if (name.kind != NameKind::Actor || name.entries.front().use != NameUse::Name) return false;
  const EntityKind other = actors_[name.entries.front().actor].kind;
  return other != EntityKind::Person && other != EntityKind::State;
}

// Names beside the phrase: behind or before it after a comma or in brackets, or by a copula.
void NominalFinder::link_beside(const Reading& reading, const Scratch& scratch, Nominal& nominal, WordIndex end) const {
  const Syntax& syntax = reading.syntax();
  const auto& words = reading.words();
  const auto first = [&](WordIndex w) { return w < reading.size() ? scratch.name_at[w] : -1; };
  if (nominal.plural) return;
  const TokenRange sentence = syntax.sentence(nominal.head);
  // a title, perhaps where it is held, a comma and the name
  if (first(end) < 0 && end + 1 < reading.size() && words[end].joint != Joint::Break && first(end + 1) >= 0 &&
      roles_.is(WordList::Locative, words[end].folded) && nominal.specified)
    end = (*scratch.names)[first(end + 1)].words.end;
  WordIndex behind = end;                // of the name, past a courtesy
  const auto leads = [&](WordIndex w) {  // a courtesy, an article
    return roles_.is(WordList::Courtesy, words[w].folded) ||
           (syntax.grammar().modifiers_first() && syntax.pos(reading.token(w)) == nlp::Upos::Det && w == end);
  };
  while (behind < reading.size() && behind < end + 2 && leads(behind)) ++behind;
  if (first(behind) >= 0 && reading.token(behind) < sentence.end && fits(scratch, nominal, first(behind)) &&
      words[end].joint == Joint::Break) {
    const std::string_view between = trim(reading.between(end - 1));
    const NameSpan& name = (*scratch.names)[first(behind)];
    const bool closed = name.tokens.end >= sentence.end || syntax.pos(name.tokens.end) == nlp::Upos::Punct;
    // A name as an apposition right before the verb: the second comma is left out.
    const bool acts = syntax.grammar().modifiers_first() && name.tokens.end < sentence.end &&
                      syntax.pos(name.tokens.end) == nlp::Upos::Verb;
    if (between == "," && (syntax[name.head].relation == Relation::Apposition || closed || acts)) {
      nominal.named.push_back(first(behind));
      return;
    }
  }
  // A name, then its title after a comma or in brackets.
  const WordIndex begin = reading.words_of_token(nominal.tokens.begin).begin;
  if (begin > 0 && scratch.name_ends[begin - 1] >= 0 && fits(scratch, nominal, scratch.name_ends[begin - 1]) &&
      reading.token(begin - 1) >= sentence.begin) {
    const std::string_view between = trim(reading.between(begin - 1));
    const NameSpan& name = (*scratch.names)[scratch.name_ends[begin - 1]];
    const bool apposed =
        syntax[nominal.head].relation == Relation::Apposition && name.tokens.contains(syntax[nominal.head].head);
    const bool closed = nominal.tokens.end >= sentence.end || syntax.pos(nominal.tokens.end) == nlp::Upos::Punct;
    const bool bare = syntax.pos(nominal.tokens.begin) != nlp::Upos::Det;
    const auto in_list = [&] {
      return syntax[nominal.head].relation == Relation::Conjunct &&
             syntax.is_linked(syntax.coordinated(syntax.first_conjunct(nominal.head)));
    };
    if ((between == "," && (apposed || closed || bare) && !in_list()) || (between == "(" && bare)) {
      nominal.named.push_back(scratch.name_ends[begin - 1]);
      return;
    }
  }
  // The title is said of the name by a copula.
  if (syntax.child(nominal.head, Relation::Copula) != kNoToken) {
    const TokenIndex subject = syntax.child(nominal.head, Relation::Subject);
    if (subject == kNoToken) return;
    const WordRange subject_words = reading.words_of_token(subject);
    if (subject_words.size() > 0 && first(subject_words.begin) >= 0 &&
        fits(scratch, nominal, first(subject_words.begin)))
      nominal.named.push_back(first(subject_words.begin));
  }
}

Nominal NominalFinder::read(const Reading& reading, const Scratch& scratch, WordIndex at,
                            const RoleBook::Found& role) const {
  const Syntax& syntax = reading.syntax();
  Nominal nominal;
  nominal.role = role.role;
  nominal.word = reading.lemmas()[at].folded;
  nominal.noun = {at, at + static_cast<WordIndex>(role.words)};
  nominal.tokens = reading.tokens(nominal.noun);
  nominal.head = reading.head(nominal.tokens);
  for (TokenIndex t = nominal.tokens.begin; t < nominal.tokens.end; ++t) {
    if (syntax.pos(t) == nlp::Upos::Noun && nominal.tokens.contains(syntax[nominal.head].head)) nominal.head = t;
  }
  // An adjective and a noun before a noun both hang on the last, the noun between is meant.
  for (TokenIndex t = nominal.tokens.end; t-- > nominal.tokens.begin && syntax.pos(nominal.head) == nlp::Upos::Adj;) {
    const nlp::Upos pos = syntax.pos(t);
    if (pos == nlp::Upos::Noun || pos == nlp::Upos::Propn) nominal.head = t;
  }
  nominal.plural = syntax.has_feature(nominal.head, "Number=Plur");
  if (syntax.has_feature(nominal.head, "Gender=Masc")) nominal.gender = Gender::Masculine;
  if (syntax.has_feature(nominal.head, "Gender=Fem")) nominal.gender = Gender::Feminine;
  const uint32_t begin = reading.words()[at].span.begin;
  if (begin >= 3) {
    const std::string before = unicode::fold(syntax.text().substr(begin - 3, 3));
    if (roles_.is(WordList::FormerPrefix, before)) nominal.former = true;
  }
  read_left(reading, scratch, nominal);
  const WordIndex end = read_right(reading, scratch, nominal);
  link_names(reading, scratch, nominal, end);
  return nominal;
}

std::vector<Nominal> NominalFinder::find(const Reading& reading, const std::vector<NameSpan>& names) const {
  Scratch scratch;
  scratch.names = &names;
  scratch.modifiers_first = reading.syntax().grammar().modifiers_first();
  const size_t n = reading.words().size();
  scratch.name_at.assign(n + 1, -1);
  scratch.name_ends.assign(n + 1, -1);
  scratch.nominal_at.assign(n + 1, -1);
  std::vector<bool> in_name(n + 1, false);
  for (size_t i = 0; i < names.size(); ++i) {
    scratch.name_at[names[i].words.begin] = static_cast<int32_t>(i);
    scratch.name_ends[names[i].words.end - 1] = static_cast<int32_t>(i);
    for (WordIndex w = names[i].words.begin; w < names[i].words.end; ++w) in_name[w] = true;
  }
  // Nouns first from the left: a noun within a longer one is none besides.
  std::vector<std::pair<WordIndex, RoleBook::Found>> nouns;
  for (WordIndex w = 0; w < reading.size();) {
    if (in_name[w]) {
      ++w;
      continue;
    }
    if (const size_t idiom = roles_.idiom(reading.words(), w); idiom > 0) {
      w += static_cast<WordIndex>(idiom);
      continue;
    }
    const RoleBook::Found role = roles_.longest(reading.words(), reading.lemmas(), w);
    // Of a longer noun any word may be the one that stands as a noun.
    bool is_noun = false;
    for (WordIndex k = w; k < w + static_cast<WordIndex>(role.words); ++k)
      is_noun = is_noun || is_noun_here(reading, k, roles_[role.role]);
    // Before a hyphen: a part of an adjective.
    const WordIndex behind = w + static_cast<WordIndex>(role.words);
    const bool compound = reading.syntax().grammar().modifiers_first() && is_noun && behind < reading.size() &&
                          reading.words()[behind].joint == Joint::Hyphen;
    if (is_noun && !compound) {
      nouns.push_back({w, role});
      w += static_cast<WordIndex>(role.words);
    } else {
      ++w;
    }
  }
  for (size_t i = nouns.size(); i-- > 0;) {
    Nominal nominal = read(reading, scratch, nouns[i].first, nouns[i].second);
    scratch.nominal_at[nouns[i].first] = static_cast<int32_t>(scratch.found.size());
    scratch.found.push_back(std::move(nominal));
  }
  // From the left; nouns that were read as the field of a minister are none of their own.
  std::vector<int32_t> place(scratch.found.size(), -1);
  std::vector<Nominal> out;
  WordIndex field_end = 0;
  for (size_t i = scratch.found.size(); i-- > 0;) {
    Nominal& nominal = scratch.found[i];
    if (nominal.noun.begin < field_end) continue;
    if (!nominal.office.empty()) field_end = std::max(field_end, nominal.field_end);
    place[i] = static_cast<int32_t>(out.size());
    out.push_back(std::move(nominal));
  }
  for (Nominal& nominal : out) {
    if (nominal.complement_nominal >= 0) nominal.complement_nominal = place[nominal.complement_nominal];
  }
  if (reading.syntax().grammar().modifiers_first()) take_nouns_before(reading, out);
  return out;
}

}  // namespace depeche::ground
