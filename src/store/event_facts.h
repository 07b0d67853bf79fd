// What the columns keep of an event, as it is told by a record that was just stored or by the rows of the store.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/columns.h"
#include "store/record_reader.h"
#include "store/sqlite.h"

namespace depeche::store {

// Views live as long as what they were read from stands.
struct EventFacts {
  int64_t event = 0, article = 0, place = 0, quad = 0;                 // place 0: none
  std::string_view type, mode, status, contexts, publisher, language;  // "" where null
  std::string date_first, date_last;
  double goldstein = 0, score = 0, confidence = 0;
  struct Participant {
    Role role = Role::Actor;
    int64_t actor = 0;
    std::string country;
  };
  std::vector<Participant> parties;

  // Countries of an actor and of a recipient, each pair once, none empty.
  std::vector<std::pair<std::string_view, std::string_view>> dyads() const;
  std::string_view month() const;  // "2023-08"; "" where the date spans months
};

// Rows that the members of a record have.
struct WrittenRows {
  int64_t article = 0;
  std::vector<int64_t> events, entities, places;
};

[[nodiscard]] Result<void> facts_of_record(const StoredRecord& record, const WrittenRows& rows,
                                           const std::function<Result<void>(const EventFacts&)>& take);

// Reads facts out of the rows, in the order of events.
class FactReader {
 public:
  // article 0: of all articles.
  [[nodiscard]] static Result<FactReader> over(Connection& db, bool one_article);
  [[nodiscard]] Result<void> read(int64_t article, const std::function<Result<void>(const EventFacts&)>& take);

 private:
  Statement events_, parties_;
};

}  // namespace depeche::store
