// Records -> TimeML 1.2.1: the text with its time expressions as TIMEX3 elements, the date of the document as DCT.
//
//   std::string out;
//   record::write_timeml(r, out);   // one <TimeML> element, without the XML declaration
//
// What the record codes as events stands as EVENT where no TIMEX3 is in its way, with a TLINK to the time that gives
// its date. Characters that XML cannot hold become U+FFFD. Pure, total, linear.
#pragma once

#include <string>

#include "record/record.h"

namespace depeche::record {

// Appends the element and a newline.
void write_timeml(const Record& record, std::string& out);

}  // namespace depeche::record
