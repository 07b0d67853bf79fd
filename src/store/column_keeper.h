// Keeps the columns of events, the months of dyads and the numbers of articles of each outlet true to what is stored,
// within the caller's transaction.
//
//   keeper.added(record, rows);      after the rows of an article were written
//   keeper.removing(article);        before they go
//   keeper.update();                 before the transaction ends
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "store/columns.h"
#include "store/event_facts.h"
#include "store/sqlite.h"

namespace depeche::store {

// What is counted of two countries in a month.
struct DyadMonth {
  int64_t events = 0;
  std::array<int64_t, 4> quads{};
  int64_t goldstein = 0, score = 0;  // sums, in millionths

  void add(const EventFacts& facts, int64_t sign);
  bool operator==(const DyadMonth&) const = default;
};
using DyadKey = std::tuple<std::string, std::string, std::string>;  // actor's country, recipient's, month
struct DyadHash {
  size_t operator()(const DyadKey& key) const;
};
using DyadMonths = std::unordered_map<DyadKey, DyadMonth, DyadHash>;
void count_dyads(const EventFacts& facts, int64_t sign, DyadMonths& months);

class ColumnKeeper {
 public:
  [[nodiscard]] static Result<ColumnKeeper> over(Connection& db);
  [[nodiscard]] Result<void> added(const StoredRecord& record, const WrittenRows& rows);
  [[nodiscard]] Result<void> removing(int64_t article);
  [[nodiscard]] Result<void> update();
  // Of a file whose version had none of this: all from the rows.
  [[nodiscard]] Result<void> rebuild();
  // Another program wrote to the file since the last update.
  void forget() { chunks_.clear(); }

 private:
  struct Chunk {
    std::array<std::vector<int32_t>, kColumns> values;  // of Parties: where each event's end
    std::vector<uint32_t> parties;

    void put(size_t at, const std::array<int32_t, kColumns>& facts, const std::vector<uint32_t>& who);
    bool is_empty() const;
  };

  Result<void> put(const EventFacts& facts);
  Result<int64_t> kind_of(const EventFacts& facts);
  Result<int64_t> outlet_of(std::string_view publisher, std::string_view language);
  Result<Chunk*> chunk_of(int64_t event);
  Result<void> write(int64_t number, const Chunk& chunk);

  Connection* db_ = nullptr;
  FactReader facts_;
  Statement find_kind_, add_kind_, find_outlet_, add_outlet_, write_column_, drop_column_, add_month_, drop_month_,
      count_articles_, outlet_of_article_;
  std::unordered_map<std::string, int64_t> kinds_, outlets_;
  std::string key_;                  // of a kind or outlet, put together anew each time
  std::map<int64_t, Chunk> chunks_;  // that changed
  DyadMonths months_;
  std::map<int64_t, int64_t> articles_;  // more or fewer, of an outlet
};

}  // namespace depeche::store
