// The words of one language by which text attributes and withholds: resources/<lang>/voice/speech.toml and
// certainty.toml (resources/SCHEMA.md, "voice"). Immutable once loaded; a fault names file, line and the piece.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/string_map.h"
#include "ground/syntax.h"
#include "voice/statements.h"

namespace depeche::voice {

using ground::kNoToken;
using nlp::TokenIndex;
using nlp::TokenRange;

// What a word does to the certainty of what it governs. Unlikely: negated, and no more than probable. Possible: hedged,
// and no more than possible. Able: hypothetical, and possible. Same: what holds of the word holds of it. Open: the
// same, but whether it came about is not said.
enum class Effect : uint8_t {
  None,
  Negated,
  Unlikely,
  Hedged,
  Possible,
  Future,
  Intended,
  Hypothetical,
  Able,
  Same,
  Open
};

// What a word governs; bits.
enum Governs : uint16_t {
  kClause = 1 << 0,      // finite clause
  kInfinitive = 1 << 1,  // whose doer is the word's subject
  kOrder = 1 << 2,       // infinitive whose doer is somebody else
  kObject = 1 << 3,
  kSubject = 1 << 4,
  kComplement = 1 << 5,  // behind one of the entry's prepositions
  kPredicate = 1 << 6,   // an adjective that the verb ascribes
  kAdjective = 1 << 7,   // an adjective's noun, attributive or predicative
  kQuote = 1 << 8,       // words in quotation marks
  kLabel = 1 << 9,       // quotation marks around what somebody calls something
};

enum class WordClass : uint8_t { Verb, Noun, Adjective };

// One word of one list, with that list's properties.
struct Entry {
  WordClass word_class = WordClass::Verb;
  bool reflexive = false;
  bool participle = false;        // an adjective that is a verb's past participle, listed by the verb
  std::vector<std::string> rest;  // the words that must follow, lemma or plain form
  bool speaks = false;            // makes a claim with `stance`
  Stance stance = Stance::Asserts;
  Effect effect = Effect::None;  // on what it governs
  uint16_t governs = 0;
  uint16_t prepositions = 0;    // into Lexicon::preposition_lists
  bool responsibility = false;  // who says so claims to have done it
  bool factive = false;         // the reporter holds it for true too
};

enum class PhraseRole : uint8_t {
  SourceNoun,     // whoever it governs says the clause
  SourceSpeaker,  // the same, if the governed can speak and stands at the edge of a clause
  SourceNobody,   // a phrase of its own: somebody says the clause
  Governs,        // affects what it governs
  Adverb,         // affects the clause it stands in
  After,          // affects the noun before it
  Exception,      // holds none of the phrases that begin with the same word
};

struct Phrase {
  std::vector<std::string> words;  // plain forms
  PhraseRole role = PhraseRole::Adverb;
  Effect effect = Effect::None;
  uint16_t only = 0;  // of Governs: kInfinitive, kClause, kObject (a noun); 0 = all
};

struct Words {
  StringSet complementizers, infinitive_markers, content_relatives, documents, spokespeople, sources, naming_verbs,
      calling_verbs, naming_nouns, light_verbs, voices, media_prepositions, causatives, relays;
  StringSet inverted_pronouns, content_markers;
  StringSet negators, lone_negators, restrictors, restricting_negators, bare_negation, future_auxiliaries, obligation,
      ability, possibility, conditional, negative_determiners, negative_pronouns, question_marks, wishes, necessity,
      diminishers;
  // Endings that show a tense by themselves, and those that do behind the infinitive.
  std::vector<std::string> future_endings, conditional_endings, future_after_infinitive, conditional_after_infinitive,
      infinitive_endings;
};

struct Lexicon {
  StringMap<std::vector<Entry>> entries;     // by lemma, verbs with their first word
  StringMap<std::vector<Phrase>> phrases;    // by first plain word, longest first
  StringSet verbs;                           // first words of all verb entries
  StringMap<std::string> verb_of_form;       // form -> infinitive, for forms whose lemma the model misses
  std::vector<StringSet> preposition_lists;  // plain forms; [0] is empty
  Words words;
  // Sentences with what voice must say of them; the tests run them.
  struct Example {
    std::string text;
    Where where;
    bool certainty = false;  // of certainty.toml
  };
  std::vector<Example> examples;
  size_t verb_count = 0;  // different verbs that speak

  [[nodiscard]] static Result<Lexicon> load(const std::filesystem::path& resources, std::string_view language);

  std::span<const Entry> of(std::string_view lemma) const {
    const auto at = entries.find(lemma);
    return at == entries.end() ? std::span<const Entry>() : std::span<const Entry>(at->second);
  }
  // The token's lemma, or where the lexicon has no such verb, the verb of its form.
  std::string_view lemma(const ground::Syntax& syntax, TokenIndex token) const;
};

// Whether the token, taken for a word of the entry's class, has the reflexive pronoun and the following words.
bool stands_for(const ground::Syntax& syntax, TokenIndex token, const Entry& entry, TokenIndex* last = nullptr);

// Whether the token stands for that entry: reflexive pronoun and following words included. `last` becomes its last
// token.
bool matches(const ground::Syntax& syntax, TokenIndex token, const Entry& entry, TokenIndex* last = nullptr);

}  // namespace depeche::voice
