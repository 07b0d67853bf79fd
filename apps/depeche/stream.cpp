// Articles of a NATS JetStream consumer into a database. What is not committed is not acknowledged; what comes again
// is known by its fingerprint; the next messages are asked for once the last are stored.
#include <fmt/format.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "commands.h"
#include "engine/line_coder.h"
#include "ingestion.h"
#include "jetstream.h"
#include "store/record_reader.h"
#include "store/store.h"

namespace depeche::app {
namespace {

constexpr int64_t kFetchMs = 500, kPutOffSeconds = 5;

struct Settings {
  JetStream::Options stream;
  std::string database, dead_letter = "depeche.dead", records;
  std::string model, language, gazetteer, actors, resources;
  int batch = 64, threads = 0;
  int64_t most_deliveries = 10;
  double least_confidence = code::CoderOptions().least_confidence;
  bool once = false, quiet = false;
};

// One article of a message, and what became of it.
struct Item {
  size_t message = 0;
  text::Article article;
  store::Fingerprint fingerprint{};
  bool is_there = false;
  std::string record;
};

// Tells the server now and then that messages are still worked on, until it goes.
class Keeper {
 public:
  Keeper(const JetStream& stream, const std::vector<JetStream::Message>& messages, int64_t every_ms)
      : thread_([this, &stream, &messages, every_ms](const std::stop_token& stop) {
          std::unique_lock lock(mutex_);
          while (
              !done_.wait_for(lock, stop, std::chrono::milliseconds(every_ms), [&] { return stop.stop_requested(); }))
            for (const JetStream::Message& message : messages) stream.keep(message);
        }) {}

 private:
  std::mutex mutex_;
  std::condition_variable_any done_;
  std::jthread thread_;  // the last member: it ends before what it waits on
};

class Consumer {
 public:
  Consumer(const Settings& settings, const engine::LineCoder& coder, std::string manifest, text::ReaderOptions reading,
           JetStream stream, store::Ingest ingest)
      : settings_(settings),
        coder_(coder),
        manifest_(std::move(manifest)),
        reading_(std::move(reading)),
        stream_(std::move(stream)),
        ingest_(std::move(ingest)) {}

  int run() {
    bool was_away = false;
    while (stopped == 0) {
      const std::vector<JetStream::Message> messages = stream_.fetch(settings_.batch, kFetchMs);
      if (stream_.is_away() != was_away) {
        was_away = !was_away;
        say(was_away ? "the server is away: waiting for it" : "the server is back");
      }
      if (messages.empty()) {
        if (settings_.once && !was_away) break;
        continue;
      }
      if (const auto done = work(messages); !done) return cannot_start(done.error());
    }
    stream_.flush();
    if (const auto done = ingest_.finish(); !done) return cannot_start(done.error());
    const store::Counts& c = ingest_.counts();
    say(fmt::format("{} articles stored, {} events, {} replaced, {} there already, {} failed", c.articles, c.events,
                    c.replaced, c.unchanged, c.failed));
    return kOk;
  }

 private:
  void say(const std::string& words) const {
    if (!settings_.quiet) std::cerr << "depeche: " << words << std::endl;
  }

  // Errors are the database's: nothing of what is not committed was acknowledged.
  Result<void> work(const std::vector<JetStream::Message>& messages) {
    std::vector<std::string> faults(messages.size());  // why a message cannot be read, "" for well
    std::vector<bool> later(messages.size(), false);
    {
      const Keeper keeper(stream_, messages, settings_.stream.ack_wait_seconds * 1000 / 3);
      std::vector<Item> items = read(messages, faults);
      code(items, faults);
      publish(items, messages, later);
      DEPECHE_CHECK(put(items, faults, later));
      for (size_t i = 0; i < messages.size(); ++i) {
        if (!faults[i].empty() && !later[i]) later[i] = !bury(messages[i], faults[i]);
      }
    }
    for (size_t i = 0; i < messages.size(); ++i) {
      if (later[i])
        stream_.put_off(messages[i], kPutOffSeconds);
      else if (!faults[i].empty())
        stream_.terminate(messages[i]);
      else
        stream_.acknowledge(messages[i]);
    }
    stream_.flush();
    return {};
  }

