// Rows of one record. Within the caller's transaction.
//
// The connection need not watch over foreign keys, which takes a tenth of an ingest: rows refer to rows that were found
// or written just before, and remove() takes all that refers to an article. `depeche db check` looks at all of them.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "store/event_facts.h"
#include "store/record_reader.h"
#include "store/row_buffer.h"
#include "store/sqlite.h"
#include "store/store.h"

namespace depeche::store {

class Writer {
 public:
  [[nodiscard]] static Result<Writer> over(Connection& db);
  // 0: no article of that id.
  [[nodiscard]] Result<int64_t> article_of(std::string_view id);
  [[nodiscard]] Result<void> remove(int64_t article);
  [[nodiscard]] Result<void> add(const StoredRecord& record, const Fingerprint& fingerprint, int64_t run);
  // Rows wait to be written many at a time: before anybody reads or removes them, and before the transaction ends.
  [[nodiscard]] Result<void> flush();
  // Another program wrote to the file, or a transaction was undone.
  void forget() { next_article_ = next_event_ = 0; }
  // Of the record added last.
  const WrittenRows& rows() const { return rows_; }

 private:
  explicit Writer(Connection& db) : db_(&db) {}
  Result<int64_t> coder(const StoredRecord& record);
  Result<int64_t> actor(const StoredEntity& entity);
  Result<int64_t> place(const StoredPlace& place);
  static Result<int64_t> next_row(int64_t& next, RowBuffer& rows, Statement& last);
  Result<void> event(const StoredEvent& event, int64_t article);
  Result<void> participants(const StoredEvent& event, int64_t row);
  Result<void> passages(const StoredRecord& record, int64_t article);

  Connection* db_;
  std::vector<Statement> remove_;  // in their order
  Statement find_article_, add_words_, find_coder_, add_coder_, find_actor_, add_actor_, find_place_, add_place_,
      add_box_, last_article_, last_event_;
  RowBuffer articles_, entities_, events_, participants_, positions_, quotes_, times_;
  int64_t next_article_ = 0, next_event_ = 0;  // 0: not known
  // Rows that many articles share, by all their columns.
  std::unordered_map<std::string, int64_t> coders_, actors_, places_;
  WrittenRows rows_;  // of the record at hand
};

}  // namespace depeche::store
