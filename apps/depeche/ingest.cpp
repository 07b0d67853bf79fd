// Articles, or records that are ready, into a database.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "batches.h"
#include "commands.h"
#include "engine/engine.h"
#include "ingestion.h"
#include "record/json.h"
#include "records.h"
#include "status_line.h"
#include "store/store.h"
#include "text/byte_stream.h"

namespace depeche::app {
namespace {

constexpr size_t kMaxPipedBytes = 1'000'000'000;  // of articles on standard input

struct Settings {
  std::vector<std::string> inputs;
  std::string database, model, language, gazetteer, actors, resources, text_column;
  int threads = 0;
  double least_confidence = code::CoderOptions().least_confidence;
  bool quiet = false, keep_duplicates = false;
};

// What one run shows on a terminal and says at its end.
class Report {
 public:
  Report(const store::Ingest& ingest, bool quiet) : ingest_(ingest), quiet_(quiet) {}
  void progress() {
    if (quiet_ || !isatty(STDERR_FILENO)) return;
    if (line_.is_due()) line_.draw(words());
  }
  void complain_of(const std::string& message) {
    line_.wipe();
    if (told_.insert(message).second) complain(message);
  }
  void end() {
    line_.wipe();
    if (!quiet_) std::cerr << words() << '\n';
  }

 private:
  std::string words() const {
    const store::Counts& c = ingest_.counts();
    std::string out = fmt::format("{} articles stored, {} events", c.articles, c.events);
    if (c.replaced > 0) out += fmt::format(", {} replaced", c.replaced);
    if (c.unchanged > 0) out += fmt::format(", {} there already", c.unchanged);
    if (c.failed > 0) out += fmt::format(", {} failed", c.failed);
    return out;
  }

  const store::Ingest& ingest_;
  bool quiet_;
  StatusLine line_;
  std::set<std::string> told_;
};

class Run {
 public:
  Run(store::Ingest ingest, bool quiet) : ingest_(std::move(ingest)), report_(ingest_, quiet) {}

  // False: the database takes no more.
  bool put(std::string_view line, const store::Fingerprint& fingerprint, const Where& where) {
    auto record = reader_.read(line);
    if (!record) {
      record.error().where = where;
      failed(record.error());
      return true;
    }
    return stored(ingest_.put(*record, fingerprint), record->id, where);
  }
  bool put(RecordStream::Piece& piece, const std::string& file) {
    return stored(ingest_.put(*piece.record, piece.fingerprint, std::move(piece.parts)), piece.record->id,
                  {.file = file, .line = piece.line});
  }
  void pass(const text::Article& article, const store::Fingerprint& fingerprint) {
    tell(ingest_.pass(article.id, fingerprint), article.id, article.where);
  }
  void failed(const Error& error) {
    ingest_.count_failed();
    failed_ = true;
    report_.complain_of(error.describe());
  }
  // The exit status.
  int finish() {
    if (!broken_) {
      const auto done = ingest_.finish();
      if (!done) {
        report_.complain_of(done.error().describe());
        broken_ = true;
      }
    }
    if (broken_) return kCannotStart;
    report_.end();
    return failed_ ? kSomeFailed : kOk;
  }
  const store::Ingest& ingest() const { return ingest_; }
  bool is_broken() const { return broken_; }

 private:
  bool stored(const Result<store::Ingest::Outcome>& outcome, const std::string& id, const Where& where) {
    if (!outcome) {
      report_.complain_of(outcome.error().describe());
      broken_ = true;
      return false;
    }
    tell(*outcome, id, where);
    return true;
  }
  void tell(store::Ingest::Outcome outcome, const std::string& id, const Where& where) {
    if (outcome == store::Ingest::Outcome::SameId)
      failed({Error::Code::Malformed,
              fmt::format("another article of this run has the id '{}': the first one stays", id), where});
    report_.progress();
  }

