#include "ground/naming.h"

#include <algorithm>

#include "base/unicode.h"
#include "ground/nominal_sense.h"

namespace depeche::ground {
namespace {

constexpr int kSteps = 4;            // up the tree from a name to the verb that tells it
constexpr TokenIndex kApart = 24;    // tokens between somebody and his nationality
constexpr TokenIndex kBefore = 150;  // tokens back to whom a name is given
constexpr size_t kMostMentions = 8;  // looked at for a nationality

class Namer {
 public:
  Namer(const Scene& scene, const std::vector<EntityId>& entity_of, EntityTable& table)
      : scene_(scene), syntax_(scene.syntax()), entity_of_(entity_of), table_(table) {}

  void run() {
    for (size_t i = 0; i < entity_of_.size(); ++i) {
      const EntityId id = entity_of_[i];
      if (id == kNoEntity || table_[id].mentions.empty()) continue;
      const NameSpan& name = scene_.names[i];
      if (name.kind == NameKind::Demonym)
        nationality(id, name.head);
      else if (is_unlisted_person(id))
        give(id, told_as(name.head));
    }
    for (const Nominal& n : scene_.nominals) {
      apposed(n);
      listed(n);
    }
    for (EntityId e = 0; e < table_.size(); ++e) origin(e);
  }

 private:
  bool is(WordList list, std::string_view word) const { return scene_.roles.is(list, word); }
  bool is_unlisted_person(EntityId id) const {
    const Draft& d = table_[id];
    return d.kind == EntityKind::Person && d.actor == kNoActor && !d.plural;
  }
  // Somebody of whom a deed is told, or nothing: not the holder of an office.
  bool is_unnamed(EntityId id) const {
    const Draft& d = table_[id];
    if (!is_unlisted_person(id) || d.named || d.role < 0 || d.mentions.empty()) return false;
    const Role& role = scene_.roles[d.role];
    return !role.of && !role.head && (d.sector == "UNK" || is_doer(d.sector));
  }
  EntityId unnamed_at(TokenIndex t) const {
    if (t == kNoToken) return kNoEntity;
    for (const EntityTable::Standing& s : table_.at(t)) {
      if (is_unnamed(s.id)) return s.id;
    }
    return kNoEntity;
  }
  EntityId unnamed_before(TokenIndex t) const {
    return table_.nearest_before(t, [&](EntityId id, const EntityTable::Standing&) {
      return table_[id].mentions.back().head + kBefore >= t && is_unnamed(id);
    });
  }

  // Whom the verb above a name gives that name.
  EntityId told_as(TokenIndex name) const {
    const TokenRange sentence = syntax_.sentence(name);
    TokenIndex t = name;
    for (int step = 0; step < kSteps && t != kNoToken; ++step, t = syntax_[t].head) {
      const std::string lemma = unicode::fold(syntax_.lemma(t));
      if (t == name) continue;
      if (is(WordList::NamingVerbs, lemma)) {
        for (const Relation r : {Relation::PassiveSubject, Relation::Subject, Relation::Object}) {
          if (const EntityId id = unnamed_at(syntax_.child(t, r)); id != kNoEntity) return id;
        }
        return unnamed_at(syntax_[t].head);  // a participle of naming between noun and name
      }
      const bool reflexive = t > 0 && syntax_.grammar().is_reflexive(syntax_.lower(t - 1));
      if (is(WordList::IdentityVerbs, lemma) && reflexive) return unnamed_before(sentence.begin);
    }
    return kNoEntity;
  }

  void give(EntityId named, EntityId unnamed) {
    if (unnamed == kNoEntity || unnamed == named) return;
    Draft &to = table_[named], &from = table_[unnamed];
    if (to.gender != Gender::Unknown && from.gender != Gender::Unknown && to.gender != from.gender) return;
    if (!to.country.empty() && !to.supposed && !from.country.empty() && !from.supposed && to.country != from.country)
      return;
    take(to, from);
    table_.merge(unnamed, named);
  }

  static void take(Draft& to, const Draft& from) {
    if (to.sector == "UNK" || to.sector.empty()) to.sector = from.sector;
    if (to.gender == Gender::Unknown) to.gender = from.gender;
    if (!from.country.empty() && (to.country.empty() || (to.supposed && !from.supposed))) {
      to.country = from.country;
      to.supposed = from.supposed;
    }
  }

  // A name as the apposition of a definite noun: who was told before as a man.
  void apposed(const Nominal& n) {
    if (n.named.size() != 1 || n.indefinite || n.plural || n.role < 0 || entity_of_[n.named.front()] == kNoEntity)
      return;
    const EntityId id = entity_of_[n.named.front()];
    const Role& role = scene_.roles[n.role];
    if (!is_unlisted_person(id) || role.of || role.head || (role.sector != "UNK" && !is_doer(role.sector))) return;
    const auto first = std::min_element(table_[id].mentions.begin(), table_[id].mentions.end(),
                                        [](const Mention& a, const Mention& b) { return a.head < b.head; });
    if (first->head < n.tokens.begin) return;
    give(id, unnamed_before(n.tokens.begin));
  }

