// A stored article back as the record that it was.
#pragma once

#include "store/record_reader.h"
#include "store/sqlite.h"

namespace depeche::store {

// Members that no table has stay in `rest`. Entities and places are those that rows know of; places only where an event
// lies there.
[[nodiscard]] Result<StoredRecord> stored_record(Connection& db, int64_t article);

}  // namespace depeche::store
