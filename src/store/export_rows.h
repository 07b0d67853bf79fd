// Events one after the other with all that exports need of them, read side by side from the tables: a million in
// seconds.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "store/query.h"
#include "store/sqlite.h"

namespace depeche::store {

struct ExportParty {
  std::string name, kind, country, sector, wikidata;
};

struct ExportEvent {
  int64_t event = 0, article = 0, quad = 0, geonames = 0, story = 0, killed = -1, wounded = -1;  // 0, -1: none
  std::string article_id, id, type, mode, cameo, date, date_first, date_last, time_basis, status, rule, trigger,
      sentence;
  std::vector<std::string> contexts;
  double score = 0, goldstein = 0, confidence = 0;
  bool hedged = false, historical = false, has_degrees = false;
  double lat = 0, lon = 0;
  std::string place, place_country, admin1;
  std::vector<const ExportParty*> actor, recipient, source, denier, confirmer;  // live as long as the reading
  std::string publisher, language, published, url;
  int64_t trigger_begin = -1, trigger_end = -1, sentence_begin = -1, sentence_end = -1, text_length = 0;
};

// For one state of the file, to its end.
[[nodiscard]] Result<Connection> open_for_export(const std::string& path);

// In the order of their numbers. `take` returns false to stop.
[[nodiscard]] Result<void> each_event(Connection& db, const Filter& filter,
                                      const std::function<bool(const ExportEvent&)>& take);

// Names with "; " between, or another member.
std::string joined(const std::vector<const ExportParty*>& parties,
                   std::string ExportParty::*member = &ExportParty::name, std::string_view between = "; ");

std::string joined(const std::vector<std::string>& words, std::string_view between = "; ");

}  // namespace depeche::store
