// What stories are told by of each report: read from the tables, or held in memory since the report was stored. Stories
// grow by new reports, so that most of what is asked for was asked for, or stored, not long before.
//
//   shelf.added(record, rows, parts);        after the rows of an article were written
//   Report report = DEPECHE_TRY(shelf.read(event));
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "base/string_map.h"
#include "store/event_facts.h"
#include "store/record_reader.h"
#include "store/sqlite.h"
#include "store/story_parts.h"

namespace depeche::store {

// Its texts live as long as the shelf.
struct Report {
  int64_t event = 0, article = 0, place = 0;  // place 0: none
  std::string_view publisher, language, published, date, date_first, date_last, type;
  std::string_view actor, recipient;  // countries and sectors: "RUS/GOV USA/MIL"
  bool is_wide = true;                // place: a country or region
  double lat = 0, lon = 0;
  bool date_is_told = false, is_mutual = false;
  std::optional<int64_t> killed, wounded;
};

class ReportShelf {
 public:
  [[nodiscard]] static Result<ReportShelf> over(Connection& db);
  // parts: story_parts() of the record.
  void added(const StoredRecord& record, const WrittenRows& rows, const StoryParts& parts);
  [[nodiscard]] Result<Report> read(int64_t event);
  // Another program wrote to the file: what is held in memory may be wrong.
  void forget() { held_.clear(); }

 private:
  struct Held {
    static constexpr int32_t kNone = -1;
    int64_t article = 0;  // 0: not known
    int64_t place = 0;
    uint32_t publisher = 0, language = 0, published = 0, date = 0, date_first = 0, date_last = 0, type = 0, actor = 0,
             recipient = 0;  // numbers of texts
    int32_t killed = kNone, wounded = kNone;
    double lat = 0, lon = 0;
    bool is_wide = true, date_is_told = false, is_mutual = false;
  };
  uint32_t number_of(std::string_view text);
  // `likely`: a number that it may have, as most texts are those of the event before.
  uint32_t number_of(std::string_view text, uint32_t likely) {
    return texts_[likely] == text ? likely : number_of(text);
  }
  Report report_of(int64_t event, const Held& held) const;
  Held& slot_of(int64_t event);
  Result<Held> read_rows(int64_t event);

  Statement event_, participants_, tolls_;
  std::deque<Held> held_;  // of events from first_held_ on
  int64_t first_held_ = 0;
  StringMap<uint32_t> numbers_;
  std::deque<std::string> texts_;
};

}  // namespace depeche::store
