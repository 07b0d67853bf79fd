#include "ground/antecedents.h"

#include <algorithm>

namespace depeche::ground {

bool Antecedents::held(ActorIndex actor, const Nominal& n, bool behind_name) const {
  constexpr int kLately = 90;  // days
  const Role& r = role(n);
  for (const int32_t t : scene_.actors[actor].terms) {
    const Term& term = scene_.actors.terms()[t];
    const bool office = n.office.empty() ? std::find(r.offices.begin(), r.offices.end(), term.office) != r.offices.end()
                                         : term.office == n.office;
    if (office && term.is_over_since(behind_name ? kLately : 0, scene_.date)) return true;
  }
  return false;
}

bool Antecedents::acts(const Nominal& n) const {
  switch (scene_.syntax()[n.head].relation) {
    case Relation::Subject:
    case Relation::PassiveSubject:
    case Relation::Agent:
    case Relation::Object:
    case Relation::IndirectObject:
      return true;
    default:
      return false;
  }
}

bool Antecedents::is_idiom(const Nominal& n) const {
  const Syntax& syntax = scene_.syntax();
  const Role& r = role(n);
  if (syntax.grammar().modifiers_first()) return false;  // fixed phrases of such languages are listed
  if (r.kind == EntityKind::Person || n.plural || !n.complement_names.empty() || !n.countries.empty()) return false;
  if (n.tokens.begin != scene_.reading.token(n.noun.begin)) return false;  // has a determiner or adjective
  const WordIndex w = n.noun.begin;
  if (w == 0 || scene_.reading.words()[w].joint == Joint::Break || scene_.reading.words()[w].capital) return false;
  const TokenIndex before = scene_.reading.token(w - 1);
  if (syntax.pos(before) != nlp::Upos::Adp) return false;
  return syntax.plain(before) == syntax.lower(before) || syntax.grammar().is_to(syntax.plain(before));
}

EntityId Antecedents::state_before(const Nominal& n, bool as_place) const {
  TokenIndex since = scene_.syntax().sentence(n.head).begin;
  for (int back = 0; back < (as_place ? 2 : 1) && since > 0; ++back) since = scene_.syntax().sentence(since - 1).begin;
  for (TokenIndex t = n.tokens.begin; t-- > since;) {
    for (const EntityTable::Standing& s : table_.at(t)) {
      const Draft& d = table_[s.id];
      if (d.kind == EntityKind::State && d.actor != kNoActor && s.as_place == as_place && (!as_place || !is_town(t)))
        return s.id;
    }
  }
  return kNoEntity;
}

bool Antecedents::is_town(TokenIndex t) const {
  const WordRange words = scene_.reading.words_of_token(t);
  if (words.size() == 0) return false;
  const ActorBook::Found found = scene_.actors.longest(scene_.reading.words(), static_cast<size_t>(words.begin));
  return found.words > 0 && found.entries.front().use == NameUse::Capital;
}

EntityId Antecedents::told_in_title(const Nominal& n, const Origin& o, bool people) const {
  if (!n.indefinite || scene_.reading.in_title(n.head)) return kNoEntity;
  for (EntityId e = 0; e < table_.size() && e < kMostPeople; ++e) {
    const Draft& d = table_[e];
    if (d.named || d.mentions.empty() || d.plural != n.plural || d.word != n.word) continue;
    if (people ? d.kind != EntityKind::People : d.kind != EntityKind::Person) continue;
    if (!o.countries.empty() && d.country != o.countries.front() && !d.supposed) continue;
    if (d.mentions.size() == 1 && scene_.reading.in_title(d.mentions.front().head)) return e;
  }
  return kNoEntity;
}

EntityId Antecedents::body_called(const Nominal& n, const Origin& o) const {
  if (n.indefinite || n.plural || n.specified || o.own() || n.noun.size() != 1) return kNoEntity;
  const Word& word = scene_.reading.words()[n.noun.begin];
  if (role(n).unique && (!word.capital || scene_.reading.starts_sentence(n.noun.begin))) return kNoEntity;
  const auto first_after = std::partition_point(scene_.names.begin(), scene_.names.end(), [&](const NameSpan& name) {
    return name.tokens.begin < n.tokens.begin;
  });
  const auto last = static_cast<int32_t>(first_after - scene_.names.begin());
  for (int32_t i = last; i-- > std::max(0, last - kMostNames);) {
    const NameSpan& name = scene_.names[i];
    const EntityId id = entity_of_[i];
    if (id == kNoEntity || name.words.size() < 2) continue;
    const EntityKind kind = table_[id].kind;
    if (kind == EntityKind::Person || kind == EntityKind::People || kind == EntityKind::State) continue;
    if (scene_.reading.words()[name.words.begin].folded == word.folded) return id;
  }
  return kNoEntity;
}

EntityId Antecedents::later(const Nominal& n, const Origin& o, const std::string& about,
                            const std::string& sector) const {
  const Role& r = role(n);
  const bool told = n.specified || !n.countries.empty();
  if (r.offices.empty() && n.office.empty() && !(told && !o.countries.empty())) return kNoEntity;
  const std::string& country = o.countries.empty() ? about : o.countries.front();
  if (country.empty()) return kNoEntity;
  // Who is told with that very office, else who may have it.
  for (const bool same_office : {true, false}) {
    if (same_office && n.office.empty()) continue;
    for (EntityId e = 0; e < table_.size() && e < kMostPeople; ++e) {
      if (!table_[e].named || table_[e].country != country || (same_office && table_[e].office != n.office)) continue;
      if (sense_.may_be(table_[e], n, o, sector)) return e;
    }
  }
  return kNoEntity;
}

bool Antecedents::is_party(TokenIndex at) const {
  switch (scene_.syntax()[at].relation) {
    case Relation::Conjunct:
    case Relation::Oblique:
      return false;
    default:
      return true;
  }
}

}  // namespace depeche::ground
