// In text order, so that a noun behind a demonstrative finds the one told before. A phrase with a country of its own
// meets only entities of that country; one without takes the country that the text is about there (Focus).
#include "ground/nominal_links.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/unicode.h"
#include "ground/affiliations.h"
#include "ground/antecedents.h"
#include "ground/groups.h"
#include "ground/locative.h"
#include "ground/nominal_sense.h"
#include "ground/office_holders.h"

namespace depeche::ground {
namespace {

class Linker {
 public:
  Linker(const Scene& scene, const std::vector<EntityId>& entity_of, const Focus& focus, EntityTable& table)
      : scene_(scene),
        entity_of_(entity_of),
        focus_(focus),
        table_(table),
        done_(scene.nominals.size(), kNoEntity),
        sense_(scene, entity_of_, focus, table, done_),
        before_(scene, entity_of_, table, sense_) {}

  void run() {
    for (size_t i = 0; i < entity_of_.size(); ++i) body_by_its_name(static_cast<int32_t>(i));
    // Titles first: they tell country, sector and sex of the people whom later phrases take up.
    for (size_t i = 0; i < done_.size(); ++i) {
      if (!scene_.nominals[i].named.empty()) title(static_cast<int32_t>(i));
    }
    link_affiliations(scene_, entity_of_, table_);
    Groups groups(scene_, table_);
    for (size_t i = 0; i < done_.size(); ++i) {
      const Nominal& n = scene_.nominals[i];
      groups.run_before(n.tokens.end);
      if (!n.named.empty() || groups.has(n.head)) continue;
      plain(static_cast<int32_t>(i));
    }
    groups.run_before(scene_.syntax().size());
    for (const int32_t index : waiting_) told_below_title(index);
  }

 private:
  const Role& role(const Nominal& n) const { return scene_.roles[n.role]; }

  void add_mention(EntityId id, const Nominal& n, bool as_place = false) {
    Mention m;
    m.tokens = n.tokens;
    m.span = scene_.syntax().span(n.tokens);
    m.head = n.head;
    m.form = MentionForm::Nominal;
    m.as_place = as_place;
    table_.mention(id, m);
  }

  // A body of no list whose first word says what it is.
  void body_by_its_name(int32_t name) {
    const EntityId id = entity_of_[name];
    if (id == kNoEntity || table_[id].actor != kNoActor || table_[id].kind != EntityKind::Organisation) return;
    if (table_[id].sector != "UNK") return;
    const NameSpan& span = scene_.names[name];
    auto found =
        scene_.roles.longest(scene_.reading.words(), scene_.reading.lemmas(), static_cast<size_t>(span.words.begin));
    // Where modifiers come first, its last words do.
    if (found.words == 0 && scene_.syntax().grammar().modifiers_first()) {
      for (WordIndex w = span.words.begin + 1; w < span.words.end && found.words == 0; ++w) {
        const auto here = scene_.roles.longest(scene_.reading.words(), scene_.reading.lemmas(), static_cast<size_t>(w));
        if (here.words > 0 && w + static_cast<WordIndex>(here.words) == span.words.end) found = here;
      }
      if (found.words > 0 && scene_.roles[found.role].anaphor) return;
    }
    if (found.words == 0 || scene_.roles[found.role].kind == EntityKind::Person) return;
    const Role& r = scene_.roles[found.role];
    Draft& d = table_[id];
    d.kind = r.kind;
    d.sector = r.sector;
    if (d.country.empty() && r.inherits_country) {
      d.country = focus_.at(scene_.reading, span.head);
      d.by_focus = true;
    }
    if (r.unique) bodies_.try_emplace({found.role, d.country, "", ""}, id);
  }

