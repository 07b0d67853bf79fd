#include "ground/place_names.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "base/resource.h"
#include "ground/locative.h"

namespace depeche::ground {
namespace {

constexpr WordIndex kMostWords = 4;  // of a name that only its surroundings tell
constexpr WordIndex kMostFacilityWords = 5;
constexpr size_t kLeastLetters = 4;  // of one that is looked for elsewhere

class PlaceNames {
 public:
  PlaceNames(const Reading& reading, const ActorBook& actors, const PlaceBook& places, const RoleBook& roles,
             std::vector<NameSpan>& names)
      : reading_(reading), actors_(actors), places_(places), roles_(roles), names_(names) {
    covered_.assign(static_cast<size_t>(reading.size()), false);
    for (const NameSpan& name : names) cover(name.words);
  }

  void run() {
    note_elsewhere();
    for (NameSpan& name : names_) {
      if (is_other_town(name)) {
        name.entries.clear();
        make_place(name);
      } else if (name.entries.empty() &&
                 (stands_beside_kind(name.words) || stands_before_state(name.words) || is_apposed_to_kind(name.words) ||
                  is_listed_there(name.words) || is_mistaken(name))) {
        tell(name);
      }
    }
    find_beside_kinds();
    find_before_states();
    find_facilities();
    for (NameSpan& name : names_) {
      if (name.entries.empty() && told_.contains(name.key)) make_place(name);
    }
    find_again();
    std::stable_sort(names_.begin(), names_.end(),
                     [](const NameSpan& a, const NameSpan& b) { return a.words.begin < b.words.begin; });
  }

 private:
  const Word& word(WordIndex w) const { return reading_.words()[static_cast<size_t>(w)]; }
  void cover(WordRange words) { std::fill(covered_.begin() + words.begin, covered_.begin() + words.end, true); }
  bool is_kind(WordIndex w) const { return roles_.is(WordList::PlaceKinds, word(w).folded); }
  bool is_of(WordIndex w) const {
    return reading_.syntax().plain(reading_.token(w)) == reading_.syntax().grammar().of();
  }
  bool is_free_name(WordIndex w) const {
    const Word& at = word(w);
    // An adjective of a state calls no place so.
    return !covered_[static_cast<size_t>(w)] && at.capital && !at.all_caps && at.span.size() > 1 &&
           actors_.demonym(at.folded) == kNoActor &&
           roles_.longest(reading_.words(), reading_.lemmas(), static_cast<size_t>(w)).words == 0;
  }

  // A capital's name before the name of another state or region: the town there, not the capital.
  bool is_other_town(const NameSpan& name) const {
    if (name.entries.empty()) return false;
    for (const NameEntry& entry : name.entries) {
      if (entry.use != NameUse::Capital) return false;
    }
    const Actor* const state = state_behind(name.words);
    return state && state->country != actors_[name.entries.front().actor].country && lies_in(name.words, *state);
  }

  // Behind a comma stands what the name is: a town, a village.
  bool is_apposed_to_kind(WordRange name) const {
    constexpr WordIndex kMostBetween = 3;
    if (name.end >= reading_.size() || trim(reading_.between(name.end - 1)) != ",") return false;
    for (WordIndex w = name.end; w < reading_.size() && w <= name.end + kMostBetween; ++w) {
      if (w > name.end && word(w).joint == Joint::Break) return false;
      if (is_kind(w) && !word(w).capital) return !qualifies_next(w);
      const nlp::Upos pos = reading_.syntax().pos(reading_.token(w));
      if (pos != nlp::Upos::Det && pos != nlp::Upos::Adj && pos != nlp::Upos::Num && pos != nlp::Upos::Adv)
        return false;
    }
    return false;
  }

  // The noun of a kind of place that only tells whose another noun is: no town.
  bool qualifies_next(WordIndex w) const {
    if (w + 1 >= reading_.size() || word(w + 1).joint == Joint::Break) return false;
    if (word(w + 1).joint == Joint::Apostrophe) return true;
    const nlp::Upos next = reading_.syntax().pos(reading_.token(w + 1));
    return reading_.syntax().grammar().modifiers_first() && (next == nlp::Upos::Noun || next == nlp::Upos::Propn);
  }

  // A town of our own list behind a preposition of place, whatever the model takes it for.
  bool is_listed_there(WordRange name) const {
    return static_cast<WordIndex>(places_.longest_listed(reading_.words(), static_cast<size_t>(name.begin)).words) ==
               name.size() &&
           is_there(name);
  }

