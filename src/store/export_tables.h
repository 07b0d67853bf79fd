// The exports that are a row an event. For this folder only.
#pragma once

#include <map>
#include <string>

#include "store/export_rows.h"
#include "store/exports.h"

namespace depeche::store {

// Column names of a format, "" where it has no line of them (GDELT).
std::string header_of(ExportFormat format);
// Adds the row of one event.
void add_row(ExportFormat format, const ExportEvent& event, std::string& out);

// GDELT counts an event once and lists its reports beside it: the first of a story stands for it.
struct GdeltCounts {
  int64_t mentions = 1, sources = 1, articles = 1, first_event = 0;
};
using Fips = std::map<std::string, std::string, std::less<>>;
void add_gdelt_event(const ExportEvent& event, const GdeltCounts& counts, const Fips& fips, std::string& out);
void add_gdelt_mention(const ExportEvent& event, int64_t first_event, const std::string& first_date, std::string& out);

}  // namespace depeche::store
