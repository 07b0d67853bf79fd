// What the text stage hands on: one report, its text untouched, and what each part of the text is.
#pragma once

#include <string>
#include <vector>

#include "base/span.h"
#include "text/article.h"

namespace depeche::text {

enum class BlockKind {
  Title,
  Heading,  // a crosshead inside the body
  Paragraph,
  Residue,  // not the report: menus, author boxes, prompts; listed in the record, never analysed
  Foreign,  // of the report, but in another language than the rest: Block::language
};

// Whether a stage that reads the document's own language reads such a block.
constexpr bool is_read(BlockKind kind) { return kind != BlockKind::Residue && kind != BlockKind::Foreign; }

struct Block {
  ByteSpan span;  // without surrounding blanks
  BlockKind kind;
  std::string language = {};  // of a Foreign one
};

// `text` is the title, two newlines and the body as given (no title: the body alone); it is well-formed UTF-8, and
// every span of every later stage indexes it. Blocks are in order and do not overlap.
struct Document {
  std::string id;
  std::string url, publisher, language;  // "" where not known; language is ISO 639-1
  double language_confidence = 0;        // 0 to 1; 1 where the input tells it
  std::string published;                 // ISO date as given by the input, "" where it gives none
  PageKind kind = PageKind::Article;
  std::string text;
  std::vector<Block> blocks;
  std::string extra;  // unknown input fields as JSON members (`"a": 1, "b": 2`), handed through
  std::vector<std::string> diagnostics;
};

}  // namespace depeche::text
