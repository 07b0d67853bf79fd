#include "store/store.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <ctime>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "store/column_keeper.h"
#include "store/log_mover.h"
#include "store/schema.h"
#include "store/sqlite.h"
#include "store/stories.h"
#include "store/writer.h"

namespace depeche::store {
namespace {

// A transaction ends with whichever comes first: a killed run loses no more than that. Large ones write pages of
// indices once that small ones write many times; they grow as the run does, so that a short run is not lost as a whole.
constexpr int64_t kFewestArticles = 500, kMostArticles = 24'000;
constexpr std::chrono::seconds kLongestTransaction{3};

struct FingerprintHash {
  size_t operator()(const Fingerprint& f) const { return f[0]; }
};

std::string now() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

}  // namespace

Fingerprint fingerprint_of(std::string_view bytes) {
  const XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

struct Ingest::Impl {
  explicit Impl(Connection connection) : db(std::move(connection)) {}

  Connection db;
  std::optional<Writer> writer;
  Knowledge knowledge;
  std::optional<StoryKeeper> stories;
  std::optional<ColumnKeeper> columns;
  std::optional<LogMover> log;
  Statement update_run, end_run, data_version;
  int64_t run = 0, last_version = 0;  // of the data: another one where another program wrote to the file
  Counts counts;
  std::unordered_set<Fingerprint, FingerprintHash> known;  // when the run began
  std::unordered_map<uint64_t, Fingerprint> seen;          // in this run, by the hash of the id
  int64_t in_transaction = 0;
  std::chrono::steady_clock::time_point began;

  Result<void> read_known() {
    Statement all = DEPECHE_TRY(db.prepare("SELECT fingerprint FROM articles"));
    while (DEPECHE_TRY(all.step())) {
      Fingerprint f{};
      const std::string_view bytes = all.text(0);
      if (bytes.size() == sizeof f) std::memcpy(f.data(), bytes.data(), sizeof f);
      known.insert(f);
    }
    return {};
  }

  // Nothing where the id is new in this run.
  std::optional<Outcome> met(std::string_view id, const Fingerprint& fingerprint) {
    const auto [at, is_new] = seen.emplace(XXH3_64bits(id.data(), id.size()), fingerprint);
    if (is_new) return std::nullopt;
    if (at->second == fingerprint) {
      ++counts.unchanged;
      return Outcome::Unchanged;
    }
    return Outcome::SameId;
  }

  Result<void> begin_transaction() {
    log->before_transaction();
    DEPECHE_CHECK(db.exec("BEGIN IMMEDIATE"));
    began = std::chrono::steady_clock::now();
    if (!DEPECHE_TRY(data_version.step())) return {};
    const int64_t version = data_version.integer(0);
    data_version.reset();
    if (version != last_version) {
      writer->forget();
      stories->forget();
      columns->forget();
    }
    last_version = version;
    return {};
  }

  void bind_counts(Statement& statement) {
    int n = 0;
    for (const int64_t count :
         {counts.articles, counts.events, counts.replaced, counts.unchanged, counts.failed, run}) {
      statement.bind(++n, count);
    }
  }

  Result<void> commit() {
    DEPECHE_CHECK(stories->compare());  // by a thread of its own
    DEPECHE_CHECK(writer->flush());
    DEPECHE_CHECK(columns->update());
    DEPECHE_CHECK(stories->update());
    bind_counts(update_run);
    DEPECHE_CHECK(update_run.run());
    DEPECHE_CHECK(db.exec("COMMIT"));
    log->committed();
    in_transaction = 0;
    return {};
  }
};

Ingest::Ingest(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Ingest::Ingest(Ingest&&) noexcept = default;
Ingest::~Ingest() {
  if (impl_ && impl_->db.in_transaction()) static_cast<void>(impl_->db.exec("ROLLBACK"));
}

Result<Ingest> Ingest::begin(const std::string& path, std::string_view kind, std::string_view manifest,
                             const Knowledge& knowledge, Durability durability) {
  auto impl = std::make_unique<Impl>(DEPECHE_TRY(Connection::open(path, Connection::Mode::Create)));
  Connection& db = impl->db;
  // Of a new file: half as many pages are looked for, balanced and logged as with SQLite's 4 KB.
  DEPECHE_CHECK(db.exec("PRAGMA page_size = 8192"));
  DEPECHE_CHECK(migrate(db));
  DEPECHE_CHECK(
      db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -262144; "
              "PRAGMA foreign_keys = OFF"));
  impl->log = DEPECHE_TRY(LogMover::over(db));
  if (durability == Durability::Power) DEPECHE_CHECK(db.exec("PRAGMA synchronous = FULL"));
  impl->writer = DEPECHE_TRY(Writer::over(db));
  impl->knowledge = knowledge;
  impl->columns = DEPECHE_TRY(ColumnKeeper::over(db));
  impl->stories = DEPECHE_TRY(StoryKeeper::over(db, impl->knowledge));
  if (DEPECHE_TRY(db.number("SELECT count(*) FROM story_pending")) > 0) {
    DEPECHE_CHECK(db.exec("BEGIN IMMEDIATE"));
    DEPECHE_CHECK(impl->stories->catch_up());
    DEPECHE_CHECK(impl->stories->update());
    DEPECHE_CHECK(db.exec("COMMIT"));
  }
  // Words of a whole transaction are kept before they are written: fewer pieces of the index to be merged.
  if (DEPECHE_TRY(db.number("SELECT count(*) FROM texts_config WHERE k = 'hashsize'")) == 0)
    DEPECHE_CHECK(db.exec("INSERT INTO texts (texts, rank) VALUES ('hashsize', 16777216)"));
  constexpr std::string_view kUpdate =
      "UPDATE runs SET articles = ?, events = ?, replaced = ?, unchanged = ?, failed = ? WHERE run = ?";
  impl->update_run = DEPECHE_TRY(db.prepare(kUpdate));
  impl->data_version = DEPECHE_TRY(db.prepare("PRAGMA data_version"));
  impl->end_run = DEPECHE_TRY(db.prepare("UPDATE runs SET ended = ? WHERE run = ?"));
  Statement add = DEPECHE_TRY(db.prepare("INSERT INTO runs (kind, manifest, started) VALUES (?,?,?)"));
  const std::string started = now();
  add.bind(1, kind);
  add.bind(2, manifest);
  add.bind(3, std::string_view(started));
  DEPECHE_CHECK(add.run());
  impl->run = db.last_id();
  DEPECHE_CHECK(impl->read_known());
  return Ingest(std::move(impl));
}

bool Ingest::has(const Fingerprint& fingerprint) const { return impl_->known.contains(fingerprint); }
const Counts& Ingest::counts() const { return impl_->counts; }
void Ingest::count_failed() { ++impl_->counts.failed; }

Ingest::Outcome Ingest::pass(std::string_view id, const Fingerprint& fingerprint) {
  if (const auto outcome = impl_->met(id, fingerprint)) return *outcome;
  ++impl_->counts.unchanged;
  return Outcome::Unchanged;
}

Result<Ingest::Outcome> Ingest::put(const StoredRecord& record, const Fingerprint& fingerprint) {
  return put(record, fingerprint, story_parts(record, impl_->knowledge));
}

Result<Ingest::Outcome> Ingest::put(const StoredRecord& record, const Fingerprint& fingerprint, StoryParts parts) {
  Impl& i = *impl_;
  if (const auto outcome = i.met(record.id, fingerprint)) return *outcome;
  if (i.known.contains(fingerprint)) {
    ++i.counts.unchanged;
    return Outcome::Unchanged;
  }
  if (i.in_transaction == 0) {
    DEPECHE_CHECK(i.begin_transaction());
  }
  ++i.in_transaction;
  const int64_t old = DEPECHE_TRY(i.writer->article_of(record.id));
  if (old != 0) {
    DEPECHE_CHECK(i.writer->flush());
    DEPECHE_CHECK(i.stories->removing(old));
    DEPECHE_CHECK(i.columns->removing(old));
    DEPECHE_CHECK(i.writer->remove(old));
  }
  DEPECHE_CHECK(i.writer->add(record, fingerprint, i.run));
  DEPECHE_CHECK(i.stories->added(record, std::move(parts), i.writer->rows()));
  DEPECHE_CHECK(i.columns->added(record, i.writer->rows()));
  ++i.counts.articles;
  i.counts.events += static_cast<int64_t>(record.events.size());
  if (old != 0) ++i.counts.replaced;
  if (i.in_transaction >= std::clamp(i.counts.articles / 2, kFewestArticles, kMostArticles) ||
      std::chrono::steady_clock::now() - i.began >= kLongestTransaction) {
    DEPECHE_CHECK(i.commit());
  }
  return old != 0 ? Outcome::Replaced : Outcome::Stored;
}

Result<void> Ingest::commit() {
  Impl& i = *impl_;
  if (i.in_transaction > 0) DEPECHE_CHECK(i.commit());
  for (const auto& [id, fingerprint] : i.seen) i.known.insert(fingerprint);
  i.seen.clear();
  return {};
}

Result<void> Ingest::finish() {
  Impl& i = *impl_;
  if (i.in_transaction == 0) DEPECHE_CHECK(i.begin_transaction());
  const std::string ended = now();
  i.end_run.bind(1, std::string_view(ended));
  i.end_run.bind(2, i.run);
  DEPECHE_CHECK(i.end_run.run());
  return i.commit();
}

}  // namespace depeche::store