  store::Ingest ingest_;
  Report report_;
  store::RecordReader reader_;
  bool failed_ = false, broken_ = false;
};

void put_records(text::ByteStream& stream, const std::string& name, const store::Knowledge& knowledge, Run& run) {
  RecordStream records(stream, name, knowledge);
  std::vector<RecordStream::Piece> batch;
  while (true) {
    batch = records.next(std::move(batch));
    if (batch.empty()) return;
    for (RecordStream::Piece& piece : batch) {
      if (!piece.record) {
        run.failed(piece.record.error());
      } else if (!run.put(piece, name)) {
        return;
      }
    }
  }
}

void put_articles(text::Reader reader, const engine::Engine& engine, const std::string& manifest, int threads,
                  Run& run) {
  // Batches carry bytes; what belongs to an article is packed into a line: state, then record or fault.
  const auto work = [&](Batch& batch, engine::Workspace& workspace) {
    for (const text::Article& article : batch.articles) {
      if (is_record(article)) {
        batch.out += "!" +
                     Error{Error::Code::Unsupported,
                           "a record among articles, or in a folder: name a file of records alone", article.where}
                         .describe() +
                     "\n";
        continue;
      }
      if (run.ingest().has(fingerprint_of(article, manifest))) {
        batch.out += "=\n";
        continue;
      }
      const engine::Coded coded = engine.run(article, workspace);
      if (coded.fault) {
        std::string fault = coded.fault->describe();
        std::replace(fault.begin(), fault.end(), '\n', ' ');
        batch.out += "!" + fault + "\n";
      } else {
        batch.out += "+";
        record::write_json(engine.record(coded), batch.out);
        batch.out += "\n";
      }
    }
  };
  const auto write = [&](const Batch& batch) {
    for (const std::string& fault : batch.faults) run.failed({Error::Code::Malformed, fault, {}});
    size_t at = 0;
    for (const text::Article& article : batch.articles) {
      const size_t end = batch.out.find('\n', at);
      const std::string_view line = std::string_view(batch.out).substr(at, end - at);
      at = end + 1;
      const store::Fingerprint fingerprint = fingerprint_of(article, manifest);
      if (line[0] == '=') {
        run.pass(article, fingerprint);
      } else if (line[0] == '!') {
        run.failed({Error::Code::Unreadable, std::string(line.substr(1)), {}});
      } else if (!run.put(line.substr(1), fingerprint, article.where)) {
        return false;
      }
    }
    return true;
  };
  run_batches<engine::Workspace>(reader, threads, work, write);
}

// Inputs of the same kind, in the order given.
struct Piece {
  bool is_records = false;
  std::vector<std::string> inputs;
};

bool begins_with_record(text::ByteStream& stream) {
  // A line may be long; its beginning tells whether it is worth reading.
  const std::string_view first = stream.peek(1);
  if (first != "{") return false;
  for (size_t size = 1 << 16;; size *= 4) {
    const std::string_view ahead = stream.peek(size);
    const size_t end = ahead.find('\n');
    if (end != std::string_view::npos || ahead.size() < size)
      return store::RecordReader().is_record(ahead.substr(0, end));
    if (size > kMaxRecordBytes) return false;
  }
}

std::vector<Piece> sorted_by_kind(const std::vector<std::string>& inputs) {
  std::vector<Piece> pieces;
  std::error_code ignored;
  for (const std::string& input : inputs) {
    bool is_records = false;
    if (input != "-" && std::filesystem::is_regular_file(input, ignored)) {
      auto stream = text::ByteStream::open(input);
      is_records = stream && begins_with_record(*stream);
    }
    if (input == "-" || pieces.empty() || pieces.back().is_records != is_records || pieces.back().inputs[0] == "-")
      pieces.push_back({is_records, {}});
    pieces.back().inputs.push_back(input);
  }
  return pieces;
}

class Ingestion {
 public:
  explicit Ingestion(const Settings& settings) : settings_(settings) {}

  int run() {
    std::signal(SIGXFSZ, SIG_IGN);  // a limit of file size is told as a failed write
    std::vector<Piece> pieces = sorted_by_kind(settings_.inputs);
    std::optional<text::ByteStream> piped;
    for (Piece& piece : pieces) {
      if (piece.inputs[0] != "-") continue;
      auto stream = text::ByteStream::open("-");
      if (!stream) return cannot_start(stream.error());
      piped.emplace(std::move(*stream));
      piece.is_records = begins_with_record(*piped);
    }
    const bool codes = std::any_of(pieces.begin(), pieces.end(), [](const Piece& p) { return !p.is_records; });
    if (codes) {
      if (const int status = load_engine(); status != kOk) return status;
    } else {
      manifest_ = nlohmann::json{{"version", DEPECHE_VERSION}}.dump();
    }
    auto knowledge = store::Knowledge::load(resources_folder(settings_.resources));
    if (!knowledge) return cannot_start(knowledge.error());
    knowledge_ = std::move(*knowledge);
    auto ingest = store::Ingest::begin(settings_.database, codes ? "coded" : "records", manifest_, knowledge_);
    if (!ingest) return cannot_start(ingest.error());
    Run run(std::move(*ingest), settings_.quiet);
    for (const Piece& piece : pieces) {
      if (run.is_broken()) break;
      put(piece, piped, run);
    }
    const int status = run.finish();
    counts_ = run.ingest().counts();
    return status;
  }
  const store::Counts& counts() const { return counts_; }