  // A title before a name tells of the bearer.
  void title(int32_t index) {
    const Nominal& n = scene_.nominals[index];
    const Role& r = role(n);
    const Origin o = sense_.origin(n);
    for (const int32_t name : n.named) {
      const EntityId id = entity_of_[name];
      if (id == kNoEntity) continue;
      done_[index] = id;
      Draft& d = table_[id];
      const std::string sector = sense_.sector(n, o);
      if (r.kind == EntityKind::Medium && d.actor == kNoActor) d.kind = r.kind;
      const bool person = d.kind == EntityKind::Person;
      if (d.actor == kNoActor) {
        if (!person) d.kind = r.kind;
        tell_country(d, n, o);
        if (d.sector == "UNK" || d.sector.empty()) d.sector = sector;
      } else if (person && n.former && sector == "ELI" && d.title.empty()) {
        d.sector = sector;
      } else if (person && d.title.empty() && sector != "UNK" && !n.former && d.sector == "ELI" &&
                 !before_.held(d.actor, n, scene_.names[name].tokens.end <= n.tokens.begin)) {
        d.sector = sector;
      }
      // What a title in the plural leaves open, one of the bearer alone tells.
      const bool fuller = !n.plural && d.role == n.role && d.office.empty() && !n.office.empty();
      if ((d.title.empty() || fuller) && person) {
        d.title = n.name;
        d.word = n.word;
        d.role = n.role;
        d.office = n.office;
        d.former = n.former;
      }
      if (n.possessive && o.countries.empty() && person && d.actor == kNoActor) d.owner = n.tokens.begin;
      if (d.gender == Gender::Unknown && person) d.gender = n.gender;
      add_mention(id, n);
    }
  }

  // What is said of the country stands, what was supposed before does not.
  void tell_country(Draft& d, const Nominal& n, const Origin& o) const {
    if (!o.countries.empty() && (d.country.empty() || d.supposed)) {
      d.country = o.countries.front();
      d.supposed = false;
    } else if (d.country.empty()) {
      d.country = sense_.inherited(n);
      d.supposed = true;
    }
  }

  void plain(int32_t index) {
    const Nominal& n = scene_.nominals[index];
    const Role& r = role(n);
    const Origin o = sense_.origin(n);
    if (r.acting_only && !before_.acts(n)) return;
    if (r.needs_portfolio && n.office.empty() && (n.indefinite || n.plural || n.specified)) return;
    if (before_.is_idiom(n)) return;
    if (r.needs_determiner && !n.plural && n.tokens.begin == scene_.reading.token(n.noun.begin)) return;
    if (r.kind == EntityKind::State) return country(index, o);
    if (r.kind == EntityKind::Person && !n.plural) return person(index, o);
    others(index, o);
  }

  // A noun for a state: the state told last.
  void country(int32_t index, const Origin& o) {
    const Nominal& n = scene_.nominals[index];
    if (n.plural || n.indefinite) return;
    EntityId id = kNoEntity;
    if (!o.countries.empty()) {
      id = state(o.countries.front());
    } else if (n.complement_names.empty() && n.complement_nominal < 0) {
      // One that acts just before, or is named as a place there, else the one that the text is about.
      for (const bool as_place : {false, true}) {
        if (id == kNoEntity) id = before_.state_before(n, as_place);
      }
      if (id == kNoEntity) id = state(focus_.at(scene_.reading, n.head));
    }
    if (id == kNoEntity) return;
    done_[index] = id;
    add_mention(id, n, tells_place(scene_.reading, scene_.roles, n.noun, n.head, NameOf::State));
  }

  EntityId state(const std::string& country) { return state_entity(scene_, table_, country); }

