// Events while they are being made, and the passes over all of a document's that leave out what is not an event of its
// own.
#pragma once

#include <vector>

#include "code/event.h"
#include "code/matcher.h"
#include "ground/syntax.h"

namespace depeche::code {

struct Draft {
  Trigger trigger;
  Event event;

  const FrameClass& frame() const { return *trigger.frame; }
  bool is_noun() const { return trigger.entry->kind == WordKind::Noun; }
};

bool has_party(const Event& event);
// Is the negation at its word what makes it an event of its type, as a refusal?
bool lives_on_negation(const ground::Syntax& syntax, const Draft& draft);

// Of the readings of one word, the likeliest and those hardly less so. By the confidence so far.
void settle_readings(std::vector<Draft>& drafts);
// What is promised, demanded or threatened is part of that act.
void drop_absorbed(const ground::Syntax& syntax, std::vector<Draft>& drafts);
// Words for what another event is about: an accusation that is denied, what is talked about.
void drop_topics(const ground::Syntax& syntax, std::vector<Draft>& drafts);
// Nouns that tell neither who nor when nor where, of a type that nothing else in the text tells with its parties.
void drop_bare_nouns(std::vector<Draft>& drafts);
// An act told by two words of one clause is one event: keeps the one that tells more of who. Types and parties must be
// final.
void merge_repeated(const ground::Syntax& syntax, std::vector<Draft>& drafts);

}  // namespace depeche::code
