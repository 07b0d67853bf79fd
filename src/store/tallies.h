// How many events there are of each type, country, month …, kept with the rows, so that counting all of a large file is
// reading a short table.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "store/record_reader.h"
#include "store/sqlite.h"

namespace depeche::store {

class Tallies {
 public:
  [[nodiscard]] static Result<Tallies> over(Connection& db);
  void added(const StoredRecord& record);
  [[nodiscard]] Result<void> removing(int64_t article);  // before its rows go
  [[nodiscard]] Result<void> update();                   // before the transaction ends

 private:
  std::map<std::pair<std::string, std::string>, int64_t> changes_;  // of what (a grouping of query.h), of which value
  Statement add_, subtract_;
};

// Fills the table from the rows: for a file of a version that had none, and for `depeche db check`.
extern const char* const kTalliesStep;
// SELECT what, value, events … as the rows have them; ?1, where set, is the article alone.
extern const char* const kTalliesOfRows;

}  // namespace depeche::store