  void person(int32_t index, const Origin& o) {
    const Nominal& n = scene_.nominals[index];
    const Role& r = role(n);
    const std::string sector = sense_.sector(n, o);
    if (!n.indefinite) {
      const std::string about = o.countries.empty() ? sense_.inherited(n) : std::string();
      EntityId same_country = kNoEntity;
      EntityId id = told_by_title(n, o);
      if (id == kNoEntity)
        id = table_.nearest_before(n.tokens.begin, [&](EntityId e, const EntityTable::Standing&) {
          const Draft& d = table_[e];
          if (!sense_.may_be(d, n, o, sector)) return false;
          if (about.empty() || d.country == about || d.country.empty()) return true;
          if (same_country == kNoEntity) same_country = e;
          return false;
        });
      EntityId found = id != kNoEntity ? id : same_country;
      // The office and the country together are enough for somebody who is named only later.
      if (found == kNoEntity) found = before_.later(n, o, about, sector);
      if (found == kNoEntity) found = by_office(n, o);
      if (found == kNoEntity) {
        found = table_.nearest_before(n.tokens.begin, [&](EntityId e, const EntityTable::Standing&) {
          return sense_.may_be_anybody(table_[e], n, o);
        });
      }
      if (found != kNoEntity) {
        take_up(table_[found], n, o, sector);
        done_[index] = found;
        return add_mention(found, n);
      }
    } else if (const EntityId told = before_.told_in_title(n, o, false); told != kNoEntity) {
      take_up(table_[told], n, o, sector);
      done_[index] = told;
      return add_mention(told, n);
    }
    if (r.anaphor || r.needs_body) return;
    Draft d = draft_of(n, o, sector);
    done_[index] = table_.add(std::move(d));
    add_mention(done_[index], n);
  }

  // With a country or body: the one named before by that title, rather than who is only of that sector.
  EntityId told_by_title(const Nominal& n, const Origin& o) const {
    if (o.countries.empty() || !n.specified) return kNoEntity;
    return table_.nearest_before(n.tokens.begin, [&](EntityId e, const EntityTable::Standing&) {
      const Draft& d = table_[e];
      return d.named && d.kind == EntityKind::Person && !d.title.empty() && d.role == n.role && d.word == n.word &&
             d.office == n.office && d.former == n.former && d.country == o.countries.front();
    });
  }

  // Who holds the office on the document's date.
  EntityId by_office(const Nominal& n, const Origin& o) {
    const ActorIndex holder = office_holder(scene_, table_, n, o);
    if (holder == kNoActor) return kNoEntity;
    if (const EntityId told = table_.of_actor(holder); told != kNoEntity) return told;
    const Actor& actor = scene_.actors[holder];
    const ActorBook::Role told = scene_.actors.role_on(holder, scene_.date);
    Draft d = draft_of(n, o, told.sector);
    d.name = actor.name;
    d.country = told.country;
    d.actor = holder;
    d.gender = actor.gender;
    d.title = n.name;
    d.supposed = false;
    d.key = fold_name(actor.name);
    return table_.add(std::move(d));
  }

  // A noun of a deed tells of somebody told before what he is.
  static void take_up(Draft& d, const Nominal& n, const Origin& o, const std::string& sector) {
    if (d.actor != kNoActor) return;
    if (d.sector == "UNK" && is_doer(sector)) d.sector = sector;
    if (d.supposed && !o.countries.empty() && !n.complement_names.size()) {
      d.country = o.countries.front();
      d.supposed = false;
    }
  }

  // A definite noun in the title: the one of which the report tells.
  void told_below_title(int32_t index) {
    const Nominal& n = scene_.nominals[index];
    for (size_t i = static_cast<size_t>(index) + 1; i < done_.size(); ++i) {
      const Nominal& other = scene_.nominals[i];
      if (other.role != n.role || other.word != n.word || other.plural != n.plural || done_[i] == kNoEntity) continue;
      done_[index] = done_[i];
      return add_mention(done_[i], n);
    }
  }

  Draft draft_of(const Nominal& n, const Origin& o, const std::string& sector) const {
    const Role& r = role(n);
    Draft d;
    d.kind = r.kind == EntityKind::Person && n.plural ? EntityKind::People : r.kind;
    d.name = n.name;
    d.country = o.countries.empty() ? sense_.inherited(n) : o.countries.front();
    d.supposed = o.countries.empty();
    d.sector = sector;
    d.role = n.role;
    d.word = n.word;
    d.office = n.office;
    if (n.possessive && o.countries.empty()) d.owner = n.tokens.begin;
    d.gender = n.gender;
    d.plural = n.plural;
    d.former = n.former;
    return d;
  }

