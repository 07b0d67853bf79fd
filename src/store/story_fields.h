// What the reports of a story agree on, and where they differ.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/sqlite.h"

namespace depeche::store {

// One report, as the tables have it.
struct Report {
  int64_t event = 0, article = 0, place = 0;  // place 0: none
  std::string publisher, language, published, date, date_first, date_last, type, actor,
      recipient;        // actor: countries and sectors
  bool is_wide = true;  // place: a country or region
  double lat = 0, lon = 0;
  bool date_is_told = false, is_mutual = false;
  std::optional<int64_t> killed, wounded;
};

struct StoryFields {
  int64_t best_event = 0, place = 0;
  std::string date, date_first, date_last, first_published, last_published, differs;
  std::optional<int64_t> killed, wounded;
  int64_t reports = 0, publishers = 0, languages = 0;
};

class ReportReader {
 public:
  [[nodiscard]] static Result<ReportReader> over(Connection& db);
  [[nodiscard]] Result<Report> read(int64_t event);

 private:
  Statement event_, participants_, tolls_;
};

// Each field is what most articles say; of equals the one that is first in `reports`, which are in the order of their
// appearance. Of tolls the last that was told.
StoryFields fields_of(const std::vector<Report>& reports);

}  // namespace depeche::store
