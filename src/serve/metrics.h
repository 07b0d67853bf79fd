// What was answered, how often and how fast, in Prometheus' text form. Safe from several threads.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "serve/server.h"

namespace depeche::serve {

class Metrics {
 public:
  // `route`: a fixed name, never a part of the request.
  void count(const std::string& route, int status, std::chrono::nanoseconds took);
  std::string text(const Gauges& gauges) const;

 private:
  static constexpr std::array<double, 11> kBounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5};
  struct Route {
    std::map<int, uint64_t> by_status;
    std::array<uint64_t, kBounds.size()> within{};  // each those of its own interval
    uint64_t all = 0;
    double seconds = 0;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Route> routes_;
};

}  // namespace depeche::serve
