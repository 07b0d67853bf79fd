#include "base/layers.h"

#include <algorithm>
#include <mutex>
#include <shared_mutex>
#include <utility>

namespace depeche {

namespace fs = std::filesystem;

namespace {

struct Laid {
  std::shared_mutex mutex;
  std::vector<std::pair<fs::path, fs::path>> folders;  // own, whole
};

Laid& laid() {
  static Laid all;
  return all;
}

// Without a separator at its end and without dots.
fs::path tidy(const fs::path& path) {
  fs::path out = path.lexically_normal();
  return out.has_filename() ? out : out.parent_path();
}

}  // namespace

void lay_over(const fs::path& own, const fs::path& whole) {
  Laid& all = laid();
  const std::unique_lock lock(all.mutex);
  const fs::path key = tidy(own);
  std::erase_if(all.folders, [&](const auto& one) { return one.first == key; });
  all.folders.emplace_back(key, tidy(whole));
}

std::vector<fs::path> layers_of(const fs::path& path) {
  Laid& all = laid();
  const std::shared_lock lock(all.mutex);
  for (const auto& [own, whole] : all.folders) {
    const fs::path within = tidy(path).lexically_relative(own);
    if (within.empty() || *within.begin() == "..") continue;
    std::vector<fs::path> out;
    std::error_code error;
    for (const fs::path& layer : {whole / within, path}) {
      if (fs::exists(layer, error)) out.push_back(layer);
    }
    return out.empty() ? std::vector{path} : out;
  }
  return {path};
}

fs::path top_layer(const fs::path& path) { return layers_of(path).back(); }

bool is_in_layers(const fs::path& path) {
  std::error_code error;
  return fs::exists(top_layer(path), error);
}

}  // namespace depeche
