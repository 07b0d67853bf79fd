#include "record/cells.h"

namespace depeche::record {

std::vector<const ground::Entity*> entities_of(const Record& record, const std::vector<ground::EntityId>& ids) {
  std::vector<const ground::Entity*> entities;
  for (const ground::EntityId id : ids) {
    if (id < 0 || static_cast<size_t>(id) >= record.mentions.entities.size()) continue;
    entities.push_back(&record.mentions.entities[static_cast<size_t>(id)]);
  }
  return entities;
}

std::string names_of(const Record& record, const std::vector<ground::EntityId>& ids, std::string_view separator) {
  std::string out;
  for (const ground::Entity* entity : entities_of(record, ids)) {
    if (!out.empty()) out += separator;
    out += entity->name;
  }
  return out;
}

const ground::Place* place_of(const Record& record, const code::Event& event) {
  const auto& places = record.mentions.places;
  if (event.place < 0 || static_cast<size_t>(event.place) >= places.size()) return nullptr;
  return &places[static_cast<size_t>(event.place)];
}

std::string_view words_at(const Record& record, ByteSpan span) {
  const std::string& text = record.document.text;
  return span.begin <= span.end && span.end <= text.size() ? slice(text, span) : std::string_view();
}

}  // namespace depeche::record
