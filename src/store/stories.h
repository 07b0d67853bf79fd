// Keeps stories and disputes true to what is stored, within the caller's transaction.
//
//   keeper.added(record, parts, rows);        after the rows of an article were written
//   keeper.removing(article);                 before they go
//   keeper.update();                          before the transaction ends
//
// Stories are a function of the events that are stored: in whatever order they came, through however many runs.
// 1. Two events are compared where they share a key (marks.h) and their days lie close; likeness.h tells how like they
// are.
// 2. Each event keeps the kMostOthers likeliest others: a join is possible where one of two keeps the other.
// 3. clusters.h makes stories of what hangs together so. Only what hangs together with a change is made anew.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "store/event_facts.h"
#include "store/knowledge.h"
#include "store/record_reader.h"
#include "store/sqlite.h"
#include "store/story_parts.h"

namespace depeche::store {

class StoryKeeper {
 public:
  // `knowledge` and `db` must outlive it.
  [[nodiscard]] static Result<StoryKeeper> over(Connection& db, const Knowledge& knowledge);
  StoryKeeper(StoryKeeper&&) noexcept;
  StoryKeeper& operator=(StoryKeeper&&) noexcept;
  ~StoryKeeper();

  // parts: story_parts() of the record.
  [[nodiscard]] Result<void> added(const StoredRecord& record, StoryParts parts, const WrittenRows& rows);
  [[nodiscard]] Result<void> removing(int64_t article);
  // Begins what update() waits for; update() does so itself where nobody did.
  [[nodiscard]] Result<void> compare();
  [[nodiscard]] Result<void> update();
  // After an older file was brought up to date: its articles become parts of stories.
  [[nodiscard]] Result<void> catch_up();
  // All of them, from marks alone: rows of event and marks. The tables that are written to must be empty.
  [[nodiscard]] Result<void> tell_anew(std::string_view from_table);
  // Another program wrote to the file since the last update.
  void forget();

  static constexpr size_t kMostOthers = 10;

 private:
  struct Impl;
  explicit StoryKeeper(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace depeche::store
