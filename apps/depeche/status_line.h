// One line on standard error that is drawn again and again, a few times a second.
#pragma once

#include <chrono>
#include <iostream>
#include <string>

namespace depeche::app {

class StatusLine {
 public:
  // Is it time to draw it again?
  bool is_due() {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds(300)) return false;
    last_ = now;
    return true;
  }
  void draw(const std::string& words) {
    std::cerr << "\r" << words << "\033[K" << std::flush;
    drawn_ = true;
  }
  // Makes room for another line.
  void wipe() {
    if (drawn_) std::cerr << "\r\033[K";
    drawn_ = false;
  }

 private:
  bool drawn_ = false;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace depeche::app
