// For each pronoun the mentions of its sentence and the three before it are weighed: subjects before objects, near
// before far, people before things for a singular; gender and number must agree where they are known. Two arguments of
// one verb are never the same (the reflexive pronoun would say so).
#include "ground/coreference.h"

#include <algorithm>

#include "base/unicode.h"

namespace depeche::ground {
namespace {

struct Wanted {
  Gender gender = Gender::Unknown;
  bool plural = false;
  bool subject = false;
  bool possessive = false;
  bool latter = false;                 // the one told last: the nearest, whatever its place in the sentence
  bool person = false, thing = false;  // in languages whose pronouns tell persons from things
};

class Linker {
 public:
  Linker(const Scene& scene, EntityTable& table)
      : scene_(scene),
        syntax_(scene.syntax()),
        table_(table),
        has_neuter_(!scene.roles.is_empty(WordList::PronounNeuter)) {}

  void run() {
    for (TokenIndex t = 0; t < syntax_.size(); ++t) {
      Wanted wanted;
      if (table_.at(t).empty() && read(t, wanted)) resolve(t, wanted);
    }
  }

 private:
  bool is(WordList list, const std::string& word) const { return scene_.roles.is(list, word); }

  bool read(TokenIndex t, Wanted& wanted) const {
    const nlp::Upos pos = syntax_.pos(t);
    std::string word = unicode::fold(syntax_.surface(t));
    const Relation relation = syntax_[t].relation;
    if (t > 0 && is_joined(t)) return false;
    if (const std::string joined = word + joined_behind(t); pos == nlp::Upos::Pron || is(WordList::Latter, joined)) {
      word = joined;
      wanted.subject = relation == Relation::Subject || relation == Relation::PassiveSubject;
      if (relation == Relation::Expletive || is_impersonal(t)) return false;
      wanted.latter = is(WordList::Latter, word);
      const bool subject_or_strong = wanted.subject || syntax_[t].marker != kNoToken;
      if (is(WordList::PronounMasculine, word) &&
          (wanted.subject || !is(WordList::PronounDative, word) || subject_or_strong)) {
        wanted.gender = Gender::Masculine;
        wanted.person = has_neuter_;
        return true;
      }
      if (is(WordList::PronounFeminine, word)) {
        wanted.gender = Gender::Feminine;
        wanted.person = has_neuter_;
        return true;
      }
      if (is(WordList::PronounNeuter, word)) {
        wanted.thing = true;
        return true;
      }
      if (is(WordList::PronounMasculinePlural, word)) {
        wanted.plural = true;  // may stand for both
        return true;
      }
      if (is(WordList::PronounFemininePlural, word)) {
        wanted.gender = Gender::Feminine;
        wanted.plural = true;
        return true;
      }
      if (is(WordList::PronounDative, word)) return true;
      const bool argument = relation == Relation::Object || relation == Relation::IndirectObject;
      if (is(WordList::PronounDativePlural, word) && argument) {
        wanted.plural = true;
        return true;
      }
      if (relation == Relation::Object && is(WordList::PronounAny, word)) {
        if (syntax_.has_feature(t, "Gender=Masc")) wanted.gender = Gender::Masculine;
        if (syntax_.has_feature(t, "Gender=Fem")) wanted.gender = Gender::Feminine;
        return true;
      }
      if (relation == Relation::Object && is(WordList::PronounAnyPlural, word)) {
        wanted.plural = true;
        return true;
      }
    }
    if (is(WordList::PronounPossessive, word) &&
        (relation == Relation::Determiner || relation == Relation::Possessive)) {
      wanted.possessive = true;
      wanted.person = has_neuter_ && !is(WordList::PronounNeuterPossessive, word);
      wanted.thing = has_neuter_ && !wanted.person;
      if (wanted.person) wanted.gender = is(WordList::PronounFeminine, word) ? Gender::Feminine : Gender::Masculine;
      return true;
    }
    if (is(WordList::PronounPossessivePlural, word) &&
        (relation == Relation::Determiner || relation == Relation::Possessive)) {
      wanted.possessive = wanted.plural = true;
      return true;
    }
    // A noun that takes up the last told, with its determiner.
    const bool one = is(WordList::LatterHeads, word), many = is(WordList::LatterPluralHeads, word);
    if ((one || many) && t > 0 && points_back(t) && !qualifies_next(t)) {
      wanted.latter = true;
      wanted.subject = relation == Relation::Subject || relation == Relation::PassiveSubject;
      wanted.plural = many;
      if (syntax_.has_feature(t, "Gender=Masc")) wanted.gender = Gender::Masculine;
      if (syntax_.has_feature(t, "Gender=Fem")) wanted.gender = Gender::Feminine;
      return true;
    }
    return false;
  }

