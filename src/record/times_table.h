// Records -> a table of times for a terminal: an article's title, its date and what that follows from, then a row a
// time expression and a row an event with the time it got.
//
//   record::write_times_table(r, options, out);
//
// No line is wider than options.width, and no character of the text can steer the terminal.
#pragma once

#include <string>

#include "record/record.h"
#include "record/table.h"

namespace depeche::record {

// Appends the article's part, ending with an empty line.
void write_times_table(const Record& record, const TableOptions& options, std::string& out);

}  // namespace depeche::record
