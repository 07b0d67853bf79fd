// Events one after the other with all that exports need of them, read side by side from the tables: a million in
// seconds.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "base/utf8.h"
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

// Events of some numbers, as often as asked. `db` must outlive it.
class EventReader {
 public:
  [[nodiscard]] static Result<EventReader> over(Connection& db, const Filter& filter);
  // In the order of their numbers, both ends included. `take` returns false to stop, and then this does.
  [[nodiscard]] Result<bool> each(int64_t first, int64_t last, const std::function<bool(const ExportEvent&)>& take);

 private:
  Result<bool> read_article(int64_t article);  // false: it is not there
  void read_event();

  struct Place {
    std::string name, country, admin1;
    double lat = 0, lon = 0;
    bool has_degrees = false;
    int64_t geonames = 0;
  };
  Result<void> read_shared(Connection& db);  // what many events refer to
  std::unordered_map<int64_t, ExportParty> actors_;
  std::unordered_map<int64_t, Place> places_;
  Statement events_, parties_, stories_, tolls_, article_;
  std::string words_;  // of the article at hand
  std::optional<utf8::CodePointMap> points_;
  ExportEvent event_;
};

// In the order of their numbers. `take` returns false to stop.
[[nodiscard]] Result<void> each_event(Connection& db, const Filter& filter,
                                      const std::function<bool(const ExportEvent&)>& take);

// Names with "; " between, or another member.
std::string joined(const std::vector<const ExportParty*>& parties,
                   std::string ExportParty::*member = &ExportParty::name, std::string_view between = "; ");

std::string joined(const std::vector<std::string>& words, std::string_view between = "; ");

}  // namespace depeche::store
