#include "engine/line_coder.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "record/json.h"
#include "text/json_article.h"
#include "text/reader.h"

namespace depeche::engine {
namespace {

struct Scratch {
  Workspace workspace;
  text::JsonArticleReader reader;
};

// The scratch memory of one process. After a fork the child has another: here a thread that is not in the child may
// hold the lock.
struct Pool {
  explicit Pool(const Pool* old) : before(old) {}
  const pid_t owner = getpid();
  const Pool* const before;
  std::mutex mutex;
  std::condition_variable returned;
  std::vector<std::unique_ptr<Scratch>> idle;
  size_t left = std::max(1u, std::thread::hardware_concurrency());
};

class Lease {
 public:
  explicit Lease(Pool& pool) : pool_(pool) {
    std::unique_lock lock(pool_.mutex);
    pool_.returned.wait(lock, [this] { return pool_.left > 0; });
    --pool_.left;
    if (pool_.idle.empty()) return;
    scratch_ = std::move(pool_.idle.back());
    pool_.idle.pop_back();
  }
  ~Lease() {
    {
      const std::lock_guard lock(pool_.mutex);
      ++pool_.left;
      if (scratch_) pool_.idle.push_back(std::move(scratch_));
    }
    pool_.returned.notify_one();
  }
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  Scratch& operator*() {
    if (!scratch_) scratch_ = std::make_unique<Scratch>();
    return *scratch_;
  }

 private:
  Pool& pool_;
  std::unique_ptr<Scratch> scratch_;
};

}  // namespace

struct LineCoder::Impl {
  explicit Impl(Engine e) : engine(std::move(e)), pool(new Pool(nullptr)) {}
  ~Impl() {
    // Pools of processes that this one was forked from are left as they are.
    if (const Pool* const own = pool; own->owner == getpid()) delete own;
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  Pool& own_pool() {
    Pool* there = pool;
    if (there->owner == getpid()) return *there;
    auto fresh = std::make_unique<Pool>(there);
    if (pool.compare_exchange_strong(there, fresh.get())) return *fresh.release();
    return *there;
  }

  Result<std::string> code(text::Article article, Workspace& workspace) const {
    const Coded coded = engine.run(std::move(article), workspace);
    if (coded.fault) return tl::unexpected(*coded.fault);
    std::string record;
    record::write_json(engine.record(coded), record);
    return record;
  }

  const Engine engine;
  std::atomic<Pool*> pool;
};

LineCoder::LineCoder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
LineCoder::LineCoder(LineCoder&&) noexcept = default;
LineCoder::~LineCoder() = default;
const Engine& LineCoder::engine() const { return impl_->engine; }

Result<LineCoder> LineCoder::open(const Options& options) {
  Engine engine = DEPECHE_TRY(Engine::load(options));
  DEPECHE_CHECK(engine.load_languages());
  return LineCoder(std::make_unique<Impl>(std::move(engine)));
}

Result<std::string> LineCoder::code_line(const std::string& line, const Where& where) const {
  if (line.size() > text::kMaxArticleBytes)
    return fail(Error::Code::Unsupported,
                fmt::format("longer than the limit of {} MB for one article", text::kMaxArticleBytes / 1'000'000),
                where);
  if (const auto bad = utf8::first_invalid(line))
    return fail(Error::Code::Malformed, fmt::format("not well-formed UTF-8 at byte {}", *bad), where);
  Lease lease(impl_->own_pool());
  text::Article article = DEPECHE_TRY((*lease).reader.read(line, where));
  if (article.id.empty()) article.id = fmt::format("{}:{}", where.file, where.line);
  return impl_->code(std::move(article), (*lease).workspace);
}

Result<std::string> LineCoder::code(text::Article article) const {
  Lease lease(impl_->own_pool());
  return impl_->code(std::move(article), (*lease).workspace);
}

}  // namespace depeche::engine
