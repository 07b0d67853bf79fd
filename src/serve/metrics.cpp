#include "serve/metrics.h"

#include <fmt/format.h>

namespace depeche::serve {

void Metrics::count(const std::string& route, int status, std::chrono::nanoseconds took) {
  const double seconds = std::chrono::duration<double>(took).count();
  const std::lock_guard lock(mutex_);
  Route& r = routes_[route];
  ++r.by_status[status];
  ++r.all;
  r.seconds += seconds;
  for (size_t i = 0; i < kBounds.size(); ++i) {
    if (seconds > kBounds[i]) continue;
    ++r.within[i];
    break;
  }
}

std::string Metrics::text(const Gauges& gauges) const {
  std::string out =
      "# HELP depeche_requests_total Requests that were answered.\n# TYPE depeche_requests_total counter\n";
  const std::lock_guard lock(mutex_);
  for (const auto& [name, r] : routes_) {
    for (const auto& [status, n] : r.by_status)
      out += fmt::format("depeche_requests_total{{route=\"{}\",status=\"{}\"}} {}\n", name, status, n);
  }
  out += "# HELP depeche_request_seconds How long answering took.\n# TYPE depeche_request_seconds histogram\n";
  for (const auto& [name, r] : routes_) {
    uint64_t sum = 0;
    for (size_t i = 0; i < kBounds.size(); ++i) {
      sum += r.within[i];
      out += fmt::format("depeche_request_seconds_bucket{{route=\"{}\",le=\"{}\"}} {}\n", name, kBounds[i], sum);
    }
    out += fmt::format(
        "depeche_request_seconds_bucket{{route=\"{0}\",le=\"+Inf\"}} {1}\n"
        "depeche_request_seconds_sum{{route=\"{0}\"}} {2}\ndepeche_request_seconds_count{{route=\"{0}\"}} {1}\n",
        name, r.all, r.seconds);
  }
  const auto add = [&out](std::string_view name, std::string_view type, std::string_view help, auto value) {
    out += fmt::format("# HELP depeche_{0} {2}\n# TYPE depeche_{0} {1}\ndepeche_{0} {3}\n", name, type, help, value);
  };
  add("connections", "gauge", "Connections that are open.", gauges.connections.load());
  add("streams", "gauge", "Connections that wait for news.", gauges.streams.load());
  add("requests_waiting", "gauge", "Requests that were read and are not answered.", gauges.waiting.load());
  add("connections_total", "counter", "Connections that were taken.", gauges.accepted.load());
  add("connections_refused_total", "counter", "Connections beyond the limit.", gauges.refused.load());
  add("requests_limited_total", "counter", "Requests beyond the rate.", gauges.limited.load());
  add("requests_late_total", "counter", "Connections that were too slow.", gauges.timed_out.load());
  add("requests_malformed_total", "counter", "Requests that could not be read.", gauges.malformed.load());
  return out;
}

}  // namespace depeche::serve
