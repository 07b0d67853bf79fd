#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <utility>

#include "commands.h"
#include "engine/places.h"

namespace depeche::app {

namespace {

constexpr const char* kAdvice =
    "start the program with the launcher ./depeche, which fetches it, or name a file with --model";

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

volatile std::sig_atomic_t stopped = 0;

void stop_on_signals() {
  std::signal(SIGINT, [](int) { stopped = 1; });
  std::signal(SIGTERM, [](int) { stopped = 1; });
}

int cannot_start(const Error& error) {
  complain(error.describe());
  return kCannotStart;
}

std::string resources_folder(const std::string& option) {
  return engine::resources_folder({.resources = option, .usual_resources = DEPECHE_RESOURCES_DIR});
}

Result<std::string> model_path(const std::string& option) {
  return DEPECHE_TRY(engine::model_path(option, kAdvice)).string();
}

Result<text::ReaderOptions> reader_options(const std::string& option, const std::string& text_column) {
  return engine::reader_options(resources_folder(option), text_column);
}

Result<engine::Options> engine_options(const std::string& model, const std::string& resources,
                                       const std::string& gazetteer, const std::string& actors) {
  return engine::usual_options({.resources = resources,
                                .model = model,
                                .gazetteer = gazetteer,
                                .actors = actors,
                                .usual_resources = DEPECHE_RESOURCES_DIR,
                                .advice = kAdvice,
                                .version = DEPECHE_VERSION});
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

std::map<std::string, Result<std::filesystem::path>, std::less<>> usual_models() {
  return engine::usual_models(kAdvice);
}

}  // namespace depeche::app
