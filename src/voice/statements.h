// What the voice stage hands on: who says what, how surely, and who disputes it.
#pragma once

#include <string_view>
#include <vector>

#include "base/span.h"
#include "ground/mentions.h"
#include "nlp/analysis.h"

namespace depeche::voice {

enum class QuoteForm { Direct, Mixed, Indirect };
enum class Stance { Asserts, Accuses, Denies, Confirms, Doubts, Demands, Promises, Hopes };
constexpr std::string_view name_of(Stance stance) {  // as in the record and in the lexicon
  constexpr std::string_view kNames[] = {"asserts", "accuses", "denies",   "confirms",
                                         "doubts",  "demands", "promises", "hopes"};
  return kNames[static_cast<size_t>(stance)];
}

struct Quote {
  ByteSpan span;  // inside the marks
  nlp::TokenRange tokens;
  QuoteForm form = QuoteForm::Direct;
  ground::EntityId speaker = ground::kNoEntity;
  std::vector<ground::EntityId> via;  // outermost first
  ByteSpan cue;                       // the words that attribute it, empty where none
  bool closed = true;
};

// Somebody takes a stance on the content of some words. Claims nest: `parent` reports this one.
struct Claim {
  int32_t parent = -1;  // index of the claim inside which this one is made, -1 = the reporter's own words
  std::vector<ground::EntityId> holders;  // who; empty = someone unnamed
  Stance stance = Stance::Asserts;
  nlp::TokenIndex cue = -1;  // the word that says so
  ByteSpan cue_span;
  bool responsibility = false;  // the holders claim to have done it
  bool factive = false;         // told by a word that takes it for true
};

enum class Modality : uint8_t {
  Actual,        // told as fact
  Future,        // will happen
  Intended,      // purpose, wish, offer, order: not (yet) done
  Hypothetical,  // under a condition or question
};
constexpr std::string_view name_of(Modality modality) {
  constexpr std::string_view kNames[] = {"actual", "future", "intended", "hypothetical"};
  return kNames[static_cast<size_t>(modality)];
}

// How sure whoever tells it is, after FactBank's CT, PR, PS and U.
enum class Degree : uint8_t { Certain, Probable, Possible, Unknown };

// How the text presents one predicate.
struct Certainty {
  int32_t claim = -1;  // innermost claim that holds it, -1 = the reporter says it
  bool negated = false;
  bool hedged = false;  // conditional of hearsay, adverbs of hearsay or doubt
  Modality modality = Modality::Actual;
  Degree degree = Degree::Certain;  // also Unknown where an actual word, as of attempt or decision, leaves it open
};

struct Statements {
  std::vector<Quote> quotes;         // in text order
  std::vector<Claim> claims;         // parents before children
  std::vector<Certainty> certainty;  // per token
};

}  // namespace depeche::voice
