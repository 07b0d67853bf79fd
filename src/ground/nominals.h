// Noun phrases that name actors by what they are: an office with its field and country, a body, people in the plural.
#pragma once

#include <string>
#include <vector>

#include "ground/actors.h"
#include "ground/name_finder.h"
#include "ground/reading.h"
#include "ground/roles.h"

namespace depeche::ground {

struct Nominal {
  int32_t role = -1;
  WordRange noun;     // the role noun itself
  TokenRange tokens;  // the whole phrase with determiner and complements, without names in apposition
  TokenIndex head = 0;
  std::string name;                       // phrase without determiner and number
  std::string word;                       // the noun, folded lemma
  std::vector<std::string> countries;     // of demonyms
  std::string office;                     // by the field: "defence_minister"
  WordIndex field_end = 0;                // behind the field
  std::vector<int32_t> complement_names;  // into the names; more than one where coordinated
  int32_t complement_nominal = -1;        // into the nominals
  std::vector<int32_t> named;             // names in apposition: it is their title
  bool elsewhere = false;                 // of no one state
  bool plural = false, former = false, indefinite = false, demonstrative = false, possessive = false;
  bool owned = false;      // by a state before it
  bool specified = false;  // by a complement, also one that is not understood
  Gender gender = Gender::Unknown;
  int number = 0;  // told by a numeral
  int depth = 0;   // of complements within complements
};

class NominalFinder {
 public:
  NominalFinder(const ActorBook& actors, const RoleBook& roles) : actors_(actors), roles_(roles) {}

  // In text order.
  std::vector<Nominal> find(const Reading& reading, const std::vector<NameSpan>& names) const;

 private:
  struct Scratch {
    const std::vector<NameSpan>* names;
    bool modifiers_first;             // of the language's grammar
    std::vector<int32_t> name_at;     // per word: name that begins there, -1
    std::vector<int32_t> name_ends;   // per word: name whose last word it is, -1
    std::vector<int32_t> nominal_at;  // per word: nominal (index from the right) whose noun begins there, -1
    std::vector<Nominal> found;       // from the right
  };
  Nominal read(const Reading& reading, const Scratch& scratch, WordIndex at, const RoleBook::Found& role) const;
  WordIndex read_right(const Reading& reading, const Scratch& scratch, Nominal& nominal) const;
  struct Modifier {
    WordIndex begin;  // its first word
    bool owner;       // a possessor, before which nothing of the phrase stands
  };
  Modifier modifier_before(const Reading& reading, const Scratch& scratch, WordIndex w, Nominal& nominal) const;
  void read_left(const Reading& reading, const Scratch& scratch, Nominal& nominal) const;
  void take_nouns_before(const Reading& reading, std::vector<Nominal>& nominals) const;
  bool fits(const Scratch& scratch, const Nominal& nominal, int32_t name) const;
  void link_beside(const Reading& reading, const Scratch& scratch, Nominal& nominal, WordIndex end) const;
  void link_names(const Reading& reading, const Scratch& scratch, Nominal& nominal, WordIndex end) const;
  bool is_noun_here(const Reading& reading, WordIndex at, const Role& role) const;

  const ActorBook& actors_;
  const RoleBook& roles_;
};

}  // namespace depeche::ground