  // Bodies, forces, and people in the plural.
  void others(int32_t index, const Origin& o) {
    const Nominal& n = scene_.nominals[index];
    const Role& r = role(n);
    const std::string sector = sense_.sector(n, o);
    if (const EntityId called = r.kind == EntityKind::Person ? kNoEntity : before_.body_called(n, o);
        called != kNoEntity) {
      done_[index] = called;
      return add_mention(called, n);
    }
    if (r.unique && (r.sector == "JUD" || r.sector == "LEG") && !n.indefinite && !n.plural && !n.specified &&
        !o.own()) {
      // A body's bare noun: the one named before.
      const EntityId id = table_.nearest_before(n.tokens.begin, [&](EntityId e, const EntityTable::Standing&) {
        return table_[e].named && table_[e].actor != kNoActor && is_body(table_[e].kind) &&
               table_[e].sector == r.sector;
      });
      if (id != kNoEntity) {
        done_[index] = id;
        return add_mention(id, n);
      }
    }
    // What has no determiner, where languages have one, takes nothing up.
    const bool bare = scene_.syntax().grammar().modifiers_first() && !n.plural &&
                      n.tokens.begin == scene_.reading.token(n.noun.begin) &&
                      !scene_.reading.words()[n.noun.begin].capital;
    const bool takes_up = !n.indefinite && !bare && !o.own() && r.kind != EntityKind::Person &&
                          (!r.unique || (r.needs_portfolio && n.office.empty()));
    if (takes_up) {
      // A body's noun that says only of what kind it is: one of that kind told before.
      const EntityId id = table_.nearest_before(n.tokens.begin, [&](EntityId e, const EntityTable::Standing& s) {
        const Draft& d = table_[e];
        if (d.plural != n.plural && !(d.named && !n.plural)) return false;
        if (std::find(r.never.begin(), r.never.end(), d.sector) != r.never.end()) return false;
        if (r.anaphor) return is_body(d.kind) && !scene_.reading.in_brackets(s.at);
        // A noun that needs a field: also one whose noun is of another entry.
        const bool same_noun = r.needs_portfolio && unicode::fold(d.name).find(n.word) != std::string::npos;
        if (r.needs_portfolio && d.role != n.role && !same_noun) return false;
        // Charities are listed as civil society.
        const bool same = d.sector == r.sector || r.sector == "UNK" || (r.sector == "SOC" && d.sector == "CVL");
        if (d.kind == r.kind && (d.named || d.role == n.role || same_noun) && same) return true;
        // A body that is known by name alone: the noun tells what it is.
        return d.named && d.sector == "UNK" && d.kind == EntityKind::Organisation && is_body(r.kind) && !n.specified &&
               before_.is_party(s.at);
      });
      if (id != kNoEntity) {
        Draft& d = table_[id];
        if (d.named && d.actor == kNoActor && d.sector == "UNK" && !r.anaphor) {
          d.kind = r.kind;
          d.sector = r.sector;
        }
        done_[index] = id;
        return add_mention(id, n);
      }
    }
    if (r.anaphor && !o.own() && !n.indefinite && scene_.reading.in_title(n.head)) waiting_.push_back(index);
    if ((r.anaphor || (r.needs_portfolio && n.office.empty())) && !o.own()) return;
    // Several by their deed, or by a noun for anybody: those of whom a deed was told.
    const bool anybody = r.sector == "UNK" && !r.of && !r.head;
    if (r.kind == EntityKind::Person && !n.indefinite && !o.own() && !n.specified && (is_doer(r.sector) || anybody)) {
      const EntityId id = table_.nearest_before(n.tokens.begin, [&](EntityId e, const EntityTable::Standing&) {
        const Draft& d = table_[e];
        const bool of_deed = is_doer(d.sector) || d.sector == "REB";
        const bool men = d.sector == "UNK" && d.role >= 0 && !scene_.roles[d.role].of && !scene_.roles[d.role].head;
        return d.kind == EntityKind::People && !d.named && (of_deed || men);
      });
      if (id != kNoEntity) {
        take_up(table_[id], n, o, sector);
        done_[index] = id;
        return add_mention(id, n);
      }
    }
    if (!n.indefinite && !n.plural && is_body(r.kind) && !r.unique && !n.countries.empty() && !n.specified) {
      // A firm by an adjective of a state: a body of that country, or one of which nothing is known yet.
      const EntityId id = table_.nearest_before(n.tokens.begin, [&](EntityId e, const EntityTable::Standing&) {
        const Draft& d = table_[e];
        if (!d.named || !is_body(d.kind)) return false;
        if (d.country == n.countries.front())
          return r.anaphor ? std::find(r.never.begin(), r.never.end(), d.sector) == r.never.end()
                           : d.sector == r.sector;
        return d.actor == kNoActor && d.sector == "UNK" && d.country.empty();
      });
      if (id != kNoEntity) {
        Draft& d = table_[id];
        if (d.country.empty()) {
          d.country = n.countries.front();
          if (!r.anaphor) d.kind = r.kind, d.sector = r.sector;
        }
        done_[index] = id;
        return add_mention(id, n);
      }
    }
    if (r.kind == EntityKind::Person && r.sector == "REB" && !n.indefinite && !o.own() && !n.specified &&
        !bodies_.contains({n.role, sense_.inherited(n), n.office, distinct(n)})) {
      // Fighters by their cause: the armed group told last.
      const EntityId id = table_.nearest_before(n.tokens.begin, [&](EntityId e, const EntityTable::Standing&) {
        return table_[e].kind == EntityKind::ArmedGroup && table_[e].sector == "REB";
      });
      if (id != kNoEntity) {
        done_[index] = id;
        return add_mention(id, n);
      }
    }
    if (r.kind == EntityKind::Person) {
      if (const EntityId told = before_.told_in_title(n, o, true); told != kNoEntity) {
        take_up(table_[told], n, o, sector);
        done_[index] = told;
        return add_mention(told, n);
      }
    }
    if (r.kind == EntityKind::Person && !n.indefinite && !n.specified && countries_unsaid(o)) {
      // People of a state without its name: those of whom the country was told.
      const EntityId id = table_.nearest_before(n.tokens.begin, [&](EntityId e, const EntityTable::Standing&) {
        const Draft& d = table_[e];
        return d.kind == EntityKind::People && d.role == n.role && d.word == n.word && !d.supposed &&
               !d.country.empty();
      });
      if (id != kNoEntity) {
        done_[index] = id;
        return add_mention(id, n);
      }
    }
    std::vector<std::string> countries = o.countries;
    if (countries.empty()) countries.push_back(sense_.inherited(n));
    for (const std::string& country : countries) {
      const auto key = std::make_tuple(n.role, country, n.office, distinct(n));
      auto at = bodies_.find(key);
      if (at == bodies_.end() || (n.indefinite && !r.unique)) {
        Draft d = draft_of(n, o, sector);
        d.country = country;
        if (r.anaphor && o.body != kNoEntity) d.sector = table_[o.body].sector;
        at = bodies_.insert_or_assign(key, table_.add(std::move(d))).first;
      }
      done_[index] = at->second;
      add_mention(at->second, n);
    }
  }

  static bool countries_unsaid(const Origin& o) { return o.countries.empty() && o.body == kNoEntity; }

  // What tells two phrases of one role and country apart: nothing where there is one such body in a country, the noun
  // for people, else the whole phrase.
  std::string distinct(const Nominal& n) const {
    const Role& r = role(n);
    if (r.unique) return "";
    return r.kind == EntityKind::Person || r.kind == EntityKind::People ? n.word : unicode::fold(n.name);
  }

  const Scene& scene_;
  const std::vector<EntityId>& entity_of_;
  const Focus& focus_;
  EntityTable& table_;
  std::vector<EntityId> done_;    // per nominal
  std::vector<int32_t> waiting_;  // nominals of the title that the report must explain
  NominalSense sense_;
  Antecedents before_;
  std::map<std::tuple<int32_t, std::string, std::string, std::string>, EntityId> bodies_;
};

}  // namespace

void link_nominals(const Scene& scene, const std::vector<EntityId>& entity_of, const Focus& focus, EntityTable& table) {
  Linker(scene, entity_of, focus, table).run();
}

}  // namespace depeche::ground