  // Some models cut a pronoun with a hyphen in three: what is joined to it belongs to it.
  std::string joined_behind(TokenIndex t) const {
    std::string tail;
    for (TokenIndex next = t + 1; next < syntax_.size() && is_joined(next); ++next)
      tail += unicode::fold(syntax_.surface(next));
    return tail;
  }
  bool is_joined(TokenIndex t) const {
    const auto is_hyphen = [&](TokenIndex at) { return syntax_.surface(at) == "-"; };
    if (syntax_.token(t - 1).span.end != syntax_.token(t).span.begin) return false;
    if (is_hyphen(t)) return syntax_.pos(t) == nlp::Upos::Pron;
    return t > 1 && is_hyphen(t - 1) && is_joined(t - 1);
  }
  // The one told last, by a demonstrative or by a phrase of the lists.
  bool points_back(TokenIndex t) const {
    const std::string before = unicode::fold(syntax_.surface(t - 1));
    return is(WordList::Demonstrative, before) ||
           is(WordList::Latter, before + ' ' + unicode::fold(syntax_.surface(t)));
  }
  // The word for the last one as an adjective of a noun.
  bool qualifies_next(TokenIndex t) const {
    return syntax_[t].head == t + 1 && syntax_[t].relation == Relation::Adjective;
  }

  bool is_impersonal(TokenIndex t) const {
    if (syntax_[t].relation != Relation::Subject) return false;
    const TokenIndex verb = syntax_[t].head;
    if (verb == kNoToken) return false;
    // A verb may be impersonal with its reflexive pronoun alone: such verbs are listed with it.
    const std::string lemma = unicode::fold(syntax_.lemma(verb));
    if (is(WordList::ImpersonalVerbs, lemma)) return true;
    const TokenIndex last = std::max(t, verb);
    for (TokenIndex c = std::max(std::min(t, verb) - 2, last - kClitics); c < last; ++c) {
      if (c >= 0 && syntax_[c].head == verb && syntax_.grammar().is_reflexive(syntax_.lower(c)) &&
          is(WordList::ImpersonalVerbs, unicode::fold(syntax_.surface(c)) + lemma))
        return true;
    }
    return false;
  }

  bool agrees(const Draft& d, const Wanted& wanted) const {
    bool many = d.plural || d.kind == EntityKind::People;
    if (wanted.person && d.kind != EntityKind::Person) return false;
    if (wanted.thing && (d.kind == EntityKind::Person || d.kind == EntityKind::People)) return false;
    // Where there is a neuter, bodies are taken up by singular and plural alike.
    const bool body = d.kind != EntityKind::Person && d.kind != EntityKind::People && d.kind != EntityKind::State;
    if (has_neuter_ && body) many = wanted.plural;
    // A force or government may be taken up by a plural when it is told in the plural; its own gender tells.
    if (wanted.plural != many) return false;
    return wanted.gender == Gender::Unknown || d.gender == Gender::Unknown || wanted.gender == d.gender || many;
  }

  // Outside of a quote what is quoted does not count as told between.
  int32_t sentences_between(TokenIndex at, TokenIndex t) const {
    int32_t n = syntax_[t].sentence - syntax_[at].sentence;
    if (n <= 1 || scene_.reading.in_quote(t) || scene_.reading.in_quote(at)) return n;
    TokenIndex begin = syntax_.sentence(t).begin;
    while (begin > 0 && (begin = syntax_.sentence(begin - 1).begin) > at) {
      if (scene_.reading.in_quote(begin)) --n;
    }
    return n;
  }

