// How often actors take which part. Within this folder.
#pragma once

#include "base/error.h"
#include "record/json_writer.h"
#include "store/query.h"
#include "store/sqlite.h"

namespace depeche::serve {

// `"roles": [{"role": …, "events": …}]` of the rows of actors that meet the conditions.
[[nodiscard]] Result<void> add_roles(store::Connection& db, const store::Filter& actors, record::JsonWriter& json);

}  // namespace depeche::serve
