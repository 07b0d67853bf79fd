// A database of records in one SQLite file: articles come in whole or not at all, and an article that is there already
// is replaced or left alone.
//
//   auto ingest = DEPECHE_TRY(store::Ingest::begin("news.db", "records", "{}"));
//   StoredRecord record = DEPECHE_TRY(reader.read(line));
//   DEPECHE_TRY(ingest.put(record, store::fingerprint_of(line)));
//   DEPECHE_CHECK(ingest.finish());
//
// Articles are known by their id. Many of them make one transaction; what a killed run had not yet committed is not
// there, and the same inputs again add just that. Others may read the file all the while, and write to it in turns. An
// Ingest belongs to one thread, but for has().
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "store/knowledge.h"
#include "store/record_reader.h"
#include "store/story_parts.h"

namespace depeche::store {

// Of an input and of all that its record depends on: equal ones give equal records.
using Fingerprint = std::array<uint64_t, 2>;
Fingerprint fingerprint_of(std::string_view bytes);

struct Counts {
  int64_t articles = 0, events = 0;  // stored by this run
  int64_t replaced = 0;              // of them, those that had been there
  int64_t unchanged = 0, failed = 0;
};

// What a commit outlives: the process, or also a loss of power, which costs each commit a wait for the disk.
enum class Durability { Process, Power };

class Ingest {
 public:
  // kind: "coded" or "records". manifest: JSON of what the run works with. knowledge: copied.
  [[nodiscard]] static Result<Ingest> begin(const std::string& path, std::string_view kind, std::string_view manifest,
                                            const Knowledge& knowledge = {},
                                            Durability durability = Durability::Process);
  Ingest(Ingest&&) noexcept;
  ~Ingest();  // what was not committed is undone

  // Whether the file held that article when the run began. Safe from several threads.
  bool has(const Fingerprint& fingerprint) const;

  enum class Outcome { Stored, Replaced, Unchanged, SameId };
  // SameId: another article of this run has that id; the first one stays, and what that means is the caller's to count.
  // Errors end the run.
  [[nodiscard]] Result<Outcome> put(const StoredRecord& record, const Fingerprint& fingerprint);
  // With story_parts() of the record, which another thread made with the same knowledge.
  [[nodiscard]] Result<Outcome> put(const StoredRecord& record, const Fingerprint& fingerprint, StoryParts parts);
  // Instead of put() for an article of which has() is true: its record need not be made.
  [[nodiscard]] Outcome pass(std::string_view id, const Fingerprint& fingerprint);
  void count_failed();
  // What was put stays from now on, and an article put later may take the place of one of the same id, as if another
  // run had begun. For runs that do not end. No has() meanwhile.
  [[nodiscard]] Result<void> commit();
  [[nodiscard]] Result<void> finish();
  const Counts& counts() const;

 private:
  struct Impl;
  explicit Ingest(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Faults of the file, each in words; none: it keeps all that it promises.
[[nodiscard]] Result<std::vector<std::string>> check(const std::string& path);
// A copy of the file as it is now, also while others write to it. `to` must not exist.
[[nodiscard]] Result<void> backup(const std::string& path, const std::string& to);
// Gives back the room of what was replaced.
[[nodiscard]] Result<void> vacuum(const std::string& path);

}  // namespace depeche::store
