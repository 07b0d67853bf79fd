// Who is known by name: states, people with their offices and dates, organisations, armed groups, parties, media.
//
//   auto book = DEPECHE_TRY(ActorBook::load(resources, language));
//   const Actor* russia = book.country("RUS");
//   auto who = book.holder("head_of_state", "RUS", "2017-03-02");   // Vladimir Poutine
//   auto found = book.longest(words, 3);                            // the longest listed name at a word of a text
//
// Read from resources/actors/*.tsv. Wrong rows are skipped and told in diagnostics(), with file and line; a missing
// file or column is an error. Immutable once loaded, may be shared by threads. Dates are ISO, as precise as known; "" =
// not known.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "ground/mentions.h"
#include "ground/names.h"
#include "ground/word_trie.h"

namespace depeche::ground {

using ActorIndex = int32_t;
constexpr ActorIndex kNoActor = -1;

// Where a row of the lists stands.
struct RowAt {
  int32_t file = -1;  // into ActorBook::files(), -1: nowhere
  int32_t line = 0;   // from 1
};

// One person's time in one office.
struct Term {
  ActorIndex holder = kNoActor;
  std::string office;   // "head_of_state", "foreign_minister", …; "head" of an organisation
  std::string of;       // alpha-3 code of the state, or the organisation's id
  std::string country;  // country and sector that the holder has by it
  std::string sector;
  std::string from, to;  // to: "" = not ended when the list was made
  RowAt row;
  bool covers(std::string_view date) const;  // a term without dates covers all, and any term covers date ""
  // Whether it ended more than so many days before a day; a term without end and a date that is no day: no.
  bool is_over_since(int days, std::string_view date) const;
};

enum class Gender : uint8_t { Unknown, Masculine, Feminine };

struct Actor {
  std::string id;
  EntityKind kind = EntityKind::Organisation;
  std::string name;  // in the book's language
  std::string country, sector, wikidata;
  std::string sovereign;            // of a dependency: the state whose government rules there, else ""
  Gender gender = Gender::Unknown;  // of a person; of a state or body: of its name's grammar
  bool plural = false;              // takes a plural verb
  std::string office;  // of an institution: the office whose holder is its chief, as of a seat of government
  std::vector<std::string> others;     // of a person: the other full names listed
  std::vector<std::string> family;     // of a person: family names, folded
  std::vector<int32_t> terms;          // of a person: into ActorBook::terms()
  double latitude = 0, longitude = 0;  // of a state: its middle
  RowAt row;                           // its first
};

enum class NameUse : uint8_t {
  Name,
  Demonym,  // adjective and noun of a state's people
  Capital,  // of a state: stands for it, or is a town
  Family,   // family name alone
};
struct NameEntry {
  ActorIndex actor = kNoActor;
  NameUse use = NameUse::Name;
};

// A state's capital as a town.
struct CapitalCity {
  std::string name;
  ActorIndex state = kNoActor;
  double latitude = 0, longitude = 0;
};

class ActorBook {
 public:
  // `language`: ISO 639-1, of the texts. resources_dir holds actors/. `overlay`: a table of the user's own ("" for
  // none), whose rows add actors, names and offices, or change those of an id that the lists have
  // (resources/SCHEMA.md). `packs`: a folder where the lists are kept compiled, so that they load faster the next time;
  // "" for none. What is there is used only where it was made from these very lists, and made anew where not.
  [[nodiscard]] static Result<ActorBook> load(const std::filesystem::path& resources_dir, std::string_view language,
                                              const std::filesystem::path& overlay = {},
                                              const std::filesystem::path& packs = {});

  const std::vector<Actor>& actors() const { return actors_; }
  const std::vector<Term>& terms() const { return terms_; }
  const Actor& operator[](ActorIndex i) const { return actors_[i]; }
  const std::vector<std::string>& diagnostics() const { return diagnostics_; }
  // Demonyms that another row has already, which are never found as this one's; each with file and line.
  const std::vector<std::string>& hidden() const { return hidden_; }
  const Transliteration& transliteration() const { return transliteration_; }
  const std::vector<std::string>& files() const { return files_; }
  std::string place_of(RowAt row) const;  // "resources/actors/people.tsv:12"
  bool is_own(int32_t file) const;        // of the user: the overlay, or laid over the lists (base/layers.h)

  ActorIndex find(std::string_view id) const;           // kNoActor where there is none
  const Actor* country(std::string_view alpha3) const;  // nullptr where there is none
  ActorIndex country_index(std::string_view alpha3) const;

  struct Found {
    size_t words = 0;                // 0: nothing
    std::vector<NameEntry> entries;  // of the longest name
  };
  Found longest(std::span<const Word> words, size_t at) const;
  std::vector<NameEntry> exact(std::string_view name) const;

  // The state of a demonym in any form, kNoActor where it is none.
  ActorIndex demonym(std::string_view word) const;
  const CapitalCity* capital(std::string_view alpha3) const;

  // Who holds an office of a state or body on a date; with date "" the last to hold it. kNoActor where not known.
  ActorIndex holder(std::string_view office, std::string_view of, std::string_view date) const;
  // The term that gives a person country and sector on that date: a current one before one ended before one to come.
  const Term* term_on(ActorIndex person, std::string_view date) const;
  // Country and sector of an actor on a date; a person whose offices have all ended is ELI, though not in the days in
  // which the news tells of the end.
  struct Role {
    std::string country, sector;
  };
  Role role_on(ActorIndex actor, std::string_view date) const;

  // Unknown where the listed people of that first name are of both or of none.
  Gender gender_of_first_name(std::string_view folded) const;

  // People who bear this family name.
  std::vector<ActorIndex> family(std::string_view name) const;

 private:
  friend class ActorBookLoader;
  friend class ActorBookPack;

  std::vector<Actor> actors_;
  std::vector<Term> terms_;
  std::vector<NameEntry> entries_;  // values of the trie
  std::vector<CapitalCity> capitals_;
  WordTrie trie_;
  std::map<std::string, ActorIndex, std::less<>> by_id_;
  std::map<std::string, ActorIndex, std::less<>> demonyms_;                   // folded
  std::map<std::string, std::vector<ActorIndex>, std::less<>> families_;      // folded
  std::map<std::string, std::vector<int32_t>, std::less<>> terms_of_office_;  // "office of" -> terms by start
  std::map<std::string, Gender, std::less<>> first_names_;                    // folded
  Transliteration transliteration_;
  std::vector<std::string> diagnostics_, hidden_, files_;
  int32_t overlay_ = -1;  // into files_
};

}  // namespace depeche::ground
