#include "ground/nominal_sense.h"

#include <algorithm>

#include "ground/name_links.h"

namespace depeche::ground {

bool is_doer(const std::string& sector) { return sector == "CRM" || sector == "UAF"; }

namespace {

bool is_somebody(const std::string& sector) { return sector == "UNK" || sector == "CVL" || is_doer(sector); }

bool is_force(const std::string& sector) {
  return sector == "MIL" || sector == "COP" || sector == "REB" || sector == "UAF" || sector == "PRM";
}

}  // namespace

Origin NominalSense::origin(const Nominal& n) const {
  Origin o;
  const Role& r = role(n);
  o.countries = n.countries;
  if (o.countries.empty() && !r.fixed_country.empty()) o.countries.push_back(r.fixed_country);
  bool told = false;
  const auto by_complement = [&](EntityId id) {
    if (id == kNoEntity) return;
    const Draft& d = table_[id];
    if (o.body == kNoEntity) o.body = id;
    // Of several complements of different sectors none tells it.
    if (r.of || r.head) o.sector = told && o.sector != d.sector ? std::string() : d.sector;
    told = true;
  };
  const bool own_country = !o.countries.empty();
  for (const int32_t name : n.complement_names) {
    by_complement(entity_of_[name]);
    // A firm's workers are of where they work, not of where the firm is at home.
    const EntityId of = entity_of_[name];
    if (r.sector == "LAB" && of != kNoEntity && table_[of].sector == "BUS") continue;
    // With a possessive he is of who sent him, not of where he is.
    std::string country = n.possessive ? std::string() : country_of(scene_, table_, entity_of_, name);
    if (!own_country && !country.empty()) o.countries.push_back(std::move(country));
  }
  if (n.complement_nominal >= 0 && done_[n.complement_nominal] != kNoEntity) {
    const EntityId id = done_[n.complement_nominal];
    by_complement(id);
    if (o.countries.empty() && !table_[id].country.empty()) o.countries.push_back(table_[id].country);
  } else if (n.complement_nominal >= 0) {
    const Nominal& inner = scene_.nominals[n.complement_nominal];
    const Origin of_inner = origin(inner);
    if (o.countries.empty()) o.countries = of_inner.countries;
    if (o.countries.empty()) {
      if (std::string country = inherited(inner); !country.empty()) o.countries.push_back(std::move(country));
    }
    if (r.of || r.head || r.anaphor) o.sector = role(inner).sector;
  }
  std::sort(o.countries.begin(), o.countries.end());
  o.countries.erase(std::unique(o.countries.begin(), o.countries.end()), o.countries.end());
  return o;
}

std::string NominalSense::sector(const Nominal& n, const Origin& o) const {
  const Role& r = role(n);
  std::string told = r.sector;
  if ((r.of || r.head || r.anaphor) && told == "UNK") {
    if (!o.sector.empty())
      told = o.sector;
    else if (!n.countries.empty() && !r.anaphor)
      told = "GOV";
  } else if (n.countries.empty() && (r.of || r.head) && !o.sector.empty() && o.sector != "UNK" && o.sector != "CVL") {
    told = o.sector;
  } else if (told == "SOC" && r.kind == EntityKind::Person && o.body != kNoEntity &&
             (table_[o.body].kind == EntityKind::ArmedGroup || table_[o.body].kind == EntityKind::Party)) {
    told = table_[o.body].sector;  // members of a body
  }
  if (r.member && n.plural && told == "IGO") told = "GOV";
  // Men of a force or group have its sector.
  if (r.kind == EntityKind::Person && n.plural && (told == "UNK" || told == "CVL") && o.body != kNoEntity &&
      is_force(table_[o.body].sector))
    told = table_[o.body].sector;
  const bool office = told == "GOV" || told == "LEG" || told == "IGO" || told == "MIL" || (told == "SPY" && r.head);
  return n.former && office && r.kind == EntityKind::Person ? "ELI" : told;
}

std::string NominalSense::inherited(const Nominal& n) const {
  // An object of those who command it: whose they are.
  const Syntax& syntax = scene_.syntax();
  const bool bare = syntax.grammar().modifiers_first() && n.plural && n.tokens.begin == n.head;
  if ((n.indefinite || bare) && role(n).sector == "MIL" && syntax[n.head].relation == Relation::Object) {
    const TokenIndex subject = syntax.child(syntax[n.head].head, Relation::Subject);
    if (subject != kNoToken && !table_.at(subject).empty()) {
      const Draft& d = table_[table_.at(subject).front().id];
      if (!d.country.empty()) return d.country;
    }
  }
  const Role& r = role(n);
  if (!r.inherits_country || n.elsewhere) return {};
  // Rebels are of the country of those told before.
  if (r.sector == "REB") {
    const EntityId id = table_.nearest_before(n.tokens.begin, [&](EntityId e, const EntityTable::Standing&) {
      return table_[e].sector == r.sector && !table_[e].supposed && table_[e].country.size() == 3;
    });
    if (id != kNoEntity) return table_[id].country;
  }
  std::string country = focus_.at(scene_.reading, n.head);
  // Of the sovereign state where the text is about one of its dependencies.
  const bool of_state = (r.unique && r.sector != "COP") || !r.offices.empty() || r.portfolio;
  if (const Actor* state = scene_.actors.country(country); of_state && state && !state->sovereign.empty())
    country = state->sovereign;
  return country;
}

bool NominalSense::holds_office(const Draft& d, const std::vector<std::string>& offices, bool former) const {
  if (d.actor == kNoActor) return false;
  for (const int32_t t : scene_.actors[d.actor].terms) {
    const Term& term = scene_.actors.terms()[t];
    if (std::find(offices.begin(), offices.end(), term.office) != offices.end() &&
        (term.covers(scene_.date) || (former && !term.to.empty() && std::string_view(term.to) < scene_.date)))
      return true;
  }
  return false;
}

// Whether a person told before may be whom a phrase means.
bool NominalSense::may_be(const Draft& d, const Nominal& n, const Origin& o, const std::string& sector) const {
  const Role& r = role(n);
  if (d.kind != EntityKind::Person || d.plural) return false;
  if (d.gender != Gender::Unknown && n.gender != Gender::Unknown && d.gender != n.gender && d.named && !n.former &&
      n.gender == Gender::Feminine)
    return false;  // a masculine noun may mean a woman
  if (!o.countries.empty() && !d.country.empty() && !d.supposed && d.country != o.countries.front()) return false;
  // Where a complement tells which one, another noun means another man.
  const bool another = n.specified && d.word != n.word && r.offices.empty() && !d.named;
  const bool same_noun = !another && (!r.of || !r.offices.empty() || d.word == n.word || n.demonstrative);
  if (d.role == n.role && same_noun && (n.office.empty() || d.office.empty() || d.office == n.office)) {
    const bool same_body = !(r.head || r.of) || d.sector == sector || (!o.own() && !n.specified);
    if (same_body) return true;
  }
  std::vector<std::string> offices = r.offices;
  if (!n.office.empty()) offices = {n.office};
  if (o.body != kNoEntity && r.head) {
    const Draft& body = table_[o.body];
    if (body.actor != kNoActor) {
      const Actor& actor = scene_.actors[body.actor];
      offices.push_back(actor.office.empty() ? "head" : actor.office);
    }
  }
  if (!offices.empty() && holds_office(d, offices, n.former)) return true;
  if (!d.office.empty() && d.office == n.office) return true;
  if (r.portfolio && n.office.empty() && d.office.ends_with("minister")) return true;
  // A noun for anybody: somebody told without a name.
  const bool bare = !o.own();
  const bool source = !d.named && d.role >= 0 && scene_.roles[d.role].of;
  if (r.sector == "UNK" && bare && !source && !r.of && !d.named && is_somebody(d.sector)) return true;
  // A noun of a deed: the one of whom a deed was told.
  if (is_doer(r.sector) && bare && !source && (is_doer(d.sector) || (d.sector == "UNK" && !d.named))) return true;
  // With an adjective of a state: the one of that kind, unless he is known to be something else.
  const Term* term = d.actor == kNoActor ? nullptr : scene_.actors.term_on(d.actor, scene_.date);
  const bool elsewhere = (d.role >= 0 && d.role != n.role && !d.title.empty()) ||
                         (r.of && term && !term->office.empty() && term->covers(scene_.date));
  return !elsewhere && offices.empty() && !r.portfolio && d.named && d.sector == r.sector &&
         (o.own() || n.demonstrative);
}

// A noun for anybody, where nobody better was told: who was named last.
bool NominalSense::may_be_anybody(const Draft& d, const Nominal& n, const Origin& o) const {
  const Role& r = role(n);
  if (r.sector != "UNK" || o.own() || (r.of && (!n.demonstrative || n.specified))) return false;
  if (d.gender != Gender::Unknown && n.gender != Gender::Unknown && d.gender != n.gender) return false;
  return d.kind == EntityKind::Person && !d.plural && d.named;
}

}  // namespace depeche::ground
