#include "ingestion.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace depeche::app {

std::string manifest_of(const engine::Options& options, const engine::Engine& engine) {
  nlohmann::json models = nlohmann::json::object();
  if (!options.model.empty()) models[""] = options.model.filename().string();
  for (const auto& [language, path] : options.models)
    models[language] = path ? path->filename().string() : std::string();
  return nlohmann::json{{"version", options.version},      {"models", models},
                        {"resources", engine.resources()}, {"gazetteer", options.gazetteer.filename().string()},
                        {"language", options.language},    {"min_confidence", options.coder.least_confidence}}
      .dump();
}

store::Fingerprint fingerprint_of(const text::Article& a, const std::string& manifest) {
  std::string all = manifest;
  for (const std::string* const part :
       {&a.id, &a.title, &a.text, &a.url, &a.publisher, &a.author, &a.language, &a.published, &a.extra}) {
    all += fmt::format("\n{}\n", part->size());
    all += *part;
  }
  return store::fingerprint_of(all);
}

bool is_record(const text::Article& article) {
  return article.extra.find("\"events\":[") != std::string::npos &&
         article.extra.find("\"entities\":[") != std::string::npos;
}

}  // namespace depeche::app
