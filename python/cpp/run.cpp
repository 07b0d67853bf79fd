// Many articles on several threads: put() hands one in, take() gives the record of the oldest that is not taken.
#include <unistd.h>

#include <condition_variable>
#include <deque>
#include <optional>
#include <thread>
#include <variant>
#include <vector>

#include "article.h"
#include "coder.h"

namespace depeche::python {
namespace {

struct Job {
  std::variant<std::string, text::Article> input;
  int number = 0;
  std::optional<Result<std::string>> record;  // there once it is done
};

// What the threads share.
struct Desk {
  std::shared_ptr<const engine::LineCoder> coder;
  std::mutex mutex;
  std::condition_variable to_do, done;
  std::deque<std::shared_ptr<Job>> waiting, all;  // all: put and not taken, in order
  bool stopped = false;

  void work() {
    for (std::unique_lock lock(mutex);;) {
      to_do.wait(lock, [this] { return stopped || !waiting.empty(); });
      if (stopped) return;
      const std::shared_ptr<Job> job = std::move(waiting.front());
      waiting.pop_front();
      lock.unlock();
      Result<std::string> record = code(*job);
      lock.lock();
      job->record = std::move(record);
      done.notify_all();
    }
  }

  Result<std::string> code(Job& job) const {
    try {
      if (auto* const article = std::get_if<text::Article>(&job.input)) return coder->code(std::move(*article));
      return coder->code_line(std::get<std::string>(job.input), {"text", job.number});
    } catch (const std::exception& thrown) {
      return fail(Error::Code::Unsupported, thrown.what(), {"text", job.number});
    }
  }
};

class PyRun {
 public:
  PyRun(const PyCoder& coder, unsigned threads) : desk_(std::make_shared<Desk>()) {
    desk_->coder = coder.open();
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([desk = desk_] { desk->work(); });
  }
  ~PyRun() { close(); }
  PyRun(const PyRun&) = delete;
  PyRun& operator=(const PyRun&) = delete;

  void put_line(const nb::bytes& line, int number) { put(bytes_of(line), number); }
  void put_article(const PyArticle& article, int number) { put(article.article, number); }

  nb::str take() {
    check();
    std::shared_ptr<Job> job;
    while (!job) {
      // Woken now and then, so that Python can handle Ctrl-C.
      if (PyErr_CheckSignals() != 0) throw nb::python_error();
      nb::gil_scoped_release unlocked;
      std::unique_lock lock(desk_->mutex);
      if (desk_->all.empty()) throw std::runtime_error("nothing was put");
      const auto& first = desk_->all.front();
      if (!desk_->done.wait_for(lock, std::chrono::milliseconds(200), [&] { return first->record.has_value(); }))
        continue;
      job = first;
      desk_->all.pop_front();
    }
    return str_of(value_of(std::move(*job->record)));
  }

  // Articles that are being coded are finished, those that wait are dropped.
  void close() {
    if (!desk_) return;
    if (owner_ != getpid()) {
      // A forked process has the run but not its threads, one of which may have held the lock.
      for (std::thread& thread : threads_) thread.detach();
      new std::shared_ptr<Desk>(std::move(desk_));
      threads_.clear();
      return;
    }
    {
      nb::gil_scoped_release unlocked;
      {
        const std::lock_guard lock(desk_->mutex);
        desk_->stopped = true;
        desk_->waiting.clear();
      }
      desk_->to_do.notify_all();
      for (std::thread& thread : threads_) thread.join();
    }
    threads_.clear();
    desk_.reset();
  }

 private:
  void check() const {
    if (!desk_) throw std::runtime_error("the run is closed");
    if (owner_ != getpid())
      throw std::runtime_error("this run belongs to the process that began it: begin another one");
  }
  void put(std::variant<std::string, text::Article> input, int number) {
    check();
    auto job = std::make_shared<Job>(Job{std::move(input), number, std::nullopt});
    nb::gil_scoped_release unlocked;
    {
      const std::lock_guard lock(desk_->mutex);
      desk_->all.push_back(job);
      desk_->waiting.push_back(std::move(job));
    }
    desk_->to_do.notify_one();
  }

  const pid_t owner_ = getpid();
  std::shared_ptr<Desk> desk_;
  std::vector<std::thread> threads_;
};

}  // namespace

void bind_run(nb::module_& module) {
  nb::class_<PyRun>(module, "Run")
      .def(nb::init<const PyCoder&, unsigned>())
      .def("put_line", &PyRun::put_line)
      .def("put_article", &PyRun::put_article)
      .def("take", &PyRun::take)
      .def("close", &PyRun::close);
}

}  // namespace depeche::python
