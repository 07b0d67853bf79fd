// What a record says of the resources that made it.
#pragma once

#include <filesystem>
#include <string>

#include "base/error.h"

namespace depeche::engine {

// "sha256:" and the hash over names and bytes of all files below `folder`, in order of their names; hidden ones left
// out.
[[nodiscard]] Result<std::string> fingerprint(const std::filesystem::path& folder);

}  // namespace depeche::engine
