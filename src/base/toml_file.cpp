#include "base/toml_file.h"

#include <algorithm>

#include "base/resource.h"

namespace depeche {

namespace fs = std::filesystem;

Where toml_where(const std::string& file, const toml::source_region& region) {
  return {file, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

Result<toml::table> read_toml(const fs::path& path) {
  const std::string file = path.string();
  const std::string bytes = DEPECHE_TRY(read_file(path));
  try {
    return toml::parse(bytes, file);
  } catch (const toml::parse_error& e) {
    return fail(Error::Code::Malformed, std::string(e.description()), toml_where(file, e.source()));
  }
}

std::vector<fs::path> files_in(const fs::path& folder, std::string_view extension) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace depeche