  // As many names behind people with a number: they are those.
  void listed(const Nominal& n) {
    if (!n.plural || table_.at(n.head).empty()) return;
    const EntityId people = table_.at(n.head).front().id;
    if (table_[people].kind != EntityKind::People || table_[people].named) return;
    const TokenIndex end = syntax_.sentence(n.head).end;
    auto name = std::partition_point(scene_.names.begin(), scene_.names.end(),
                                     [&](const NameSpan& s) { return s.tokens.begin < n.tokens.end; });
    std::vector<EntityId> members;
    for (; name != scene_.names.end() && name->tokens.begin < end && members.size() < kMostMentions; ++name) {
      const EntityId id = entity_of_[static_cast<size_t>(name - scene_.names.begin())];
      if (id == kNoEntity || table_[id].kind != EntityKind::Person || !is_apposed(name->head, n.head)) continue;
      if (std::find(members.begin(), members.end(), id) == members.end()) members.push_back(id);
    }
    if (members.size() < 2 || (n.number > 0 && members.size() != static_cast<size_t>(n.number))) return;
    const Draft told = table_[people];
    table_.merge(people, members.front());
    for (const EntityId id : members) {
      if (is_unlisted_person(id)) take(table_[id], told);
      for (const Mention& m : told.mentions) table_.mention(id, m);
    }
  }

  bool is_apposed(TokenIndex t, TokenIndex to) const {
    bool apposed = false;
    for (int step = 0; step < kSteps && t != kNoToken; ++step, t = syntax_[t].head) {
      if (t == to) return apposed;
      const Relation r = syntax_[t].relation;
      if (r == Relation::Apposition) apposed = true;
      // The model may read the list as a second subject.
      if (t > to && r == syntax_[to].relation && syntax_[t].head == syntax_[to].head && r != Relation::Conjunct)
        return true;
      if (r != Relation::Apposition && r != Relation::Conjunct && r != Relation::Name) return false;
    }
    return false;
  }

  // A demonym as apposition or predicate: of somebody told just there.
  void nationality(EntityId id, TokenIndex head) {
    if (table_[id].kind != EntityKind::Person || table_[id].mentions.size() != 1) return;
    TokenIndex whose = kNoToken;
    if (syntax_[head].relation == Relation::Apposition) {
      whose = syntax_[head].head;
    } else if (syntax_.child(head, Relation::Copula) != kNoToken) {
      whose = syntax_.child(head, Relation::Subject);
      if (syntax_[head].relation == Relation::Relative) whose = syntax_[head].head;
    }
    if (whose == kNoToken) return;
    for (const EntityTable::Standing& s : table_.at(whose)) {
      if (s.id == id || !is_unlisted_person(s.id)) continue;
      Draft& d = table_[s.id];
      if (!d.country.empty() && !d.supposed && d.country != table_[id].country) continue;
      d.country = table_[id].country;
      d.supposed = false;
      return table_.merge(id, s.id);
    }
  }

  // A name, an age, perhaps an aside, and the nationality behind.
  void origin(EntityId e) {
    if (!is_unlisted_person(e) || (!table_[e].country.empty() && !table_[e].supposed)) return;
    const size_t count = std::min(table_[e].mentions.size(), kMostMentions);
    for (size_t i = 0; i < count; ++i) {
      const std::string country = told_behind(table_[e].mentions[i].tokens.end);
      if (country.empty()) continue;
      table_[e].country = country;
      table_[e].supposed = false;
      return;
    }
  }

  std::string told_behind(TokenIndex begin) const {
    if (begin >= syntax_.size() || begin == 0) return {};
    const TokenIndex end = std::min(syntax_.sentence(begin - 1).end, begin + kApart);
    int depth = 0;
    bool comma = false;
    for (TokenIndex t = begin; t < end; ++t) {
      const std::string_view surface = syntax_.surface(t);
      if (surface == "(") ++depth;
      if (surface == ")") --depth;
      if (depth > 0) continue;
      if (surface == ",") comma = true;
      if (syntax_.pos(t) == nlp::Upos::Punct || syntax_.pos(t) == nlp::Upos::Num) continue;
      const ActorIndex state = scene_.actors.demonym(unicode::fold(surface));
      if (state != kNoActor) return comma ? scene_.actors[state].country : std::string();
      if (!is(WordList::OriginWords, unicode::fold(surface))) return {};
    }
    return {};
  }

  const Scene& scene_;
  const Syntax& syntax_;
  const std::vector<EntityId>& entity_of_;
  EntityTable& table_;
};

}  // namespace

void name_the_unnamed(const Scene& scene, const std::vector<EntityId>& entity_of, EntityTable& table) {
  Namer(scene, entity_of, table).run();
}

}  // namespace depeche::ground
