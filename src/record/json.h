// Record -> one JSON object on one line, with the fields of the record in their fixed order. Spans are Unicode code
// points of `text`. Ids are e1…, p1…, v1… in the order of the record. Unknown input fields follow at the end under
// their own names; one that has the name of a field of the record is left out and told in `diagnostics`.
#pragma once

#include <string>

#include "record/record.h"

namespace depeche::record {

// Appends the object, without a newline.
void write_json(const Record& record, std::string& out);

}  // namespace depeche::record
