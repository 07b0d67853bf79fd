// Records -> a table for a terminal: an article's title and date, then a row an event: who → whom, what, when, where,
// status, according to whom, and the words that tell it.
//
//   record::TableOptions options{.width = 120, .colour = record::Colour::Always};
//   std::string out;
//   record::write_table(r, options, out);
//
// Cells that are too long run on below. No line is wider than `width`, and no character of the text can steer the
// terminal.
#pragma once

#include <string>

#include "record/record.h"

namespace depeche::record {

enum class Colour { Never, Always };

struct TableOptions {
  int width = 100;  // columns of the terminal; below 60 an event takes several lines of its own instead of a row
  Colour colour = Colour::Never;
};

// Appends the article's part, ending with an empty line.
void write_table(const Record& record, const TableOptions& options, std::string& out);

}  // namespace depeche::record
