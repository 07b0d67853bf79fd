// The time grammar of one language: resources/<lang>/time/*.toml, compiled to one automaton over letters (lexicon.h).
//
//   auto grammar = DEPECHE_TRY(Grammar::load(resources, language));
//   Scratch scratch;
//   grammar.match(pieces, scratch, forms);        // what each expression says, not yet resolved
//
// At each piece the longest match of any rule wins, the earlier rule among equals; the search goes on behind it. Format
// of the files: resources/TIMES.md. Immutable once loaded.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "ground/mentions.h"
#include "ground/timex/lexicon.h"
#include "ground/timex/pattern.h"
#include "ground/timex/scan.h"

namespace depeche::ground::timex {

// What kind of thing a rule's fields make.
enum class Kind : uint8_t {
  Point,  // a place in the calendar, as precise as its finest field
  Duration,
  Set,
  Reference,   // a fixed value: PRESENT_REF
  Skip,        // an expression that is no time, as an age
  Same,        // whatever was told last
  Anniversary  // of an event: no expression, evidence for the document's date
};
// What an expression says of the document's own date (document_date.h).
enum class Clue : uint8_t { None, Published /* its day */, Anniversary /* years since what is named behind it */ };
// Which numbers before a noun in the plural are counts, not years. English puts years before nouns too.
enum class YearGuard : uint8_t { None, Any, Hundreds };
// What an open point is counted from.
enum class Base : uint8_t { Document, Context /* the last date told */ };

struct Example {
  std::string text;      // expressions in brackets
  std::string date;      // the document's, "" for none
  std::string expected;  // "DATE 2023-08-14; TIME …", one for each bracket
  int line = 0;
};

struct Rule {
  std::string name;  // language, file and rule: "fr/dates.toml:RULE"
  Kind kind = Kind::Point;
  Base base = Base::Document;
  Clue clue = Clue::None;
  Fields set;
  std::string value;                       // of a Reference
  std::string prefix;                      // before the value: "FY" of a fiscal year
  int days = 0;                            // from the day that the fields name: -1 for its eve
  int years = 1;                           // how many years a year's value spans: 2 for a school year
  std::string type;                        // "" = follows from the fields
  bool determiner = true;                  // takes an article before it into the span
  bool habitual = false;                   // a point of every year
  YearGuard guard_year = YearGuard::None;  // a bare number that must look like a year
  std::vector<Symbol> not_before, not_after;
  bool background = false;  // tells of a person, not of what happened
  bool overnight = false;   // goes on into the next day
  bool range = false;       // of its expressions each lies behind the one before
  int groups = 1;
  std::vector<Example> examples;
};

// One expression found.
struct Form {
  const Rule* rule = nullptr;
  ByteSpan span;
  uint32_t first = 0, last = 0;  // pieces, inclusive
  Fields fields;
  bool follows = false;               // ends a range that the form before it begins
  bool joined = false;                // found by one match with the form before it
  uint32_t count_piece = UINT32_MAX;  // where Field::Count was read, for fractions
};

// Memory lent to a search; any number of calls, one thread.
struct Scratch {
  struct Node {
    int32_t previous;
    PositionId position;
  };
  std::vector<Node> nodes;
  std::vector<int32_t> now, next;
  std::vector<uint64_t> seen;
  uint64_t stamp = 0;
  uint64_t steps = 0;  // of the automaton so far, to be measured
};

class Grammar {
 public:
  [[nodiscard]] static Result<Grammar> load(const std::filesystem::path& resources, std::string_view language);

  // Appends the expressions of the pieces (one block of `text`), in text order.
  void match(std::string_view text, const std::vector<Piece>& pieces, Scratch& scratch, std::vector<Form>& forms) const;

  const Lexicon& lexicon() const { return lexicon_; }
  const std::vector<Rule>& rules() const { return rules_; }
  const std::string& name(int32_t index) const { return names_[static_cast<size_t>(index)]; }  // of Field::Name
  size_t positions() const { return automaton_.positions.size(); }

  // Classes that other parts ask for; Lexicon::kNoSymbol where the language has none.
  Symbol determiner = Lexicon::kNoSymbol, future = Lexicon::kNoSymbol, past = Lexicon::kNoSymbol,
         function = Lexicon::kNoSymbol, demonstrative = Lexicon::kNoSymbol, published = Lexicon::kNoSymbol,
         future_auxiliary = Lexicon::kNoSymbol, since = Lexicon::kNoSymbol, forward = Lexicon::kNoSymbol;
  std::vector<std::string> future_suffixes, past_suffixes;

 private:
  struct Hit {
    int32_t node = -1;
    size_t end = 0;
    uint16_t rule = 0;
  };
  Hit search(std::string_view text, const std::vector<Piece>& pieces, size_t begin, Scratch& scratch) const;
  bool allowed(const Rule& rule, std::string_view text, const std::vector<Piece>& pieces, size_t begin,
               size_t end) const;
  std::pair<size_t, size_t> taken(const Hit& hit, const Scratch& scratch) const;
  size_t emit(std::string_view text, const std::vector<Piece>& pieces, size_t begin, const Hit& hit,
              const Scratch& scratch, std::vector<Form>& forms) const;
  int32_t value_at(const Piece& piece, const Position& position) const;

  friend class GrammarLoader;
  Lexicon lexicon_;
  Automaton automaton_;
  std::vector<Rule> rules_;
  std::vector<std::string> names_;
};

}  // namespace depeche::ground::timex
