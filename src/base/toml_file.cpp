#include "base/toml_file.h"

#include <algorithm>

#include "base/layers.h"
#include "base/resource.h"

namespace depeche {

namespace fs = std::filesystem;

Where toml_where(const std::string& file, const toml::source_region& region) {
  return {region.path ? *region.path : file, static_cast<int>(region.begin.line),
          static_cast<int>(region.begin.column)};
}

namespace {

Result<toml::table> read_one(const fs::path& path) {
  const std::string file = path.string();
  const std::string bytes = DEPECHE_TRY(read_file(path));
  try {
    return toml::parse(bytes, file);
  } catch (const toml::parse_error& e) {
    return fail(Error::Code::Malformed, std::string(e.description()), toml_where(file, e.source()));
  }
}

std::string_view name_of(const toml::node& node) {
  const toml::table* const table = node.as_table();
  return table ? (*table)["name"].value_or(std::string_view{}) : std::string_view{};
}

void add(toml::table& to, toml::table&& from);

// Lists grow; of tables with a name, one of a name that is there is added to that.
void add(toml::array& to, toml::array&& from) {
  for (toml::node& node : from) {
    const std::string_view name = name_of(node);
    const auto same =
        std::find_if(to.begin(), to.end(), [&](const toml::node& n) { return !name.empty() && name_of(n) == name; });
    if (same != to.end())
      add(*same->as_table(), std::move(*node.as_table()));
    else
      node.visit([&](auto& value) { to.push_back(std::move(value)); });
  }
}

// Tables and lists are added to, anything else takes the place of what was there.
void add(toml::table& to, toml::table&& from) {
  for (auto&& [key, node] : from) {
    toml::node* const there = to.get(key);
    if (there && there->is_table() && node.is_table())
      add(*there->as_table(), std::move(*node.as_table()));
    else if (there && there->is_array() && node.is_array())
      add(*there->as_array(), std::move(*node.as_array()));
    else
      node.visit([&](auto& value) { to.insert_or_assign(key, std::move(value)); });
  }
}

}  // namespace

Result<toml::table> read_toml(const fs::path& path) {
  const std::vector<fs::path> layers = layers_of(path);
  toml::table all = DEPECHE_TRY(read_one(layers.front()));
  if (layers.size() > 1) add(all, DEPECHE_TRY(read_one(layers.back())));
  return all;
}

std::vector<fs::path> files_in(const fs::path& folder, std::string_view extension) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const fs::path& layer : layers_of(folder)) {
    for (const auto& entry : fs::directory_iterator(layer, error)) {
      if (entry.path().extension() == extension) files.push_back(folder / entry.path().filename());
    }
  }
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

}  // namespace depeche
