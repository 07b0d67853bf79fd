// One line of records -> a plain struct, checked: what is read here can be stored.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace depeche::store {

// The member of a record's rest that says how sure each entity is, by its id: it has no column.
constexpr std::string_view kEntityConfidence = "entity_confidence";

// In code points of the text. begin < 0: none.
struct Span {
  int64_t begin = -1, end = -1;
};

// Members as in the record; ids of entities are indices into `entities`, of places into `places`. "" where null.
struct StoredEntity {
  std::string id, name, kind, country, sector, wikidata, title, mentions;
};
struct StoredPlace {
  std::string name, country, admin1;
  std::optional<double> lat, lon;
  int64_t geonames = 0;
};
struct StoredTime {
  Span span;
  std::string type, value;
};
struct StoredQuote {
  Span span, cue;
  std::string form, via;
  int speaker = -1;
  bool closed = true;
};
struct StoredPosition {
  int by = -1;
  std::string stance;
  Span span;
};
// "2023-08"; "" where the date spans months.
inline std::string_view month_of(std::string_view date_first, std::string_view date_last) {
  const std::string_view first = date_first.substr(0, 7);
  return first == date_last.substr(0, 7) ? first : std::string_view();
}
struct StoredEvent {
  std::string id, type, mode, contexts, cameo, date, date_first, date_last, time_basis, status, rule, evidence, links;
  int64_t quad = 0;
  double score = 0, goldstein = 0, confidence = 0;
  bool hedged = false, historical = false;
  int place = -1;
  std::vector<int> actor, recipient, source, denier, confirmer;
  std::vector<StoredPosition> positions;
  Span trigger, sentence;
};
struct StoredRecord {
  std::string id, url, publisher, language, published, published_basis, text, rest;
  std::string coder_version, coder_model, coder_resources;
  std::vector<StoredEntity> entities;
  std::vector<StoredPlace> places;
  std::vector<StoredTime> times;
  std::vector<StoredQuote> quotes;
  std::vector<StoredEvent> events;
};

class RecordReader {
 public:
  RecordReader();
  RecordReader(RecordReader&&) noexcept;
  ~RecordReader();
  [[nodiscard]] Result<StoredRecord> read(std::string_view line);
  // Whether the line is a record rather than an article that is still to be coded.
  bool is_record(std::string_view line);

 private:
  struct Scratch;
  std::unique_ptr<Scratch> scratch_;
};

// "2023-08" -> "2023-08-01" and "2023-08-31"; "1910/1945" -> first day of the one, last of the other. Empty where the
// date is none.
std::pair<std::string, std::string> days_of(std::string_view date);

}  // namespace depeche::store