  static void add_fault(std::string& all, const std::string& one) { all += (all.empty() ? "" : "; ") + one; }

  std::vector<Item> read(const std::vector<JetStream::Message>& messages, std::vector<std::string>& faults) const {
    std::vector<Item> items;
    for (size_t i = 0; i < messages.size(); ++i) {
      const JetStream::Message& message = messages[i];
      if (message.delivered > static_cast<uint64_t>(settings_.most_deliveries)) {
        faults[i] = fmt::format("delivered {} times and never finished", message.delivered - 1);
        continue;
      }
      // The same name each time it is delivered: an article without an id is known by it.
      auto reader = text::Reader::over(std::string(message.data),
                                       fmt::format("{}-{}", message.stream, message.sequence), reading_);
      size_t articles = 0;
      while (auto piece = reader.next()) {
        if (!*piece) {
          add_fault(faults[i], piece->error().describe());
        } else if (is_record(**piece)) {
          add_fault(faults[i], "a record, not an article");
        } else {
          Item item{i, std::move(**piece), {}, false, {}};
          item.fingerprint = fingerprint_of(item.article, manifest_);
          items.push_back(std::move(item));
          ++articles;
        }
      }
      if (articles == 0 && faults[i].empty()) faults[i] = "no article in it";
    }
    return items;
  }

  void code(std::vector<Item>& items, std::vector<std::string>& faults) const {
    std::mutex mutex;
    tbb::parallel_for(size_t{0}, items.size(), [&](size_t i) {
      Item& item = items[i];
      item.is_there = ingest_.has(item.fingerprint);
      if (item.is_there) return;
      auto record = coder_.code(item.article);
      if (record) {
        item.record = std::move(*record);
        return;
      }
      const std::lock_guard lock(mutex);
      add_fault(faults[item.message], record.error().describe());
    });
  }

  // Before the commit, so that a record of what is stored is never missing; one that comes twice is dropped by its id.
  void publish(const std::vector<Item>& items, const std::vector<JetStream::Message>& messages,
               std::vector<bool>& later) {
    if (settings_.records.empty()) return;
    size_t number = 0;
    for (size_t i = 0; i < items.size(); ++i) {
      number = i > 0 && items[i - 1].message == items[i].message ? number + 1 : 0;
      if (items[i].record.empty()) continue;
      const JetStream::Message& message = messages[items[i].message];
      const auto done = stream_.publish(settings_.records, items[i].record,
                                        fmt::format("{}:{}:{}", message.stream, message.sequence, number));
      if (done) continue;
      complain(done.error().describe());
      later[items[i].message] = true;
    }
  }

  Result<void> put(const std::vector<Item>& items, std::vector<std::string>& faults, const std::vector<bool>& later) {
    for (const Item& item : items) {
      if (later[item.message]) continue;
      store::Ingest::Outcome outcome = store::Ingest::Outcome::Unchanged;
      if (item.is_there) {
        outcome = ingest_.pass(item.article.id, item.fingerprint);
      } else if (!item.record.empty()) {
        const auto record = reader_.read(item.record);
        if (!record) {
          add_fault(faults[item.message], record.error().describe());
          continue;
        }
        outcome = DEPECHE_TRY(ingest_.put(*record, item.fingerprint));
      }
      if (outcome != store::Ingest::Outcome::SameId) continue;
      // Two articles of one id in one batch: the later one takes the place of the earlier, unless it was there before.
      DEPECHE_CHECK(ingest_.commit());
      if (item.is_there) {
        static_cast<void>(ingest_.pass(item.article.id, item.fingerprint));
      } else if (const auto record = reader_.read(item.record)) {
        DEPECHE_TRY(ingest_.put(*record, item.fingerprint));
      }
    }
    return ingest_.commit();
  }

  // Whether the message is kept among those that cannot be read.
  bool bury(const JetStream::Message& message, const std::string& why) {
    ingest_.count_failed();
    complain(fmt::format("{} {}: {}", message.stream, message.sequence, why));
    const auto done =
        stream_.publish(settings_.dead_letter, message.data, fmt::format("{}:{}", message.stream, message.sequence),
                        {{"Depeche-Reason", why},
                         {"Depeche-Subject", message.subject},
                         {"Depeche-Stream", message.stream},
                         {"Depeche-Sequence", std::to_string(message.sequence)}});
    if (!done) complain(done.error().describe());
    return static_cast<bool>(done);
  }

