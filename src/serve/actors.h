// How often actors take which part. Within this folder.
#pragma once

#include <string_view>

#include "base/error.h"
#include "record/json_writer.h"
#include "store/sqlite.h"

namespace depeche::serve {

// `"roles": [{"role": …, "events": …}]` of whoever is called so.
[[nodiscard]] Result<void> add_roles(store::Connection& db, std::string_view name, record::JsonWriter& json);

}  // namespace depeche::serve