  bool stands_where(WordRange words) const {
    return words.begin > 0 && word(words.begin).joint == Joint::Space &&
           roles_.is(WordList::Where, word(words.begin - 1).folded) && is_there(words);
  }
  // Names that stand elsewhere, too, and their ends: the last word, the last two.
  void note_elsewhere() {
    for (const NameSpan& name : names_) {
      if (stands_where(name.words)) continue;
      elsewhere_.insert(name.key);
      for_ends(name.key, [&](std::string_view end) { ends_elsewhere_.emplace(end); });
    }
  }
  template <class Take>
  static void for_ends(std::string_view key, Take take) {
    for (size_t at = key.find(' '); at != key.npos; at = key.find(' ', at + 1)) take(key.substr(at + 1));
  }
  // What the model takes for somebody, though it stands where people do not, and nowhere else otherwise.
  bool is_mistaken(const NameSpan& name) const {
    if (name.kind != NameKind::Person || !stands_where(name.words)) return false;
    bool elsewhere = elsewhere_.contains(name.key) || ends_elsewhere_.contains(name.key);
    for_ends(name.key, [&](std::string_view end) { elsewhere = elsewhere || elsewhere_.contains(end); });
    return !elsewhere;
  }

  // A noun of a kind of place before the name, or behind it where qualifiers stand first.
  bool stands_beside_kind(WordRange name) const {
    const WordIndex of = name.begin - 1;
    if (of > 0 && word(name.begin).joint != Joint::Break && word(of).joint != Joint::Break && is_of(of) &&
        is_kind(of - 1))
      return true;
    return reading_.syntax().grammar().modifiers_first() && name.end < reading_.size() &&
           word(name.end).joint == Joint::Space && is_kind(name.end) && !word(name.end).capital;
  }

  // A name, a comma and a state: a town of that state.
  bool stands_before_state(WordRange name) const {
    const Actor* const state = state_behind(name);
    return state && lies_in(name, *state);
  }
  const Actor* state_behind(WordRange name) const {
    const WordIndex at = container_behind(reading_, roles_, name);
    if (at == kNoWord) return nullptr;
    const ActorBook::Found state = actors_.longest(reading_.words(), static_cast<size_t>(at));
    if (state.words == 0 || state.entries.front().use != NameUse::Name) return nullptr;
    const Actor& actor = actors_[state.entries.front().actor];
    return actor.kind == EntityKind::State ? &actor : nullptr;
  }
  bool lies_in(WordRange name, const Actor& actor) const {
    const PlaceBook::Found found = places_.longest(reading_.words(), static_cast<size_t>(name.begin));
    return static_cast<WordIndex>(found.words) == name.size() &&
           std::any_of(found.places.begin(), found.places.end(),
                       [&](PlaceIndex p) { return places_[p].country == actor.country; });
  }

  void make_place(NameSpan& name) const {
    name.kind = NameKind::Place;
    const PlaceBook::Found found = places_.longest(reading_.words(), static_cast<size_t>(name.words.begin));
    if (static_cast<WordIndex>(found.words) == name.words.size()) name.place = found.places.front();
  }
  void tell(NameSpan& name) {
    make_place(name);
    told_.insert(name.key);
  }
  void add(WordRange words) {
    if (!reading_.is_aligned(words)) return;
    NameSpan name;
    name.words = words;
    name.tokens = reading_.tokens(words);
    name.head = reading_.head(name.tokens);
    for (WordIndex w = words.begin; w < words.end; ++w) {
      if (w > words.begin) name.key += ' ';
      name.key += word(w).folded;
    }
    tell(name);
    names_.push_back(std::move(name));
    cover(words);
  }

  void find_beside_kinds() {
    const bool modifiers_first = reading_.syntax().grammar().modifiers_first();
    for (WordIndex w = 0; w < reading_.size(); ++w) {
      if (!is_kind(w) || word(w).capital) continue;
      WordIndex begin = w + 2, end = begin;
      if (begin < reading_.size() && word(w + 1).joint == Joint::Space && is_of(w + 1)) {
        while (end < reading_.size() && end - begin < kMostWords && word(end).joint != Joint::Break &&
               is_free_name(end))
          ++end;
        if (end > begin) add({begin, end});
      }
      if (!modifiers_first || word(w).joint != Joint::Space) continue;
      for (begin = end = w; begin > 0 && end - begin < kMostWords && is_free_name(begin - 1); --begin) {
        if (word(begin).joint != Joint::Space || reading_.starts_sentence(begin - 1)) break;
      }
      if (end > begin) add({begin, end});
    }
  }

