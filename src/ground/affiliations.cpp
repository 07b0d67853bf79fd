#include "ground/affiliations.h"

#include "base/resource.h"

namespace depeche::ground {
namespace {

class Affiliations {
 public:
  Affiliations(const Scene& scene, const std::vector<EntityId>& entity_of, EntityTable& table)
      : scene_(scene), syntax_(scene.syntax()), words_(scene.reading.words()), entity_of_(entity_of), table_(table) {
    name_at_.assign(words_.size() + 1, -1);
    for (size_t i = 0; i < scene.names.size(); ++i) name_at_[scene.names[i].words.begin] = static_cast<int32_t>(i);
  }

  void run() {
    for (size_t i = 0; i < scene_.names.size(); ++i) {
      const EntityId person = somebody(static_cast<int32_t>(i));
      if (person == kNoEntity) continue;
      belongs(person, behind(scene_.names[i]));
      if (i > 0 && owns(static_cast<int32_t>(i) - 1, scene_.names[i]))
        belongs(person, body(static_cast<int32_t>(i) - 1));
    }
    for (const Nominal& nominal : scene_.nominals) {
      if (nominal.former || nominal.complement_nominal >= 0 || !nominal.complement_names.empty()) continue;
      const EntityId of = nominal.named.empty() ? kNoEntity : behind_title(nominal);
      for (const int32_t name : nominal.named) belongs(somebody(name), of);
    }
  }

 private:
  // A person of no list.
  EntityId somebody(int32_t name) const {
    const EntityId id = entity_of_[name];
    if (id == kNoEntity || table_[id].kind != EntityKind::Person || table_[id].actor != kNoActor) return kNoEntity;
    return id;
  }

  EntityId body(int32_t name) const {
    const EntityId id = name < 0 ? kNoEntity : entity_of_[name];
    return id != kNoEntity && is_body(table_[id].kind) ? id : kNoEntity;
  }

  void belongs(EntityId person, EntityId of) {
    if (person == kNoEntity || of == kNoEntity) return;
    Draft& d = table_[person];
    const Draft& b = table_[of];
    if ((d.country.empty() || d.supposed) && !b.country.empty()) {
      d.country = b.country;
      d.supposed = false;
    }
    if (d.sector.empty() || d.sector == "UNK") d.sector = b.sector;
  }

  bool is_of(WordIndex w) const { return scene_.roles.is(WordList::Of, words_[w].folded); }

  // The body that a preposition at `w` governs, a determiner between them or not; -1 where there is none.
  int32_t governed(WordIndex w) const {
    WordIndex at = w + 1;
    const auto joined = [&](WordIndex i) { return i < scene_.reading.size() && words_[i].joint != Joint::Break; };
    if (joined(at) && name_at_[at] < 0 && syntax_.pos(scene_.reading.token(at)) == nlp::Upos::Det) ++at;
    return joined(at) ? name_at_[at] : -1;
  }

  std::string_view mark_behind(const NameSpan& name) const {
    return name.words.end < scene_.reading.size() ? trim(scene_.reading.between(name.words.end - 1))
                                                  : std::string_view();
  }

  // In brackets, behind a preposition, or behind a comma and a preposition.
  EntityId behind(const NameSpan& name) const {
    const WordIndex w = name.words.end;
    if (w >= scene_.reading.size() || !syntax_.sentence(name.head).contains(scene_.reading.token(w))) return kNoEntity;
    const std::string_view mark = mark_behind(name);
    if (mark == "(") {
      const int32_t inner = name_at_[w];
      return inner >= 0 && mark_behind(scene_.names[inner]).starts_with(")") ? body(inner) : kNoEntity;
    }
    if (mark == ",") return apposed(w);
    const int32_t of = is_of(w) && words_[w].joint != Joint::Break ? governed(w) : -1;
    return of >= 0 && name.tokens.contains(syntax_[scene_.names[of].head].head) ? body(of) : kNoEntity;
  }

  // The first body that a preposition governs from `begin` on, up to where `stops(word)`; -1 where there is none.
  template <class Stops>
  int32_t first_governed(WordIndex begin, Stops stops) const {
    constexpr WordIndex kReach = 8;
    for (WordIndex w = begin; w < scene_.reading.size() && w < begin + kReach && !stops(w); ++w) {
      const int32_t of = is_of(w) ? governed(w) : -1;
      if (body(of) != kNoEntity) return of;
    }
    return -1;
  }

  // Between commas, a phrase without a finite verb that ends with the body.
  EntityId apposed(WordIndex begin) const {
    const int32_t of = first_governed(begin, [&](WordIndex w) {
      const TokenIndex t = scene_.reading.token(w);
      return (w > begin && words_[w].joint == Joint::Break) || syntax_.pos(t) == nlp::Upos::Aux ||
             syntax_.has_feature(t, "VerbForm=Fin");
    });
    if (of < 0) return kNoEntity;
    const TokenIndex end = scene_.names[of].tokens.end;
    const bool closed = end >= syntax_.sentence(scene_.names[of].head).end || syntax_.pos(end) == nlp::Upos::Punct;
    return closed ? body(of) : kNoEntity;
  }

  // Whether the name before is the possessor of this one.
  bool owns(int32_t owner, const NameSpan& name) const {
    const WordIndex mark = scene_.names[owner].words.end;
    if (!syntax_.grammar().modifiers_first()) return false;
    if (mark == name.words.begin)  // a bare apostrophe is no word
      return syntax_.pos(scene_.reading.tokens(scene_.names[owner].words).end) == nlp::Upos::Part;
    return mark + 1 == name.words.begin && words_[mark].joint == Joint::Apostrophe &&
           syntax_.pos(scene_.reading.token(mark)) == nlp::Upos::Part;
  }

  // Past what a title is of, the body for which it is held.
  EntityId behind_title(const Nominal& title) const {
    return body(first_governed(title.noun.end, [&](WordIndex w) {
      const nlp::Upos pos = syntax_.pos(scene_.reading.token(w));
      const EntityId here = name_at_[w] < 0 ? kNoEntity : entity_of_[name_at_[w]];
      return words_[w].joint == Joint::Break || pos == nlp::Upos::Verb || pos == nlp::Upos::Aux ||
             (here != kNoEntity && table_[here].kind == EntityKind::Person);
    }));
  }

  const Scene& scene_;
  const Syntax& syntax_;
  const std::vector<Word>& words_;
  const std::vector<EntityId>& entity_of_;
  EntityTable& table_;
  std::vector<int32_t> name_at_;  // per word: the name that begins there, -1
};

}  // namespace

void link_affiliations(const Scene& scene, const std::vector<EntityId>& entity_of, EntityTable& table) {
  Affiliations(scene, entity_of, table).run();
}

}  // namespace depeche::ground
