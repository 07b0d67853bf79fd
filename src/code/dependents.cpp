#include "code/dependents.h"

#include <algorithm>

#include "code/entry.h"

namespace depeche::code {

using ground::kNoToken;
using ground::Relation;
using nlp::TokenIndex;
using nlp::Upos;

TokenIndex Dependents::auxiliary_before(TokenIndex t) const {
  constexpr TokenIndex kReach = 4;
  const TokenIndex begin = std::max(s_.sentence(t).begin, t - kReach);
  for (TokenIndex i = t; i-- > begin;) {
    const Upos pos = s_.pos(i);
    const bool auxiliary = s_.grammar().is_auxiliary(s_.lemma(i)) || s_.grammar().is_passive_auxiliary(s_.lemma(i));
    if (auxiliary && (pos == Upos::Aux || pos == Upos::Verb)) return i;
    if (pos != Upos::Adv) return kNoToken;
  }
  return kNoToken;
}

TokenIndex Dependents::predicate(TokenIndex t) const {
  const Relation r = s_[t].relation;
  const bool helps = r == Relation::Copula || r == Relation::Auxiliary || r == Relation::PassiveAuxiliary;
  return helps && s_[t].head != kNoToken ? s_[t].head : t;
}

bool Dependents::is_verb(TokenIndex t) const {
  const Upos pos = s_.pos(t);
  // A word with a determiner is a noun, whatever its tag.
  if (pos == Upos::Verb) return s_.child(t, Relation::Determiner) == kNoToken || s_.child(t, Relation::Determiner) > t;
  if (pos == Upos::Aux) return true;
  if (pos != Upos::Noun && pos != Upos::Adj && pos != Upos::X && pos != Upos::Adv && pos != Upos::Propn) return false;
  if (s_.child(t, Relation::Auxiliary) != kNoToken || s_.child(t, Relation::PassiveAuxiliary) != kNoToken) return true;
  // A participle behind the auxiliary of the passive that the tagger takes for an adjective.
  if (pos == Upos::Adj && s_.child(t, Relation::Copula) != kNoToken && !s_.grammar().infinitives(s_.lower(t)).empty())
    return true;
  // Nothing but a verb has a subject without a copula.
  if (s_.child(t, Relation::Subject) != kNoToken && s_.child(t, Relation::Copula) == kNoToken && pos != Upos::Propn)
    return true;
  const TokenIndex before = auxiliary_before(t);
  return before != kNoToken && s_.grammar().is_auxiliary(s_.lemma(before)) &&
         s_.child(t, Relation::Determiner) == kNoToken;
}

// Verbs whose perfect looks like a passive.
bool Dependents::takes_etre(TokenIndex verb) const {
  if (s_.grammar().is_unaccusative(s_.lemma(verb))) return true;
  if (s_.pos(verb) == Upos::Verb) return false;
  const std::vector<std::string> infinitives = s_.grammar().infinitives(s_.lower(verb));
  return std::any_of(infinitives.begin(), infinitives.end(),
                     [&](const std::string& i) { return s_.grammar().is_unaccusative(i); });
}

bool Dependents::has_reflexive(TokenIndex verb) const { return s_.reflexive_of(verb) != kNoToken; }

bool Dependents::is_relative_pronoun(TokenIndex t) const { return s_.is_relative_pronoun(t); }

bool Dependents::is_past_participle(TokenIndex t) const {
  return s_.has_feature(t, "VerbForm=Part") && !s_.has_feature(t, "Tense=Pres");
}

// Of coordinated participles the first, which may have the auxiliary of all; of very many each stands alone.
TokenIndex Dependents::first_participle(TokenIndex verb) const {
  constexpr int kConjuncts = 20;
  TokenIndex first = verb;
  for (int step = 0; step <= kConjuncts; ++step) {
    const TokenIndex before = s_[first].head;
    const bool joins = s_[first].relation == Relation::Conjunct && is_past_participle(first) && before != kNoToken;
    if (!joins || !is_past_participle(before) || !is_verb(before)) return first;
    first = before;
  }
  return verb;
}

bool Dependents::is_passive(TokenIndex verb) const {
  if (has_reflexive(verb) || takes_etre(verb)) return false;
  if (s_.child(verb, Relation::PassiveAuxiliary) != kNoToken) return true;
  // A perfect without the passive's auxiliary is active, whatever the parser calls the subject.
  if (const TokenIndex auxiliary = s_.child(verb, Relation::Auxiliary); auxiliary != kNoToken)
    return s_.child(verb, Relation::Expletive) != kNoToken && s_.grammar().is_passive_auxiliary(s_.lemma(auxiliary)) &&
           is_past_participle(verb);
  if (s_.child(verb, Relation::PassiveSubject) != kNoToken) return s_.child(verb, Relation::Object) == kNoToken;
  if (!is_verb(verb)) return s_.pos(verb) == Upos::Adj;
  if (s_.pos(verb) != Upos::Verb && s_.pos(verb) != Upos::Aux) {
    if (s_.child(verb, Relation::Copula) != kNoToken) return true;
    const TokenIndex before = auxiliary_before(verb);
    return before != kNoToken && s_.grammar().is_passive_auxiliary(s_.lemma(before));
  }
  // Coordinated with a verb that has an auxiliary, it shares that one's.
  if (const TokenIndex first = first_participle(verb); first != verb) return is_passive(first);
  // A bare participle; one with a subject is a finite form that looks alike.
  return is_past_participle(verb) && s_.child(verb, Relation::Subject) == kNoToken;
}

Dependents::Tokens Dependents::controller(TokenIndex verb, TokenIndex governor, int step) const {
  if (!is_verb(governor)) {
    // Below a noun: whose noun it is.
    Tokens out;
    s_.for_children(governor, [&](TokenIndex c) {
      if (s_[c].relation == Relation::Nominal || s_[c].relation == Relation::Possessive ||
          s_.grammar().is_possessive(s_.lower(c))) {
        if (out.empty()) out.push_back(c);
      }
    });
    if (out.empty()) {
      if (const TokenIndex light = governing_verb(governor); light != kNoToken && light != verb)
        return subjects(light, step + 1);
    }
    return out;
  }
  const bool open = s_[verb].relation == Relation::OpenClause || s_[verb].relation == Relation::Clause ||
                    s_[verb].relation == Relation::AdverbialClause;
  const TokenIndex marker = s_[verb].marker;
  const bool infinitive = s_.has_feature(verb, "VerbForm=Inf");
  const bool gerund = !infinitive && marker != kNoToken && s_.grammar().gives_to_object(s_.plain(marker));
  if (open && (infinitive || gerund) && !s_.grammar().keeps_control(s_.lemma(governor))) {
    // What somebody is accused of or asked to do: the object does it. Purposes stay with the subject; a marker of
    // infinitives tells one only where the clause is no complement.
    const bool purpose = marker != kNoToken && s_.grammar().is_purpose(s_.plain(marker)) &&
                         (s_[verb].relation == Relation::AdverbialClause || !s_.grammar().is_to(s_.plain(marker)));
    if (!purpose) {
      Tokens out = objects(governor);
      if (out.empty() && !is_passive(governor)) out = indirect(governor);
      if (!out.empty()) return out;
    }
  }
  return subjects(governor, step + 1);
}

Dependents::Tokens Dependents::subjects(TokenIndex verb, int step) const {
  Tokens out;
  if (step > kMaxSteps) return out;
  const bool passive = is_passive(verb);
  const Relation relation = s_[verb].relation;
  const TokenIndex head = s_[verb].head;
  if (passive) {
    s_.for_children(verb, [&](TokenIndex c) {
      const bool by = s_[c].marker != kNoToken && s_.grammar().is_by(s_.plain(s_[c].marker));
      if (s_[c].relation == Relation::Agent || (by && s_[c].relation == Relation::Oblique)) out.push_back(c);
    });
    return out;
  }
  s_.for_children(verb, [&](TokenIndex c) {
    const Relation r = s_[c].relation;
    if (r != Relation::Subject && r != Relation::PassiveSubject && !(r == Relation::Expletive && c > verb)) return;
    if (is_reflexive(c)) return;
    if (is_relative_pronoun(c)) {
      if (head != kNoToken && (relation == Relation::Relative || relation == Relation::Participle)) out.push_back(head);
    } else {
      out.push_back(c);
    }
  });
  if (!out.empty()) return out;
  // A subject right before the verb, where the parser takes it for a part of the verb, as of a name.
  s_.for_children(verb, [&](TokenIndex c) {
    const Upos pos = s_.pos(c);
    const bool name = s_[c].relation == Relation::Name && c < verb && (pos == Upos::Noun || pos == Upos::Propn);
    if (name && s_.grammar().modifiers_first() && s_.pos(verb) == Upos::Verb) out.push_back(c);
  });
  if (!out.empty()) return out;
  // The parser may take the first of a row of verbs for an adverbial clause.
  s_.for_children(verb, [&](TokenIndex c) {
    const bool row = c < verb && s_[c].relation == Relation::AdverbialClause && s_[c].marker == kNoToken;
    if (row && out.empty() && s_.has_feature(c, "VerbForm=Fin")) out = subjects(c, step + 1);
  });
  if (!out.empty() || head == kNoToken) return out;
  switch (relation) {
    case Relation::Conjunct:
      if (is_verb(head) || s_.child(head, Relation::Copula) != kNoToken) {
        if (is_passive(head)) return objects(head);
        return subjects(head, step + 1);
      }
      return out;
    case Relation::OpenClause:
    case Relation::Clause:
    case Relation::AdverbialClause:
      return controller(verb, head, step);
    case Relation::Relative:
    case Relation::Participle:
      if (s_.has_feature(verb, "VerbForm=Inf")) return controller(verb, head, step);
      return is_verb(head) ? subjects(head, step + 1) : Tokens{head};
    default:
      break;
  }
  if (is_verb(head) && s_.has_feature(verb, "VerbForm=Inf")) return controller(verb, head, step);
  return out;
}

Dependents::Tokens Dependents::objects_of(TokenIndex verb) const {
  Tokens out;
  const Relation relation = s_[verb].relation;
  const TokenIndex head = s_[verb].head;
  if (is_passive(verb)) {
    s_.for_children(verb, [&](TokenIndex c) {
      if (s_[c].relation != Relation::PassiveSubject && s_[c].relation != Relation::Subject) return;
      if (!is_relative_pronoun(c))
        out.push_back(c);
      else if (head != kNoToken && relation == Relation::Relative)
        out.push_back(head);
    });
    if (!out.empty() || head == kNoToken) return out;
    if (relation == Relation::Conjunct && is_verb(head)) return is_passive(head) ? objects(head) : subjects(head);
    if (relation == Relation::Participle || relation == Relation::Adjective || relation == Relation::Relative)
      out.push_back(head);
    if ((relation == Relation::AdverbialClause || relation == Relation::OpenClause) && is_verb(head))
      return subjects(head);
    return out;
  }
  s_.for_children(verb, [&](TokenIndex c) {
    if (s_[c].relation != Relation::Object || is_reflexive(c)) return;
    if (!is_relative_pronoun(c))
      out.push_back(c);
    else if (head != kNoToken && relation == Relation::Relative)
      out.push_back(head);
  });
  if (!out.empty()) return out;
  // An object under another label: a name behind an article, perhaps with a complement after it.
  s_.for_children(verb, [&](TokenIndex c) {
    const Relation r = s_[c].relation;
    const bool other = r == Relation::Oblique || r == Relation::OpenClause;
    if (out.empty() && c > verb && s_.pos(c) == Upos::Propn && s_[c].marker == kNoToken && other) out.push_back(c);
  });
  if (!out.empty()) return out;
  // Of coordinated verbs that share an object it stands after the last only.
  bool alone = true;
  s_.for_children(verb, [&](TokenIndex c) {
    const Relation r = s_[c].relation;
    alone = alone && !(c > verb && (r == Relation::Oblique || r == Relation::OpenClause || r == Relation::Clause));
  });
  if (!alone) return out;
  s_.for_children(verb, [&](TokenIndex c) {
    if (out.empty() && s_[c].relation == Relation::Conjunct && is_verb(c) && !is_passive(c)) {
      if (const TokenIndex object = s_.child(c, Relation::Object); object != kNoToken && !is_reflexive(object))
        out.push_back(object);
    }
  });
  return out;
}

Dependents::Tokens Dependents::indirect_of(TokenIndex verb) const {
  Tokens out;
  s_.for_children(verb, [&](TokenIndex c) {
    const Relation r = s_[c].relation;
    if (is_reflexive(c)) return;
    const bool to = s_[c].marker != kNoToken && s_.grammar().is_to(s_.plain(s_[c].marker));
    if (r == Relation::IndirectObject || (to && (r == Relation::Oblique || r == Relation::Nominal))) out.push_back(c);
  });
  return out;
}

bool Dependents::is_marked(TokenIndex phrase, const std::vector<std::string>& words) const {
  const TokenIndex marker = s_[phrase].marker;
  if (marker == kNoToken) return false;
  const Relation r = s_[phrase].relation;
  if (r == Relation::Subject || r == Relation::Object || r == Relation::Clause) return false;
  return words.size() == 1 ? s_.plain(marker) == words[0] || s_.lower(marker) == words[0] : spells(s_, marker, words);
}

void Dependents::add_nearest(TokenIndex predicate, const std::vector<std::string>& words, Tokens& out) const {
  constexpr TokenIndex kReach = 14;
  const TokenIndex end = std::min(s_.sentence(predicate).end, predicate + kReach);
  for (TokenIndex t = predicate + 1; t < end; ++t) {
    if (s_.pos(t) == Upos::Punct && s_.lower(t) != "-") return;
    if (s_.has_feature(t, "VerbForm=Fin") && is_verb(t)) return;
    // A preposition that the tagger takes for another word.
    if (s_.pos(t) != Upos::Adp && spells(s_, t, words) && t + 1 < end && s_.pos(t + 1) == Upos::Propn) {
      out.push_back(t + 1);
      return;
    }
    const Upos pos = s_.pos(t);
    if ((pos == Upos::Noun || pos == Upos::Propn || pos == Upos::Pron) && is_marked(t, words)) {
      out.push_back(t);
      return;
    }
  }
}

void Dependents::add_marked(TokenIndex head, const std::vector<std::string>& words, Tokens& out) const {
  s_.for_children(head, [&](TokenIndex c) {
    if (is_marked(c, words)) out.push_back(c);
  });
  if (words.size() < 2 || !out.empty()) return;
  // A preposition of several words: the parser may hang what it governs below a noun of it. Read it off the row of
  // words.
  const nlp::TokenRange sentence = s_.sentence(head);
  constexpr TokenIndex kReach = 15;
  for (TokenIndex t = head + 1; t < std::min(sentence.end, head + kReach); ++t) {
    if (!spells(s_, t, words)) continue;
    for (TokenIndex n = t + static_cast<TokenIndex>(words.size()); n < std::min(sentence.end, t + 6); ++n) {
      const Upos pos = s_.pos(n);
      if (pos == Upos::Noun || pos == Upos::Propn || pos == Upos::Pron) {
        out.push_back(n);
        return;
      }
    }
  }
}

Dependents::Tokens Dependents::marked(TokenIndex t, const std::vector<std::string>& words) const {
  Tokens out;
  const TokenIndex from = predicate(t);
  add_marked(from, words, out);
  if (!out.empty()) return out;
  const bool of = words.size() == 1 && words[0] == s_.grammar().of();
  if (is_verb(from)) {
    for (const TokenIndex object : objects_of(from)) {
      if (object > from) add_marked(object, words, out);
    }
  } else if (!of) {
    // After two complements of a noun, the second phrase may hang below the first's name, or below the verb.
    s_.for_children(from, [&](TokenIndex c) {
      if (out.empty() && s_[c].relation == Relation::Nominal) add_marked(c, words, out);
    });
    const TokenIndex verb = governing_verb(from);
    if (out.empty() && verb != kNoToken && !s_.grammar().is_by(words[0])) {
      add_marked(verb, words, out);
      std::erase(out, from);
    }
  }
  if (out.empty() && !of) add_nearest(from, words, out);
  return out;
}

TokenIndex Dependents::governing_verb(TokenIndex noun) const {
  const Relation r = s_[noun].relation;
  const TokenIndex head = s_[noun].head;
  if (head == kNoToken || !is_verb(head)) return kNoToken;
  return r == Relation::Object || r == Relation::PassiveSubject || r == Relation::Subject || r == Relation::Oblique
             ? head
             : kNoToken;
}

bool is_finite(const ground::Syntax& syntax, TokenIndex verb) {
  bool finite = syntax.has_feature(verb, "VerbForm=Fin");
  syntax.for_children(verb, [&](TokenIndex c) {
    const Relation r = syntax[c].relation;
    const bool helps = r == Relation::Auxiliary || r == Relation::PassiveAuxiliary || r == Relation::Copula;
    finite = finite || (helps && syntax.has_feature(c, "VerbForm=Fin"));
  });
  return finite;
}

bool is_definite(const ground::Syntax& syntax, TokenIndex noun) {
  bool definite = false;
  syntax.for_children(noun, [&](TokenIndex c) {
    definite |= c < noun && syntax[c].relation == Relation::Determiner &&
                (syntax.has_feature(c, "Definite=Def") || syntax.has_feature(c, "PronType=Dem"));
  });
  return definite;
}

}  // namespace depeche::code
