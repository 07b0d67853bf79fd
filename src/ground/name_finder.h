// Names in a document: those of the lists and those that the model found, not overlapping, in text order.
#pragma once

#include <string>
#include <vector>

#include "ground/actors.h"
#include "ground/places.h"
#include "ground/reading.h"
#include "ground/roles.h"

namespace depeche::ground {

enum class NameKind : uint8_t {
  Actor,    // listed; entries tell who
  Demonym,  // a noun of a state's people
  Family,   // family names of listed people alone
  Person,   // not listed, the model or its surroundings say it is a person
  Body,     // not listed organisation
  Place,    // a place that does not act
};

struct NameSpan {
  NameKind kind = NameKind::Actor;
  WordRange words;
  TokenRange tokens;
  TokenIndex head = 0;
  std::vector<NameEntry> entries;  // of Actor, Demonym, Family
  PlaceIndex place = kNoPlace;     // of Place
  std::string key;                 // folded words
  std::string_view label = {};     // the model's kind of the name there, "" where it sees none
  bool slip = false;               // listed, but not spelt so
};

class NameFinder {
 public:
  // All must outlive it.
  NameFinder(const ActorBook& actors, const PlaceBook& places, const RoleBook& roles)
      : actors_(actors), places_(places), roles_(roles) {}

  std::vector<NameSpan> find(const Reading& reading) const;

 private:
  struct Labelled {
    WordRange words;
    std::string_view label;  // "PER", "LOC", "ORG", "MISC"
  };
  std::vector<Labelled> labelled(const Reading& reading) const;
  bool follows_title(const Reading& reading, WordRange name) const;
  void trim(const Reading& reading, Labelled& entity) const;
  void go_on(const Reading& reading, WordRange& name) const;
  bool is_kept(const Reading& reading, const NameSpan& name, const std::vector<Labelled>& labelled) const;
  bool is_inhabitant(const Reading& reading, const NameSpan& name) const;
  bool qualifies(const Reading& reading, const NameSpan& name) const;
  void choose_state_or_person(const Reading& reading, NameSpan& name) const;
  bool is_named_after(const Reading& reading, WordRange name) const;
  NameSpan unlisted(const Reading& reading, const Labelled& entity) const;

  const ActorBook& actors_;
  const PlaceBook& places_;
  const RoleBook& roles_;
};

}  // namespace depeche::ground
