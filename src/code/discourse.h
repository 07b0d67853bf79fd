// What a text is about as a whole, for whoever has to guess what a sentence leaves unsaid; and ways in the tree.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "code/event.h"
#include "ground/mentions.h"
#include "ground/syntax.h"
#include "text/document.h"

namespace depeche::code {

struct Discourse {
  int32_t title_sentences = 0;            // the first so many are the title
  std::vector<int> rank;                  // per entity: 1 = acts or is spoken of most often
  std::vector<ground::EntityId> salient;  // the first of them
  std::string home;                       // the country that most places of the text are in
  // Who acts ([true]) or suffers ([false]) most often, in all events and in those of a type.
  std::vector<ground::EntityId> main[2];
  std::map<EventType, std::vector<ground::EntityId>> main_of_type[2];
};

Discourse tell_discourse(const text::Document& document, const ground::Syntax& syntax, const ground::Mentions& mentions,
                         const std::vector<Event>& events);

// The way from one word to another of its sentence: up to the first common word, then down.
struct Path {
  int up = 0, down = 0;
  std::string name;  // "^Object>Subject", "far" where long
};
Path path_between(const ground::Syntax& syntax, nlp::TokenIndex from, nlp::TokenIndex to);

}  // namespace depeche::code
