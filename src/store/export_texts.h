// The exports that lie on the text: annotations, TimeML, brat. For this folder only.
#pragma once

#include <string>
#include <vector>

#include "store/export_rows.h"
#include "store/record_reader.h"

namespace depeche::store {

// One event as an annotation of the W3C's Web Annotation Data Model, without its context.
void add_annotation(const ExportEvent& event, std::string& out);

// One article as TimeML 1.2.1: TIMEX3 and EVENT where they do not overlap, the article's day as its creation time.
std::string timeml_of(const StoredRecord& record);

// Standoff of one article: entities, triggers, events, their status.
std::string brat_of(const StoredRecord& record);
// The types that standoff uses.
std::string brat_configuration();

}  // namespace depeche::store