 private:
  void put(const Piece& piece, std::optional<text::ByteStream>& piped, Run& run) {
    const bool is_piped = piece.inputs[0] == "-";
    if (piece.is_records) {
      for (const std::string& input : piece.inputs) {
        if (is_piped) {
          put_records(*piped, input, knowledge_, run);
          continue;
        }
        auto stream = text::ByteStream::open(input);
        if (!stream) {
          run.failed(stream.error());
        } else {
          put_records(*stream, input, knowledge_, run);
        }
        if (run.is_broken()) return;
      }
      return;
    }
    if (!is_piped) {
      put_articles(text::Reader(piece.inputs, reading_), *engine_, manifest_, settings_.threads, run);
      return;
    }
    std::string bytes;
    if (piped->read_rest(kMaxPipedBytes, bytes) == text::ByteStream::Piece::TooLong) {
      run.failed({Error::Code::Unsupported, "articles of more than a gigabyte: name a file instead", {.file = "-"}});
      return;
    }
    put_articles(text::Reader::over(std::move(bytes), "stdin", reading_), *engine_, manifest_, settings_.threads, run);
  }

  int load_engine() {
    auto options = engine_options(settings_.model, settings_.resources, settings_.gazetteer, settings_.actors);
    if (!options) return cannot_start(options.error());
    options->language = settings_.language;
    options->coder.least_confidence = settings_.least_confidence;
    auto engine = engine::Engine::load(*options);
    if (!engine) return cannot_start(engine.error());
    manifest_ = manifest_of(*options, *engine);
    engine_.emplace(std::move(*engine));
    auto reading = reader_options(settings_.resources, settings_.text_column);
    if (!reading) return cannot_start(reading.error());
    reading_ = std::move(*reading);
    reading_.find_duplicates = !settings_.keep_duplicates;
    return kOk;
  }

  const Settings& settings_;
  std::string manifest_;
  store::Knowledge knowledge_;
  std::optional<engine::Engine> engine_;
  text::ReaderOptions reading_;
  store::Counts counts_;
};

}  // namespace

void add_ingest(CLI::App& app, Command& chosen) {
  auto settings = std::make_shared<Settings>();
  CLI::App* const command = app.add_subcommand("ingest", "Codes articles, or takes records, and stores them in a file");
  command
      ->add_option("INPUT", settings->inputs,
                   "Articles as for `depeche code`, or what it wrote as JSON Lines; folders; - for standard input")
      ->required();
  command->add_option("--db", settings->database, "The database, made where there is none")->required();
  add_coding_options(*command, *settings);
  command->add_option("--text-column", settings->text_column,
                      "CSV and TSV: the column of the texts; otherwise text, body, content or article");
  add_coding_limits(*command, *settings);
  command->add_flag("--keep-duplicates", settings->keep_duplicates,
                    "Code an article also where one of the same address, or nearly the same words, came before it");
  command->add_flag("-q,--quiet", settings->quiet, "No progress and no counts");
  command->callback([settings, &chosen] { chosen = [settings] { return Ingestion(*settings).run(); }; });
}

int ingest_all(const std::vector<std::string>& inputs, const std::string& database, const std::string& model,
               const std::string& resources, const std::string& gazetteer, store::Counts* counts) {
  Settings settings;
  settings.inputs = inputs;
  settings.database = database;
  settings.model = model;
  settings.resources = resources;
  settings.gazetteer = gazetteer;
  settings.quiet = true;
  Ingestion ingestion(settings);
  const int status = ingestion.run();
  if (counts) *counts = ingestion.counts();
  return status;
}

}  // namespace depeche::app
