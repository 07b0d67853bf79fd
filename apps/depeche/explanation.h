// Why each event of an article is one, and why other words tell none, in words for people: made once, written as text
// or as a page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"
#include "record/table.h"

namespace depeche::app {

struct Weighed {
  std::string feature;
  double weight = 0;
};

struct Candidate {
  std::string who;  // "nobody" where the side stays empty
  double score = 0, share = 0;
  bool is_chosen = false;
  std::vector<Weighed> because;  // heaviest first
};

// An event that was taken.
struct Taken {
  std::string type, words, status, rule, entry, where, date, place;
  double confidence = 0;
  std::vector<Weighed> because;
  std::vector<Candidate> actor, recipient;  // best first
};

// An entry that names a word of the sentence and fell.
struct Fallen {
  std::string word, type, rule, entry, where, why;
  std::vector<Weighed> because;
};

// A word of the tree.
struct Branch {
  std::string lead;  // "│  ├─ "
  std::string word, relation, kind, means;
  bool is_trigger = false;
};

struct SentenceExplained {
  std::string text;
  std::vector<std::pair<size_t, size_t>> triggers;  // bytes of `text`
  std::vector<Branch> tree;
  std::vector<Taken> taken;
  std::vector<Fallen> fallen;
  size_t more_fallen = 0;            // not shown
  std::vector<std::string> unknown;  // beside political actors, in no frame
};

struct Explanation {
  std::string id, title;
  std::vector<SentenceExplained> sentences;
};

// At most `most` candidates a side, and as many fallen entries a word.
Explanation explain(const engine::Coded& coded, size_t most);

void write_text(const Explanation& explanation, const record::TableOptions& options, std::string& out);
// One article's part of a page, between these two.
void write_html(const Explanation& explanation, std::string& out);
std::string_view html_head();
std::string_view html_foot();

}  // namespace depeche::app
