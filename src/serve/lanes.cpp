#include "serve/lanes.h"

#include <unistd.h>

#include <algorithm>

namespace depeche::serve {

void Mailbox::wake() const {
  const uint64_t one = 1;
  static_cast<void>(::write(wake_fd, &one, sizeof one));
}

void Mailbox::put(Answer answer) {
  {
    const std::lock_guard lock(mutex_);
    answers_.push_back(std::move(answer));
  }
  wake();
}

void Mailbox::put_news(std::string_view text) {
  {
    const std::lock_guard lock(mutex_);
    news_ += text;
  }
  wake();
}

std::pair<std::vector<Answer>, std::string> Mailbox::take() {
  const std::lock_guard lock(mutex_);
  return {std::exchange(answers_, {}), std::exchange(news_, {})};
}

Lanes::Lanes(const std::vector<size_t>& workers, size_t waiting, const Server::Handler& handler, Mailbox& mailbox)
    : waiting_(waiting), handler_(handler), mailbox_(mailbox), lanes_(workers.size()) {
  size_t worker = 0;
  for (size_t i = 0; i < workers.size(); ++i) {
    for (size_t n = 0; n < workers[i]; ++n, ++worker)
      threads_.emplace_back([this, i, worker] { work(lanes_[i], worker); });
  }
}

Lanes::~Lanes() {
  for (Lane& lane : lanes_) {
    const std::lock_guard lock(lane.mutex);
    lane.closed = true;
    lane.ready.notify_all();
  }
  for (std::thread& thread : threads_) thread.join();
}

bool Lanes::put(size_t lane, Job& job) {
  Lane& l = lanes_[std::min(lane, lanes_.size() - 1)];
  const std::lock_guard lock(l.mutex);
  if (l.jobs.size() >= waiting_) return false;
  l.jobs.push_back(std::move(job));
  l.ready.notify_one();
  return true;
}

void Lanes::work(Lane& lane, size_t worker) {
  for (;;) {
    Job job;
    {
      std::unique_lock lock(lane.mutex);
      lane.ready.wait(lock, [&] { return lane.closed || !lane.jobs.empty(); });
      if (lane.closed) return;
      job = std::move(lane.jobs.front());
      lane.jobs.pop_front();
    }
    mailbox_.put({job.fd, job.serial, handler_(job.request, worker)});
  }
}

}  // namespace depeche::serve
