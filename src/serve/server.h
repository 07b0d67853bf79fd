// Connections: one thread moves the bytes of all of them (epoll), a few workers answer whole requests. A client that
// sends or reads slowly, or sleeps, costs a file descriptor and a buffer, no thread.
//
//   auto server = DEPECHE_TRY(Server::listen(options));
//   std::cerr << server.port();
//   server.run([](Request& request, size_t worker) { return answer(request); });   // until stop()
//
// There are lanes of workers, so that long work does not hold up the short. run() belongs to one thread; stop() may be
// called from a signal handler, broadcast() and gauges() from any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "serve/http.h"

namespace depeche::serve {

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 0;                  // 0: a free one
  std::string certificate, key;  // files of PEM; "": no TLS
  Limits limits;
  size_t connections = 4000;        // more are refused with 503
  size_t streams = 100;             // of them, those that wait for news
  size_t waiting = 1000;            // requests that no worker has taken yet, per lane; more are refused with 503
  double rate = 0;                  // requests a second from one address, with a burst of twice as many; 0: no limit
  std::vector<size_t> lanes = {2};  // how many workers each has
  std::chrono::milliseconds head_timeout{10'000}, body_timeout{30'000}, idle_timeout{60'000}, write_timeout{60'000},
      stop_timeout{10'000};
};

struct Gauges {
  std::atomic<int64_t> connections{0}, streams{0}, waiting{0};
  std::atomic<uint64_t> accepted{0}, refused{0}, limited{0}, timed_out{0}, malformed{0};
};

class Server {
 public:
  [[nodiscard]] static Result<Server> listen(const ServerOptions& options);
  Server(Server&&) noexcept;
  ~Server();

  int port() const;
  // Answers a request. `worker` counts from 0 over all lanes: what belongs to a worker needs no lock.
  using Handler = std::function<Response(Request& request, size_t worker)>;
  using Lane = std::function<size_t(const Request& request)>;
  // What a request that never reaches a worker gets.
  using Refusal = std::function<Response(int status, const std::string& reason)>;
  void run(const Handler& handler, const Lane& lane, const Refusal& refusal);
  void stop();                       // async-signal-safe; requests that were read are answered
  void broadcast(std::string text);  // to all connections that stream
  const Gauges& gauges() const;

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace depeche::serve
