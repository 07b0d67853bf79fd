#include "store/story_parts.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "base/utf8.h"

namespace depeche::store {
namespace {

constexpr uint8_t kAssault = 6, kCoerce = 7,
                  kProtest = 11;  // types that have tolls, by their place in the list of types

// How many were killed stands in the sentence of the event, or in that of the next event of the same kind and day.
std::vector<std::vector<Toll>> tolls_of(const StoredRecord& record, const std::vector<Marks>& marks,
                                        const Knowledge& knowledge) {
  std::optional<utf8::CodePointMap> points;
  const auto length = static_cast<int64_t>(utf8::count(record.text));
  std::vector<std::vector<Toll>> told(marks.size());
  std::vector<size_t> having;
  for (size_t i = 0; i < marks.size(); ++i) {
    if (marks[i].type != kAssault && marks[i].type != kCoerce && marks[i].type != kProtest) continue;
    const Span sentence = record.events[i].sentence;
    if (sentence.begin < 0 || sentence.end > length) continue;
    having.push_back(i);
    if (!points) points.emplace(record.text);
    const size_t begin = points->byte_at(static_cast<uint32_t>(sentence.begin)),
                 end = points->byte_at(static_cast<uint32_t>(sentence.end));
    told[i] = knowledge.tolls(record.language, std::string_view(record.text).substr(begin, end - begin));
    for (Toll& t : told[i]) {
      t.begin = points->at(static_cast<uint32_t>(begin + t.begin));
      t.end = points->at(static_cast<uint32_t>(begin + t.end));
    }
  }
  std::vector<std::vector<Toll>> all = told;
  for (const size_t i : having) {
    if (!told[i].empty()) continue;
    int64_t nearest = INT64_MAX;
    for (const size_t j : having) {
      const int64_t after = record.events[j].sentence.begin - record.events[i].sentence.begin;
      const bool names_other = !record.events[j].actor.empty() && record.events[j].actor != record.events[i].actor;
      if (told[j].empty() || after <= 0 || after >= nearest || names_other || marks[j].type != marks[i].type ||
          marks[j].first != marks[i].first)
        continue;
      nearest = after;
      all[i] = told[j];
    }
  }
  return all;
}

}  // namespace

StoryParts story_parts(const StoredRecord& record, const Knowledge& knowledge) {
  StoryParts parts;
  parts.marks = marks_of(record);
  parts.tolls = tolls_of(record, parts.marks, knowledge);
  return parts;
}

}  // namespace depeche::store
