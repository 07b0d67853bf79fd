// Who says what: the claims of an article as rows, as a table for a terminal or as one JSON object on one line.
//
//   for (const record::Statement& s : record::statements_of(r)) use(s.who, s.stance, words_at(r, s.words));
//   record::write_statements_table(r, options, out);
//   record::write_statements_json(r, out);
//
// JSON: {"id", "language", "text", "statements": [{"who": [{"name", "country", "sector"}], "through": [the same],
// "stance", "certainty", "form", "cue", "span"}]}. Spans are code points of `text`; `certainty` is FactBank's ("CT+",
// "PR-", "UU" …) of the word that the statement hangs on, as its speaker tells it. In the order of the words; a
// statement within another follows it.
#pragma once

#include <string>
#include <vector>

#include "record/record.h"
#include "record/table.h"
#include "voice/factuality.h"

namespace depeche::record {

struct Statement {
  std::vector<ground::EntityId> who;      // empty = somebody who is not named
  std::vector<ground::EntityId> through;  // who reports that, outermost first
  voice::Stance stance = voice::Stance::Asserts;
  voice::Factuality certainty;
  voice::QuoteForm form = voice::QuoteForm::Indirect;  // Direct or Mixed where some words stand in quotation marks
  ByteSpan cue, words;                                 // what says so, and what is said
};

std::vector<Statement> statements_of(const Record& record);

// Appends the article's part, ending with an empty line; as the other tables.
void write_statements_table(const Record& record, const TableOptions& options, std::string& out);
// Appends the object, without a newline.
void write_statements_json(const Record& record, std::string& out);

}  // namespace depeche::record