  double weigh(const Draft& d, TokenIndex at, const EntityTable::Standing& s, TokenIndex t,
               const Wanted& wanted) const {
    double w = 0;
    w -= 2.0 * sentences_between(at, t);
    w -= 0.01 * (t - at);
    const Relation r = syntax_[at].relation;
    const bool subject = r == Relation::Subject || r == Relation::PassiveSubject;
    if (wanted.latter) {
      w -= 0.2 * (t - at);
      if (scene_.reading.in_brackets(at)) w -= 3;
    } else if (subject) {
      w += wanted.subject ? 3 : 2;
    } else if (r == Relation::Object || r == Relation::Agent || r == Relation::IndirectObject || r == Relation::Root) {
      w += 1;
    }
    if (r == Relation::Possessive) w += 1;
    if (owns_what_tells(at, t)) w += 2.5;
    if (wanted.possessive) w += weigh_owner(d, at, t);
    if (d.kind == EntityKind::Person) w += wanted.plural ? 0 : 1.5;
    if (d.kind == EntityKind::People && wanted.plural) w += 0.5;
    // A body may be taken up by a plural, though rather those who are many.
    if (has_neuter_ && wanted.plural && !d.plural && d.kind != EntityKind::People) w -= 1;
    if (s.as_place) w -= wanted.latter ? 6 : 3;
    if (d.named) w += 0.5;
    if (d.kind != EntityKind::Person && d.gender == Gender::Unknown && !wanted.plural) w -= 1;
    if (s.form == MentionForm::Pronoun) w += 0.5;
    if (d.gender != Gender::Unknown && wanted.gender != Gender::Unknown && d.gender == wanted.gender) w += 1;
    // Who tells of a quote is seldom told of in it.
    if (scene_.reading.in_quote(at) != scene_.reading.in_quote(t)) w -= scene_.reading.in_quote(at) ? 4 : 1.5;
    if (d.kind == EntityKind::State && wanted.subject && !wanted.plural && !wanted.thing) w -= 1.5;
    if (scene_.reading.in_title(at)) w -= 1;
    return w;
  }

  // The verb or noun that a token is an argument of, through coordination.
  TokenIndex governor(TokenIndex t) const { return syntax_[syntax_.first_conjunct(t)].head; }

  // Of a possessive: what somebody is blamed or praised for is his own; supporters and the like are of people.
  double weigh_owner(const Draft& d, TokenIndex at, TokenIndex t) const {
    const TokenIndex thing = syntax_[t].head;
    if (thing == kNoToken) return 0;
    double w = 0;
    for (const EntityTable::Standing& s : table_.at(thing)) {
      const int32_t role = table_[s.id].role;
      const bool stands_by = role >= 0 && scene_.roles[role].of && scene_.roles[role].sector == "UNK";
      if (stands_by && d.kind == EntityKind::State) w -= 3;
    }
    const TokenIndex verb = syntax_[thing].head, marker = syntax_[thing].marker;
    if (verb != kNoToken && syntax_[thing].relation == Relation::Oblique && marker != kNoToken &&
        syntax_.grammar().gives_to_object(syntax_.plain(marker)) && syntax_[at].head == verb) {
      const Relation r = syntax_[at].relation;
      if (r == Relation::Object || r == Relation::PassiveSubject) w += 4;
    }
    return w;
  }

  // Whether the clause that the pronoun is the subject of is the content of a word of somebody's: "their claim that
  // they".
  bool owns_what_tells(TokenIndex at, TokenIndex t) const {
    const TokenIndex verb = syntax_[t].relation == Relation::Subject ? syntax_[t].head : kNoToken;
    if (verb == kNoToken || syntax_[verb].head == kNoToken || syntax_[at].head != syntax_[verb].head) return false;
    const Relation clause = syntax_[verb].relation, owner = syntax_[at].relation;
    return (clause == Relation::Clause || clause == Relation::Relative || clause == Relation::Participle) &&
           (owner == Relation::Possessive || owner == Relation::Nominal);
  }

  bool is_apart(TokenIndex at, TokenIndex t, const Wanted& wanted) const {
    if (wanted.possessive) {  // not what the possessive belongs to
      TokenIndex above = t;
      for (int steps = 0; steps < kAbove && above != kNoToken; ++steps, above = syntax_[above].head) {
        if (above == at) return false;
      }
      return true;
    }
    const TokenIndex g = syntax_[t].head;
    if (g == kNoToken) return true;
    return governor(at) != g && g != at;
  }

  // Whether another pronoun of the same verb means that one: subject and object are two.
  bool stands_beside(EntityId id, TokenIndex t, const Wanted& wanted) const {
    const TokenIndex verb = syntax_[t].head;
    if (wanted.possessive || verb == kNoToken) return false;
    bool found = false;
    syntax_.for_children(verb, [&](TokenIndex c) {
      if (c == t || syntax_.pos(c) != nlp::Upos::Pron) return;
      for (const EntityTable::Standing& s : table_.at(c)) found = found || s.id == id;
    });
    return found;
  }

