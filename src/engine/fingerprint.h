// What a record says of the resources that made it.
#pragma once

#include <filesystem>
#include <string>

#include "base/error.h"

namespace depeche::engine {

// "sha256:" and the hash over names and bytes of all files below `folder`, in order of their names; hidden ones left
// out; then over the bytes of `more`, "" for none.
[[nodiscard]] Result<std::string> fingerprint(const std::filesystem::path& folder,
                                              const std::filesystem::path& more = {});

}  // namespace depeche::engine
