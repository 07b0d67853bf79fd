// What the reports of a story agree on, and where they differ.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/report_shelf.h"

namespace depeche::store {

struct StoryFields {
  int64_t best_event = 0, place = 0;
  std::string date, date_first, date_last, first_published, last_published, differs;
  std::optional<int64_t> killed, wounded;
  int64_t reports = 0, publishers = 0, languages = 0;
};

// Each field is what most articles say; of equals the one that is first in `reports`, which are in the order of their
// appearance. Of tolls the last that was told.
StoryFields fields_of(const std::vector<Report>& reports);

}  // namespace depeche::store
