#include "code/ontology.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/layers.h"
#include "base/resource.h"

namespace depeche::code {
namespace {

constexpr std::array<std::string_view, kEventTypes> kTypeNames = {
    "AGREE",  "CONSULT", "SUPPORT",  "CONCEDE", "COOPERATE", "AID",      "RETREAT", "REQUEST",
    "ACCUSE", "REJECT",  "THREATEN", "PROTEST", "SANCTION",  "MOBILIZE", "COERCE",  "ASSAULT",
};

Result<double> number(std::string_view cell, const Where& where) {
  const auto value = parse_number<double>(cell);
  if (!value) return fail(Error::Code::Malformed, fmt::format("'{}' is not a number", cell), where);
  return *value;
}

}  // namespace

std::string_view name_of(EventType type) { return kTypeNames[static_cast<size_t>(type)]; }

std::optional<EventType> event_type_from(std::string_view name) {
  const auto at = std::find(kTypeNames.begin(), kTypeNames.end(), name);
  if (at == kTypeNames.end()) return std::nullopt;
  return static_cast<EventType>(at - kTypeNames.begin());
}

Result<Ontology> Ontology::load(const std::filesystem::path& resources) {
  Ontology ontology;
  const auto read_types = [&ontology](const std::filesystem::path& file) -> Result<void> {
    const Table types = DEPECHE_TRY(read_table(file, {"type", "mode", "quad", "score", "cameo", "context_cameo"}));
    for (const Table::Row& row : types.rows) {
      const Where where{types.file, row.line};
      const auto cell = [&](std::string_view column) { return Table::cell(row, types.column(column)); };
      const auto type = event_type_from(cell("type"));
      if (!type) return fail(Error::Code::Malformed, fmt::format("'{}' is not a PLOVER type", cell("type")), where);
      Row& out = ontology.rows_[{*type, std::string(cell("mode"))}];
      out.quad = static_cast<int>(DEPECHE_TRY(number(cell("quad"), where)));
      out.score = DEPECHE_TRY(number(cell("score"), where));
      out.cameo = cell("cameo");
      for (const std::string_view pair : split(cell("context_cameo"), '|')) {
        const size_t colon = pair.find(':');
        if (colon == std::string_view::npos) {
          return fail(Error::Code::Malformed, fmt::format("'{}': expected context:code", pair), where);
        }
        out.by_context.emplace_back(pair.substr(0, colon), pair.substr(colon + 1));
      }
    }
    return {};
  };
  for (const std::filesystem::path& layer : layers_of(resources / "plover" / "types.tsv"))
    DEPECHE_CHECK(read_types(layer));
  const Table values = DEPECHE_TRY(read_table(resources / "plover" / "goldstein.tsv", {"cameo", "goldstein"}));
  for (const Table::Row& row : values.rows) {
    const std::string_view cell = Table::cell(row, 1);
    if (!cell.empty()) {
      ontology.goldstein_[std::string(row.cells[0])] = DEPECHE_TRY(number(cell, {values.file, row.line}));
    }
  }
  return ontology;
}

bool Ontology::has_mode(EventType type, std::string_view mode) const {
  return rows_.find(std::pair(type, std::string(mode))) != rows_.end();
}

void Ontology::describe(Event& event) const {
  auto at = rows_.find(std::pair(event.type, event.mode));
  if (at == rows_.end()) at = rows_.find(std::pair(event.type, std::string()));
  if (at == rows_.end()) return;
  const Row& row = at->second;
  event.quad = row.quad;
  event.score = row.score;
  if (event.cameo.empty()) {
    event.cameo = row.cameo;
    for (const auto& [context, cameo] : row.by_context) {
      if (std::find(event.contexts.begin(), event.contexts.end(), context) == event.contexts.end()) continue;
      event.cameo = cameo;
      break;
    }
  }
  event.goldstein = goldstein(event.cameo);
}

// A code without a value of its own takes that of its parent.
double Ontology::goldstein(std::string_view cameo) const {
  for (; cameo.size() >= 2; cameo.remove_suffix(1)) {
    if (const auto at = goldstein_.find(cameo); at != goldstein_.end()) return at->second;
    if (cameo.size() == 2) {
      if (const auto at = goldstein_.find(std::string(cameo) + "0"); at != goldstein_.end()) return at->second;
    }
  }
  return 0;
}

}  // namespace depeche::code
