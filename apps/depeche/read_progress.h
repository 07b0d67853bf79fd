// One line on standard error while inputs are read: "1,200 articles, 35.2 MB of 410.0 MB, 12.1 MB/s, 31 s left".
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "status_line.h"
#include "text/reader.h"

namespace depeche::app {

class ReadProgress {
 public:
  ReadProgress(const std::vector<std::string>& inputs, bool shown) : shown_(shown) {
    if (shown_) all_ = text::bytes_of(inputs);
  }
  // `articles` more; `bytes` so far.
  void show(size_t articles, uint64_t bytes) {
    articles_ += articles;
    if (shown_ && line_.is_due()) line_.draw(words(bytes, /*ended=*/false));
  }
  // Makes room for another line.
  void wipe() { line_.wipe(); }
  void end(uint64_t bytes) {
    wipe();
    if (shown_) std::cerr << words(bytes, /*ended=*/true) << '\n';
  }

 private:
  using Clock = std::chrono::steady_clock;

  std::string words(uint64_t bytes, bool ended) const {
    const double seconds = std::max(1e-3, std::chrono::duration<double>(Clock::now() - begin_).count());
    const double megabytes = static_cast<double>(bytes) / 1e6, speed = megabytes / seconds;
    std::string out = fmt::format("{} articles, {:.1f} MB", articles_, megabytes);
    if (all_ && !ended) out += fmt::format(" of {:.1f} MB", static_cast<double>(*all_) / 1e6);
    out += fmt::format(", {:.1f} MB/s", speed);
    if (ended) return out + fmt::format(", {:.1f} s", seconds);
    if (all_ && bytes > 0) {
      const double left = std::max(0.0, static_cast<double>(*all_) / 1e6 - megabytes) / speed;
      out += left < 120 ? fmt::format(", {:.0f} s left", left) : fmt::format(", {:.0f} min left", left / 60);
    }
    return out;
  }

  bool shown_;
  StatusLine line_;
  std::optional<uint64_t> all_;
  size_t articles_ = 0;
  const Clock::time_point begin_ = Clock::now();
};

}  // namespace depeche::app
