// An event in words for people: what the terminal table and the flat rows show of it. Names without an entity behind
// them are left out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "record/record.h"

namespace depeche::record {

// Entities of the record, by id; ids that name none are passed over.
std::vector<const ground::Entity*> entities_of(const Record& record, const std::vector<ground::EntityId>& ids);
// Their names with the separator between.
std::string names_of(const Record& record, const std::vector<ground::EntityId>& ids, std::string_view separator);
// nullptr where the event has none.
const ground::Place* place_of(const Record& record, const code::Event& event);
// The words of a span, "" for one outside the text.
std::string_view words_at(const Record& record, ByteSpan span);

}  // namespace depeche::record
