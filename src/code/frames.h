// The frame lexicon of one language: resources/<lang>/frames/*.toml with its patterns and word classes
// (resources/SCHEMA.md). Immutable once loaded. A fault names file, line and the piece; nothing is loaded from a
// lexicon with a fault.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/string_map.h"
#include "code/entry.h"
#include "code/event.h"
#include "code/ontology.h"

namespace depeche::code {

enum class SlotKind { Subject, Object, Indirect, Agent, Possessive, Adjective, Compound, Host, Between, Preposition };

struct Slot {
  SlotKind kind = SlotKind::Subject;
  std::vector<std::string> words;  // of a preposition
  friend bool operator==(const Slot&, const Slot&) = default;
};

std::string name_of(const Slot& slot);  // as in the resources

struct Pattern {
  std::vector<Slot> actor, recipient, noun_actor, noun_recipient;
};

enum class Content { None, Claim, Absorbed };
enum class Needs { None, Actor, Recipient, Either, Both };

struct FrameClass {
  EventType type = EventType::Agree;
  std::string rule;  // file and class, see Event::rule
  std::string mode;
  std::vector<std::string> contexts;
  std::string cameo;
  Pattern pattern;
  Content content = Content::None;
  Needs needs = Needs::Either;
  double prior = 0.8;
  std::vector<std::string> examples, negative;
  Where where;
};

enum class WordKind { Verb, Noun, Adjective };

struct IndexedEntry {
  int32_t frame = 0;  // into Frames::classes()
  WordKind kind = WordKind::Verb;
  EventType type = EventType::Agree;  // of its class
  Entry entry;                        // with a prior
  Where where;
};

class Frames {
 public:
  [[nodiscard]] static Result<Frames> load(const std::filesystem::path& resources, std::string_view language,
                                           const Ontology& ontology, const ground::Grammar& grammar);

  const std::vector<FrameClass>& classes() const { return classes_; }
  // Entries whose first word is this lemma or form, the most specific first.
  std::span<const IndexedEntry> entries(const HashedText& word) const;
  std::span<const IndexedEntry> entries(std::string_view word) const { return entries(HashedText(word)); }
  bool has_verb(std::string_view infinitive) const;
  size_t size() const { return size_; }

 private:
  std::vector<FrameClass> classes_;
  StringMap<std::vector<IndexedEntry>> index_;
  HashFilter filter_;  // of index_: most words of a text begin no entry
  size_t size_ = 0;
  friend class FrameLoader;
};

}  // namespace depeche::code
