// PLOVER's types and modes with scores, quad class, CAMEO code and Goldstein value: resources/plover/*.tsv. Immutable.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "code/event.h"

namespace depeche::code {

std::optional<EventType> event_type_from(std::string_view name);

class Ontology {
 public:
  [[nodiscard]] static Result<Ontology> load(const std::filesystem::path& resources);

  bool has_mode(EventType type, std::string_view mode) const;  // "" is a mode of every type
  // Fills quad, score, cameo and goldstein from type, mode and contexts. A cameo already set stays.
  void describe(Event& event) const;

 private:
  struct Row {
    int quad = 0;
    double score = 0;
    std::string cameo;
    std::vector<std::pair<std::string, std::string>> by_context;  // context -> cameo, first match wins
  };
  double goldstein(std::string_view cameo) const;

  std::map<std::pair<EventType, std::string>, Row, std::less<>> rows_;
  std::map<std::string, double, std::less<>> goldstein_;
};

}  // namespace depeche::code
