// What stories take of a record: worked out from the record alone, so any thread may do it before the record is put.
#pragma once

#include <vector>

#include "store/knowledge.h"
#include "store/marks.h"
#include "store/record_reader.h"

namespace depeche::store {

// Of each event of the record, in order. Tolls' ends are code points of the text here.
struct StoryParts {
  std::vector<Marks> marks;
  std::vector<std::vector<Toll>> tolls;
};
StoryParts story_parts(const StoredRecord& record, const Knowledge& knowledge);

}  // namespace depeche::store
