// The tables of the store and how a file of an older version becomes one of this version.
#pragma once

#include "store/sqlite.h"

namespace depeche::store {

// "Depe" in the file's header: what a file of any program says it is.
constexpr int64_t kApplicationId = 0x44657065;

// The version of files that this program writes.
int64_t newest_version();
// Makes the tables in an empty file, or brings those of an older version up to date, step by step, each step as a
// whole. Requires a writable connection.
[[nodiscard]] Result<void> migrate(Connection& db);
// Whether the file is ours and of this version; otherwise what to do about it.
[[nodiscard]] Result<void> check_version(Connection& db);

}  // namespace depeche::store
