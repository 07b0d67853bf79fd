// Why a word of a text tells an event, or tells none: what became of each entry of the lexicon that names it. Kept only
// where somebody asks ("depeche explain").
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "code/drafts.h"

namespace depeche::code {

enum class Fate : uint8_t {
  Taken,       // an event
  WrongKind,   // the entry is a verb's, the word is none …
  WrongForm,   // reflexive or not
  Qualifier,   // the word only says of what kind another is
  NoPhrase,    // a word of the phrase does not follow
  Missing,     // what the entry asks for does not stand there
  Forbidden,   // what it excludes does
  Weaker,      // another entry for that type asks for more, or is likelier
  PartOf,      // the word belongs to another trigger's phrase
  Rare,        // used so, it hardly ever tells the event
  Unlikely,    // hardly an event as it stands there, before anybody is looked for
  OtherSense,  // another type is much likelier
  Absorbed,    // what is promised, demanded or threatened is part of that
  Topic,       // what another event is about
  Bare,        // a noun that tells neither who nor when nor where
  Unsure,      // less sure than asked for
  SameAct,     // another word of the clause tells the same act
};
std::string_view name_of(Fate fate);  // "taken", "wrong_kind" …
std::string_view told(Fate fate);     // for people

struct Attempt {
  nlp::TokenIndex token = 0;
  const IndexedEntry* entry = nullptr;  // of the lexicon, which outlives it
  const FrameClass* frame = nullptr;
  Fate fate = Fate::Taken;
  bool loose = false;                 // found elsewhere in the sentence, not below the word
  std::string piece;                  // of the entry, that decided
  nlp::TokenIndex by = -1;            // the word that decided
  double likely = -1;                 // how likely an event, as far as it came; -1: not weighed
  std::vector<std::string> features;  // of that, and what each adds to its log-odds
  std::vector<double> weights;
};

// Follows attempts through the passes over drafts. Does nothing where `attempts` is null.
class Followed {
 public:
  explicit Followed(std::vector<Attempt>* attempts) : attempts_(attempts) {}
  // All that were left and are no longer among the drafts fell by this.
  void fell(const std::vector<Draft>& left, Fate fate);

 private:
  std::vector<Attempt>* attempts_;
};

}  // namespace depeche::code
