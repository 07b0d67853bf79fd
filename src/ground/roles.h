// How a language speaks of actors without their names: role nouns, fields of ministers, titles, pronouns, prepositions
// of place.
//
//   auto roles = DEPECHE_TRY(RoleBook::load(resources / language / "actors.toml"));
//   auto found = roles.longest(words, lemmas, 2);     // the role noun that begins at a word of a text
//   if (roles.is(WordList::Former, word)) …
//
// Immutable once loaded, may be shared by threads.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "ground/mentions.h"
#include "ground/names.h"
#include "ground/word_trie.h"

namespace depeche::ground {

struct Role {
  std::string name;
  EntityKind kind = EntityKind::Person;
  std::string sector;
  std::vector<std::string> offices;  // tried in this order
  std::string fixed_country;         // "" = none
  std::string of_body;               // listed body that the offices are of, "" = the country
  bool head = false;                 // chief of what a complement names
  bool of = false;                   // country and sector are those of the complement
  bool portfolio = false, needs_portfolio = false;
  bool inherits_country = false;  // without one of its own
  bool unique = false;            // one in a country
  bool acting_only = false;
  bool anaphor = false;
  bool noun_only = false;
  bool needs_body = false;         // counts only of a listed seat or body
  bool counterpart = false;        // holds the office of somebody told before, elsewhere
  bool member = false;             // in the plural, of a body of states: states
  bool needs_determiner = false;   // in the singular: without one it is nobody
  std::vector<std::string> never;  // sectors that such a noun does not take up
};

enum class WordList : uint8_t {
  Of,
  Courtesy,
  Masculine,
  Feminine,
  Former,
  FormerPrefix,
  Indefinite,
  Demonstrative,
  Possessive,
  NotPeople,
  GroupStates,
  GroupPeople,
  GroupBodies,
  PronounMasculine,
  PronounFeminine,
  PronounMasculinePlural,
  PronounFemininePlural,
  PronounAny,
  PronounAnyPlural,
  PronounDative,
  PronounDativePlural,
  PronounPossessive,
  PronounPossessivePlural,
  LatterHeads,
  LatterPluralHeads,
  ImpersonalVerbs,
  Locative,
  DativeVerbs,
  DativeNouns,
  TownVerbs,
  ActingNouns,
  NamedAfter,
  CompoundPrefix,
  NamingVerbs,
  IdentityVerbs,
  OriginWords,
  NamingNouns,
  CompoundSuffix,
  PronounNeuter,
  PronounNeuterPossessive,
  GroupDefinite,
  Elsewhere,
  PlaceKinds,
  PlaceParts,
  Facilities,
  Latter,
  NameParticles,
  Where,
  Platforms,
  OnPlatform,
};
constexpr size_t kWordLists = 50;

class RoleBook {
 public:
  [[nodiscard]] static Result<RoleBook> load(const std::filesystem::path& file);

  const std::vector<Role>& roles() const { return roles_; }
  const Role& operator[](int32_t i) const { return roles_[i]; }
  int32_t find(std::string_view name) const;  // -1 where there is none

  struct Found {
    size_t words = 0;  // 0: nothing
    int32_t role = -1;
  };
  // The longest role noun at words[at], by its forms or by its lemmas (the same words, `folded` of the lemma).
  Found longest(std::span<const Word> words, std::span<const Word> lemmas, size_t at) const;

  struct Field {
    size_t words = 0;  // 0: nothing
    std::string_view office;
  };
  // Words of a fixed phrase at words[at] in which no noun names an actor, 0 for none.
  size_t idiom(std::span<const Word> words, size_t at) const { return idioms_.longest(words, at).words; }

  // The longest field of a minister at words[at].
  Field portfolio(std::span<const Word> words, size_t at) const;

  bool is(WordList list, std::string_view folded) const { return lists_[static_cast<size_t>(list)].contains(folded); }
  bool is_empty(WordList list) const { return lists_[static_cast<size_t>(list)].empty(); }
  // The number of a word; 0 where it is no number of a group.
  int group_number(std::string_view folded) const;

 private:
  friend class RoleBookLoader;

  std::vector<Role> roles_;
  WordTrie role_nouns_, portfolio_words_, idioms_;
  StringSet accented_;  // folded nouns of one word that end in an accented letter
  std::vector<std::string> portfolio_offices_;
  std::array<std::set<std::string, std::less<>>, kWordLists> lists_;  // folded
  std::map<std::string, int, std::less<>> numbers_;
};

}  // namespace depeche::ground
