// The service: requests -> answers over one store, with the page, the API, its description, health and metrics.
//
//   auto service = DEPECHE_TRY(Service::open({.database = "news.db", .workers = 3}, &engine));
//   server.run([&](Request& r, size_t worker) { return service.answer(r, worker); }, …);
//
// Each worker has a read-only connection and scratch memory of its own; the rest is shared and locked.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "base/error.h"
#include "engine/engine.h"
#include "serve/http.h"
#include "serve/server.h"
#include "text/main_text.h"

namespace depeche::serve {

struct ServiceOptions {
  std::string database;
  std::string token;     // "": none is asked for
  bool secure = false;   // by TLS: links say so
  bool loopback = true;  // only names of this machine are answered to, so that no other page's name leads here
  size_t workers = 2, coders = 1;  // the coders' numbers follow the workers'
  size_t longest_text = 200'000;   // bytes to code at once
  std::chrono::milliseconds query_timeout{10'000}, export_timeout{30'000};
};

class Service {
 public:
  // What texts are coded with; without an engine, `reason` says why there is none.
  struct Coding {
    const engine::Engine* engine = nullptr;
    std::shared_ptr<const text::PageRules> pages;
    std::string reason;
  };
  [[nodiscard]] static Result<Service> open(const ServiceOptions& options, Coding coding);
  Service(Service&&) noexcept;
  ~Service();

  Response answer(Request& request, size_t worker);
  // 1 for what takes long, so that it has workers of its own.
  static size_t lane(const Request& request);
  Response refusal(int status, const std::string& reason);

  // Tells `server` when the store has changed, looking a few times a second, until the service ends or stop_watching().
  void watch(Server& server);
  void stop_watching();

 private:
  struct Impl;
  explicit Service(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace depeche::serve
