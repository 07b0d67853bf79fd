// Records -> CSV (RFC 4180): one row an event, lines end with CR LF, cells are quoted where they must be. Several
// values of one cell stand in order with "; " between; country and sector columns of actors and recipients run in
// parallel to their names. Spans are code points of the record's text. Nothing is said of articles without events.
//
//   std::string out;
//   record::write_csv_header(out);
//   record::write_csv(r, out);   // for each record
#pragma once

#include <string>
#include <string_view>

#include "record/record.h"

namespace depeche::record {

// A cell, in quotation marks where it must be.
void append_csv_cell(std::string_view value, std::string& out);

void write_csv_header(std::string& out);
void write_csv(const Record& record, std::string& out);

}  // namespace depeche::record
