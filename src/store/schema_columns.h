#pragma once

namespace depeche::store {

extern const char* const kTalliesStep;  // from version 2 to 3
// From version 3 to 4, but for the columns themselves: ColumnKeeper::rebuild() fills them.
extern const char* const kColumnsStep;

}  // namespace depeche::store
