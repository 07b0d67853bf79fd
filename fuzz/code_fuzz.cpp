// Any text through the whole chain to its record. Does nothing where the model was not fetched.
#include <nlohmann/json.hpp>
#include <optional>

#include "base/utf8.h"
#include "record/csv.h"
#include "record/table.h"
#include "support/engine.h"
#include "target.h"

namespace depeche::fuzz {
namespace {

const engine::Engine* the_engine() {
  static const std::optional<engine::Engine> engine = []() -> std::optional<engine::Engine> {
    if (!test::has_models()) return std::nullopt;
    auto opened = test::open_engine();
    require(opened.has_value(), "the engine opens");
    return std::move(*opened);
  }();
  return engine ? &*engine : nullptr;
}

}  // namespace

std::vector<std::string> seeds() {
  std::vector<std::string> out;
  if (!test::has_models()) return out;
  for (const char* const folder : {"examples", "tests/golden"}) {
    for (const auto& entry : std::filesystem::directory_iterator(test::source_dir() / folder)) {
      if (entry.path().extension() == ".txt") out.push_back(file_bytes(entry.path()).substr(0, 1500));
    }
  }
  return out;
}

}  // namespace depeche::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace depeche;
  const engine::Engine* const engine = fuzz::the_engine();
  if (!engine || size > 20'000) return 0;
  static engine::Workspace workspace;
  size_t replaced = 0;
  text::Article article;
  article.text = utf8::repair(fuzz::bytes_of(data, size), replaced);
  article.language = "fr";
  const engine::Coded coded = engine->run(std::move(article), workspace);
  const auto json = nlohmann::json::parse(test::record_line(*engine, coded), nullptr, false);
  fuzz::require(json.is_object(), "a record is JSON");
  const auto length = utf8::count(coded.document.text);
  for (const char* const list : {"sentences", "residue"}) {
    for (const auto& span : json.at(list))
      fuzz::require(span.at(0) <= span.at(1) && span.at(1) <= length, "spans lie in the text");
  }
  for (const auto& event : json.at("events")) {
    fuzz::require(event.at("trigger").at(1) <= length, "triggers lie in the text");
    fuzz::require(event.at("trigger").at(0) < event.at("trigger").at(1), "triggers have words");
  }
  std::string out;
  record::write_csv(engine->record(coded), out);
  record::write_table(engine->record(coded), record::TableOptions{80, record::Colour::Always}, out);
  fuzz::require(!utf8::first_invalid(out), "tables are UTF-8");
  return 0;
}