  void find_before_states() {
    for (WordIndex w = 0; w + 1 < reading_.size(); ++w) {
      if (!is_free_name(w) || trim(reading_.between(w)) != ",") continue;
      WordIndex begin = w;
      while (begin > 0 && w - begin + 1 < kMostWords && word(begin).joint == Joint::Space && is_free_name(begin - 1))
        --begin;
      for (; begin <= w; ++begin) {
        if (!stands_before_state({begin, w + 1})) continue;
        add({begin, w + 1});
        break;
      }
    }
  }

  // A noun of a building and the name that goes with it, before or behind.
  void find_facilities() {
    const bool modifiers_first = reading_.syntax().grammar().modifiers_first();
    for (WordIndex w = 0; w < reading_.size(); ++w) {
      if (covered_[static_cast<size_t>(w)] || !roles_.is(WordList::Facilities, word(w).folded)) continue;
      if (modifiers_first) {
        if (!word(w).capital || word(w).joint != Joint::Space) continue;
        WordIndex begin = w;
        while (begin > 0 && w - begin < kMostFacilityWords && is_part(begin - 1) &&
               (begin == w || word(begin).joint != Joint::Break || is_initial(begin - 1)))
          --begin;
        while (begin < w && reading_.starts_sentence(begin) && is_function_word(begin)) ++begin;
        if (begin < w && is_there({begin, w + 1})) add({begin, w + 1});
      } else if (w + 1 < reading_.size() && word(w + 1).joint == Joint::Space && is_free_name(w + 1)) {
        WordIndex end = w + 2;
        while (end < reading_.size() && end - w <= kMostWords && word(end).joint != Joint::Break && is_free_name(end))
          ++end;
        if (is_there({w, end})) add({w, end});
      }
    }
  }
  // Behind a preposition of place.
  bool is_there(WordRange words) const {
    if (!reading_.is_aligned(words)) return false;
    const TokenIndex head = reading_.head(reading_.tokens(words));
    return tells_place(reading_, roles_, words, head, NameOf::State);
  }
  bool is_initial(WordIndex w) const { return word(w).capital && word(w).span.size() == 1; }
  bool is_part(WordIndex w) const {
    return !covered_[static_cast<size_t>(w)] && word(w).capital && (!word(w).all_caps || is_initial(w));
  }
  bool is_function_word(WordIndex w) const {
    const nlp::Upos pos = reading_.syntax().pos(reading_.token(w));
    return pos == nlp::Upos::Det || pos == nlp::Upos::Adp || pos == nlp::Upos::Pron || pos == nlp::Upos::Sconj;
  }

  // Other mentions of what was called a place.
  void find_again() {
    std::map<std::string, std::vector<std::vector<std::string>>, std::less<>> by_first;
    for (const std::string& key : told_) {
      if (key.size() < kLeastLetters) continue;
      std::vector<std::string> parts;
      for (const std::string_view part : split(key, ' ')) parts.emplace_back(part);
      by_first[parts.front()].push_back(std::move(parts));
    }
    if (by_first.empty()) return;
    for (WordIndex w = 0; w < reading_.size(); ++w) {
      const auto at = by_first.find(word(w).folded);
      if (at == by_first.end()) continue;
      for (const std::vector<std::string>& parts : at->second) {
        const WordIndex end = w + static_cast<WordIndex>(parts.size());
        if (end > reading_.size()) continue;
        bool same = true;
        for (WordIndex i = w; i < end && same; ++i)
          same = word(i).folded == parts[static_cast<size_t>(i - w)] && word(i).capital &&
                 !covered_[static_cast<size_t>(i)] && (i == w || word(i).joint != Joint::Break);
        const bool goes_on = end < reading_.size() && word(end).joint == Joint::Hyphen;
        if (same && !goes_on) add({w, end});
      }
    }
  }

  const Reading& reading_;
  const ActorBook& actors_;
  const PlaceBook& places_;
  const RoleBook& roles_;
  std::vector<NameSpan>& names_;
  std::vector<bool> covered_;                                      // per word: by a name
  std::set<std::string, std::less<>> elsewhere_, ends_elsewhere_;  // keys of names that stand where people may
  std::set<std::string> told_;                                     // keys of what is called a place somewhere
};

}  // namespace

void mark_place_names(const Reading& reading, const ActorBook& actors, const PlaceBook& places, const RoleBook& roles,
                      std::vector<NameSpan>& names) {
  if (!roles.is_empty(WordList::PlaceKinds)) PlaceNames(reading, actors, places, roles, names).run();
}

}  // namespace depeche::ground