  const Settings& settings_;
  const engine::LineCoder& coder_;
  const std::string manifest_;
  const text::ReaderOptions reading_;
  JetStream stream_;
  store::Ingest ingest_;
  store::RecordReader reader_;
};

int run(const Settings& settings) {
  auto options = engine_options(settings.model, settings.resources, settings.gazetteer, settings.actors);
  if (!options) return cannot_start(options.error());
  options->language = settings.language;
  options->coder.least_confidence = settings.least_confidence;
  const auto coder = engine::LineCoder::open(*options);
  if (!coder) return cannot_start(coder.error());
  auto reading = reader_options(settings.resources);
  if (!reading) return cannot_start(reading.error());
  const auto knowledge = store::Knowledge::load(resources_folder(settings.resources));
  if (!knowledge) return cannot_start(knowledge.error());
  const std::string manifest = manifest_of(*options, coder->engine());
  auto ingest = store::Ingest::begin(settings.database, "coded", manifest, *knowledge, store::Durability::Power);
  if (!ingest) return cannot_start(ingest.error());
  auto stream = JetStream::connect(settings.stream);
  if (!stream) return cannot_start(stream.error());
  if (const auto made = stream->ensure_stream("DEPECHE_DEAD", settings.dead_letter); !made)
    return cannot_start(made.error());
  if (!settings.records.empty()) {
    if (const auto made = stream->ensure_stream("DEPECHE_RECORDS", settings.records); !made)
      return cannot_start(made.error());
  }
  std::signal(SIGXFSZ, SIG_IGN);
  stop_on_signals();
  std::optional<tbb::global_control> limit;
  if (settings.threads > 0)
    limit.emplace(tbb::global_control::max_allowed_parallelism, static_cast<size_t>(settings.threads));
  return Consumer(settings, *coder, manifest, std::move(*reading), std::move(*stream), std::move(*ingest)).run();
}

}  // namespace

void add_stream(CLI::App& app, Command& chosen) {
  auto settings = std::make_shared<Settings>();
  CLI::App* const command =
      app.add_subcommand("stream", "Codes the articles of a NATS JetStream and stores them, until it is stopped");
  command->add_option("--nats", settings->stream.url, "The server: nats://127.0.0.1:4222")->required();
  command->add_option("--subject", settings->stream.subject, "The subject of the articles (news.>)")->required();
  command->add_option("--db", settings->database, "The database, made where there is none")->required();
  command->add_option("--stream", settings->stream.stream, "The stream; otherwise the one that keeps the subject");
  command->add_flag("--create", settings->stream.create, "Make the stream where none keeps the subject");
  command->add_option("--durable", settings->stream.durable, "The consumer's name: it goes on where it stopped")
      ->capture_default_str();
  command->add_option("--credentials", settings->stream.credentials, "A file of credentials for the server");
  command
      ->add_option("--dead-letter", settings->dead_letter,
                   "The subject that gets what cannot be read, with the reason in its headers")
      ->capture_default_str();
  command->add_option("--records", settings->records, "Also publish each record on this subject");
  command->add_option("--batch", settings->batch, "Messages that are coded and committed together")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  command
      ->add_option("--max-deliver", settings->most_deliveries,
                   "A message that was delivered more often and never finished counts as one that cannot be read")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command
      ->add_option("--ack-wait", settings->stream.ack_wait_seconds,
                   "Seconds after which a message that nobody works on any more comes again")
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
  command->add_flag("--once", settings->once, "End when no message is waiting");
  add_coding_options(*command, *settings);
  add_coding_limits(*command, *settings);
  command->add_flag("-q,--quiet", settings->quiet, "Say nothing but of faults");
  command->callback([settings, &chosen] {
    settings->stream.most_pending = int64_t{4} * settings->batch;
    chosen = [settings] { return run(*settings); };
  });
}

}  // namespace depeche::app