  // A pronoun between commas right behind a name or phrase: the same once more.
  EntityId echoed(TokenIndex t, const Wanted& wanted) const {
    constexpr TokenIndex kWords = 3;  // of the name, behind its head
    const auto is_comma = [&](TokenIndex at) { return at < syntax_.size() && syntax_.surface(at) == ","; };
    if (t < 2 || !is_comma(t - 1) || !is_comma(t + 1)) return kNoEntity;
    for (TokenIndex at = t - 2; at >= std::max(syntax_.sentence(t).begin, t - 2 - kWords); --at) {
      for (const EntityTable::Standing& s : table_.at(at)) {
        if (agrees(table_[s.id], wanted)) return s.id;
      }
      if (is_comma(at)) break;
    }
    return kNoEntity;
  }

  void resolve(TokenIndex t, const Wanted& wanted) {
    if (const EntityId same = echoed(t, wanted); same != kNoEntity) return add(same, t);
    const TokenRange sentence = syntax_.sentence(t);
    const int32_t here = syntax_[t].sentence;
    TokenIndex begin = sentence.begin;
    const bool outside = !scene_.reading.in_quote(t);
    for (int back = 1, quoted = 0; back <= kSentences && begin > 0; ++back) {
      begin = syntax_.sentence(begin - 1).begin;
      if (outside && scene_.reading.in_quote(begin) && ++quoted <= kQuoted) --back;
    }
    begin = std::max(begin, t - kReach);
    EntityId best = kNoEntity;
    TokenIndex best_at = kNoToken;
    double best_weight = -8;
    std::vector<EntityId> pair;
    for (TokenIndex at = begin; at < t; ++at) {
      if (!scene_.reading.in_title(t) && scene_.reading.in_title(at) && here - syntax_[at].sentence > 2) continue;
      for (const EntityTable::Standing& s : table_.at(at)) {
        const Draft& d = table_[s.id];
        if (!agrees(d, wanted) || !is_apart(at, t, wanted) || stands_beside(s.id, t, wanted)) continue;
        const double w = weigh(d, at, s, t, wanted);
        if (w > best_weight) {
          best = s.id;
          best_at = at;
          best_weight = w;
        }
      }
      if (wanted.plural) consider_pair(at, t, wanted, pair, best_weight);
    }
    if (!pair.empty()) {
      for (const EntityId id : pair) add(id, t);
    } else if (best != kNoEntity) {
      // What one mention says of several it says of each.
      std::vector<EntityId> all;
      for (const EntityTable::Standing& s : table_.at(best_at)) all.push_back(s.id);
      if (!wanted.plural || all.size() == 1) all = {best};
      for (const EntityId id : all) add(id, t);
    }
  }

  // A plural takes up both of two that stand side by side; a group likewise.
  void consider_pair(TokenIndex at, TokenIndex t, const Wanted& wanted, std::vector<EntityId>& pair,
                     double& best) const {
    std::vector<EntityId> all;
    if (table_.at(at).size() >= 2) {
      for (const EntityTable::Standing& s : table_.at(at)) all.push_back(s.id);
    } else if (syntax_[at].relation != Relation::Conjunct && !table_.at(at).empty()) {
      TokenIndex last = at;
      for (int conjuncts = 0; conjuncts < kConjuncts && last != kNoToken; ++conjuncts) {
        if (last < t && !table_.at(last).empty()) all.push_back(table_.at(last).front().id);
        // Conjuncts hang on the first, or each on the one before.
        TokenIndex next = kNoToken;
        syntax_.for_children(at, [&](TokenIndex c) {
          if (next == kNoToken && c > last && syntax_[c].relation == Relation::Conjunct) next = c;
        });
        last = next != kNoToken ? next : last == at ? kNoToken : syntax_.child(last, Relation::Conjunct);
      }
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    if (all.size() < 2 || !is_apart(at, t, wanted)) return;
    const double w = weigh(table_[all.front()], at, table_.at(at).front(), t, wanted) + 0.5;
    if (w <= best) return;
    best = w;
    pair = std::move(all);
  }

  void add(EntityId id, TokenIndex t) {
    Mention m;
    m.tokens = {t, t + 1};
    m.span = syntax_.token(t).span;
    m.head = t;
    m.form = MentionForm::Pronoun;
    table_.mention(id, m);
  }

  static constexpr int kSentences = 3;
  static constexpr int kQuoted = 6;  // sentences of a quote that are passed over
  static constexpr int kConjuncts = 6;
  static constexpr int kAbove = 12;          // steps up the tree
  static constexpr TokenIndex kClitics = 8;  // tokens in which a verb's reflexive pronoun stands
  static constexpr TokenIndex kReach = 250;

  const Scene& scene_;
  const Syntax& syntax_;
  EntityTable& table_;
  bool has_neuter_;
};

}  // namespace

void link_pronouns(const Scene& scene, EntityTable& table) { Linker(scene, table).run(); }

}  // namespace depeche::ground
