#include "voice/doers.h"

#include <algorithm>
#include <string_view>

#include "voice/holders.h"

namespace depeche::voice {

using ground::Relation;
using ground::Syntax;
using nlp::Upos;

namespace {

constexpr TokenIndex kPieceReach = 12;  // tokens of a piece cut off from its verb
constexpr TokenIndex kAgentReach = 12;  // tokens between a passive verb and its agent, hung elsewhere

}  // namespace

bool ends_clause(const Tree& tree, TokenIndex t) {
  if (t < 0 || !tree.is_punctuation(t)) return false;
  const std::string_view mark = tree.syntax.surface(t);
  for (const std::string_view opening : {"«", "“", "(", "[", ":", ";", ".", "‹", "„"}) {
    if (mark == opening) return false;
  }
  return true;
}

TokenIndex made_to_speak(const Tree& tree, TokenIndex v) {
  const Syntax& syntax = tree.syntax;
  bool made = false;
  for (TokenIndex t = v; t-- > std::max(syntax.sentence(v).begin, v - 3) && !made;) {
    if (!tree.forms.is_verbal(t)) continue;
    if (!tree.words.causatives.contains(syntax.lemma(t))) break;
    made = true;
  }
  if (!made) return kNoToken;
  TokenIndex found = kNoToken;
  syntax.for_children(v, [&](TokenIndex c) {
    const TokenIndex marker = syntax[c].marker;
    if (found == kNoToken && c > v && marker != kNoToken && tree.forms.is_nominal(c) &&
        syntax.grammar().is_to(syntax.plain(marker)))
      found = c;
  });
  return found;
}

TokenIndex cut_off_subject(const Tree& tree, const ground::Mentions& mentions, TokenIndex v) {
  const Syntax& syntax = tree.syntax;
  const TokenIndex begin = syntax.sentence(v).begin;
  if (begin == 0 || tree.forms.verb(v).finite == kNoToken || !ends_clause(tree, begin)) return kNoToken;
  const TokenIndex from = std::max(syntax.sentence(begin - 1).begin, begin - kPieceReach);
  for (TokenIndex t = begin; t-- > from;) {
    if (tree.forms.is_verbal(t)) return kNoToken;
    if (tree.forms.is_nominal(t) && !has_no_entity(mentions, t)) return t;
  }
  return kNoToken;
}

TokenIndex nominal_before(const Tree& tree, TokenIndex verb) {
  const Syntax& syntax = tree.syntax;
  const TokenIndex begin = syntax.sentence(verb).begin;
  TokenIndex t = verb - 1;
  const auto is_of_group = [&](TokenIndex w) {
    const Upos pos = syntax.pos(w);
    return pos == Upos::Aux || pos == Upos::X || pos == Upos::Pron || syntax.grammar().is_auxiliary(syntax.lemma(w));
  };
  while (t > begin && is_of_group(t)) --t;
  // Over what is set off by commas.
  if (t > begin && tree.is_punctuation(t)) {
    for (--t; t > begin && !tree.is_punctuation(t); --t) {
    }
    --t;
  }
  while (t > begin && syntax.pos(t) == Upos::Adj) --t;
  // A town that was taken for an adverb, too.
  if (t < begin || (!tree.forms.is_nominal(t) && (t != begin || syntax.pos(t) != Upos::Adv))) return kNoToken;
  // Over what the noun belongs to.
  for (TokenIndex head = syntax[t].head; head >= begin && head < t && tree.forms.is_nominal(head);
       head = syntax[t].head) {
    const Relation r = syntax[t].relation;
    if (r != Relation::Nominal && r != Relation::Name && r != Relation::Apposition) break;
    t = head;
  }
  return t;
}

TokenIndex speaker_above(const Tree& tree, const ground::Mentions& mentions, TokenIndex thing) {
  const Syntax& syntax = tree.syntax;
  constexpr int kSteps = 3;
  if (!tree.forms.is_nominal(thing)) return thing;
  const auto is_one = [&](TokenIndex at) {  // a person
    const auto& ids = mentions.entities_at[static_cast<size_t>(at)];
    return ids.size() == 1 && mentions.entities[static_cast<size_t>(ids.front())].kind == ground::EntityKind::Person;
  };
  TokenIndex t = syntax[thing].head;
  if (!has_no_entity(mentions, thing)) {
    // What somebody heads or speaks for: he says so.
    TokenIndex below = thing;
    for (int step = 0; step < kSteps && t != kNoToken && t < below && !is_one(thing); ++step, t = syntax[t].head) {
      const Relation r = syntax[below].relation;
      if (r != Relation::Nominal && r != Relation::Conjunct && r != Relation::Apposition) break;
      if (is_one(t)) return t;
      below = t;
    }
    return thing;
  }
  for (int step = 0; step < kSteps && t != kNoToken && t < thing; ++step, t = syntax[t].head) {
    if (tree.forms.is_nominal(t) && !has_no_entity(mentions, t)) return t;
    if (tree.forms.is_verbal(t) && syntax[t].relation == Relation::Root) break;
  }
  return thing;
}

TokenIndex subject_behind(const Tree& tree, TokenIndex verb) {
  const Syntax& syntax = tree.syntax;
  TokenIndex found = kNoToken;
  syntax.for_children(verb, [&](TokenIndex c) {
    if (found != kNoToken || c < verb) return;
    const Relation r = syntax[c].relation;
    if (r == Relation::Subject || r == Relation::PassiveSubject || tree.is_inverted_pronoun(c)) {
      found = c;
      return;
    }
    const bool bare = syntax[c].marker == kNoToken && syntax.pos(c) != Upos::Pron && tree.forms.is_nominal(c);
    if (bare && (r == Relation::Object || r == Relation::Oblique || r == Relation::Other || r == Relation::Name ||
                 r == Relation::OpenClause || r == Relation::Nominal))
      found = c;
  });
  return found;
}

bool can_speak(const Tree& tree, const ground::Mentions& mentions, TokenIndex noun) {
  if (!has_no_entity(mentions, noun) || tree.syntax.pos(noun) == Upos::Propn) return true;
  const std::string_view lemma = tree.syntax.lemma(noun);
  return tree.words.sources.contains(lemma) || tree.words.spokespeople.contains(lemma);
}

TokenIndex stray_subject(const Tree& tree, const ground::Mentions& mentions, TokenIndex verb) {
  const Syntax& syntax = tree.syntax;
  TokenIndex t = verb + 1;
  const TokenIndex end = syntax.sentence(verb).end;
  while (t < end && (syntax.pos(t) == Upos::Det || syntax.pos(t) == Upos::Adj)) ++t;
  const bool elsewhere = t < end && syntax[t].relation == Relation::Subject && syntax[t].head > t;
  return elsewhere && can_speak(tree, mentions, t) ? t : kNoToken;
}

bool joins_active(const Tree& tree, TokenIndex v, const VerbForm& form) {
  const TokenIndex head = tree.syntax[v].head;
  return form.participle && tree.syntax[v].relation == Relation::Conjunct && head != kNoToken &&
         tree.forms.is_verbal(head) && (tree.forms.of(head) & kFinite);
}

TokenIndex group_begin(const Tree& tree, TokenIndex v, TokenIndex first) {
  const Syntax& syntax = tree.syntax;
  const TokenRange sentence = syntax.sentence(v);
  const auto belongs = [&](TokenIndex t) {
    return syntax[t].head == v && !tree.is_punctuation(t) && syntax[t].relation != Relation::Subject &&
           (syntax.pos(t) == Upos::Pron || syntax.pos(t) == Upos::Adv || syntax.pos(t) == Upos::Aux);
  };
  while (first > sentence.begin && belongs(first - 1)) --first;
  return first;
}

TokenIndex voice_of(const Tree& tree, TokenIndex v) {
  const Syntax& syntax = tree.syntax;
  TokenIndex found = kNoToken;
  syntax.for_children(v, [&](TokenIndex c) {
    if (c < v || !tree.words.voices.contains(syntax.lemma(c))) return;
    syntax.for_children(c, [&](TokenIndex of) {
      if (found == kNoToken && of > c && syntax[of].relation == Relation::Nominal) found = of;
    });
  });
  return found;
}

std::vector<TokenIndex> agent_of(const Tree& tree, const ground::Mentions& mentions, TokenIndex v) {
  const Syntax& syntax = tree.syntax;
  const auto is_by = [&](TokenIndex t) {
    const TokenIndex marker = syntax[t].marker;
    return marker != kNoToken && syntax.grammar().is_by(syntax.plain(marker));
  };
  TokenIndex found = kNoToken;
  const auto look = [&](TokenIndex at) {
    syntax.for_children(at, [&](TokenIndex c) {
      const Relation r = syntax[c].relation;
      if (found == kNoToken && (r == Relation::Agent || (is_by(c) && r == Relation::Oblique))) found = c;
    });
  };
  look(v);
  if (found == kNoToken && syntax[v].relation == Relation::Conjunct) look(syntax[v].head);
  for (TokenIndex t = v + 1; t < std::min(tree.range[v].end, v + kAgentReach) && found == kNoToken; ++t) {
    if (!is_by(t) || has_no_entity(mentions, t)) continue;  // hung on the charge before it
    const TokenIndex head = syntax[t].head;
    if (head == v || !tree.forms.is_verbal(head) || !tree.forms.verb(head).passive) found = t;
  }
  if (found == kNoToken) return {};
  return {found};
}

}  // namespace depeche::voice
