// Opening the TOML files that people edit, with faults that name file, line and column. Brings in toml++: for .cpp
// files only.
#pragma once

#include <toml++/toml.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace depeche {

// A file that lies in two layers (layers.h) is one table: lists grow, tables of the same `name` in a list become one.
[[nodiscard]] Result<toml::table> read_toml(const std::filesystem::path& path);

// Where a node, or a fault of the parser, stands in its file.
Where toml_where(const std::string& file, const toml::source_region& region);

// The files of a folder, in any layer, with that extension (".toml"), sorted by path; none where the folder is missing.
std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder, std::string_view extension);

}  // namespace depeche
