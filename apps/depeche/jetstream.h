// A durable pull consumer of NATS JetStream, over the C client.
//
//   auto stream = DEPECHE_TRY(JetStream::connect({.url = "nats://127.0.0.1:4222", .subject = "news.>"}));
//   for (const JetStream::Message& message : stream.fetch(64, 1000)) { …; stream.acknowledge(message); }
//   stream.flush();
//
// A connection that is lost is made anew for as long as it takes; meanwhile fetch() gives nothing. What is not
// acknowledged comes again. keep(), which tells the server that messages are still worked on, may be called beside
// other threads; all else belongs to one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace depeche::app {

class JetStream {
 public:
  struct Options {
    std::string url, subject;
    std::string durable = "depeche";
    std::string stream = {};       // "": the one that keeps the subject
    std::string credentials = {};  // a file, "" for none
    bool create = false;           // the stream, where none keeps the subject
    int64_t ack_wait_seconds = 60;
    int64_t most_pending = 256;  // messages that are handed out and not acknowledged
  };
  struct Message {
    std::shared_ptr<void> handle;
    std::string_view data;
    std::string subject, stream;
    uint64_t sequence = 0;   // in the stream
    uint64_t delivered = 1;  // how many times so far
  };
  using Headers = std::vector<std::pair<std::string, std::string>>;

  [[nodiscard]] static Result<JetStream> connect(const Options& options);
  JetStream(JetStream&&) noexcept;
  ~JetStream();

  // At most so many; none where none came in time or the server is away (then `is_away`).
  std::vector<Message> fetch(int most, int64_t timeout_ms);
  bool is_away() const;
  void acknowledge(const Message& message);
  // It is not to come again.
  void terminate(const Message& message);
  // It comes again after that time.
  void put_off(const Message& message, int64_t seconds);
  void keep(const Message& message) const;
  // Waits until the server has what was said so far.
  void flush();

  // Makes a stream of that name for the subject where none keeps it.
  [[nodiscard]] Result<void> ensure_stream(const std::string& name, const std::string& subject);
  // Stores a message; one with the id of another of the last hour is dropped.
  [[nodiscard]] Result<void> publish(const std::string& subject, std::string_view data, const std::string& id,
                                     const Headers& headers = {});

 private:
  struct Impl;
  explicit JetStream(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace depeche::app
