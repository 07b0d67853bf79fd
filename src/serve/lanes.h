// The workers of a server: requests go in, answers come back through a mailbox that wakes the thread of the
// connections. Within serve/server.cpp.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "serve/http.h"
#include "serve/server.h"

namespace depeche::serve {

struct Job {
  int fd = -1;
  uint64_t serial = 0;  // of the connection: a descriptor may by then be another's
  Request request;
};

struct Answer {
  int fd = -1;
  uint64_t serial = 0;
  Response response;
};

class Mailbox {
 public:
  int wake_fd = -1;
  void put(Answer answer);
  void put_news(std::string_view text);
  std::pair<std::vector<Answer>, std::string> take();

 private:
  void wake() const;
  std::mutex mutex_;
  std::vector<Answer> answers_;
  std::string news_;
};

class Lanes {
 public:
  Lanes(const std::vector<size_t>& workers, size_t waiting, const Server::Handler& handler, Mailbox& mailbox);
  ~Lanes();  // waits for what is being worked on; what was not begun is left
  // False where so many wait that no more is taken; `job` is then as it was.
  bool put(size_t lane, Job& job);

 private:
  struct Lane {
    std::mutex mutex;
    std::condition_variable ready;
    std::deque<Job> jobs;
    bool closed = false;
  };
  void work(Lane& lane, size_t worker);

  size_t waiting_;
  const Server::Handler& handler_;
  Mailbox& mailbox_;
  std::deque<Lane> lanes_;
  std::vector<std::thread> threads_;
};

}  // namespace depeche::serve
