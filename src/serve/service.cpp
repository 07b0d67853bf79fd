#include "serve/service.h"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "record/json.h"
#include "serve/article.h"
#include "serve/assets.h"
#include "serve/cache.h"
#include "serve/coding.h"
#include "serve/exports.h"
#include "serve/lists.h"
#include "serve/metrics.h"
#include "serve/reply.h"
#include "serve/views.h"
#include "store/schema.h"
#include "store/sqlite.h"

namespace depeche::serve {
namespace {

using Clock = std::chrono::steady_clock;
using store::Connection;

constexpr std::string_view kApi = "/api/v1/";
constexpr size_t kCacheBytes = 64 << 20;
// What the page asks for first, view by view, as it asks for it: made before anyone waits for it.
constexpr std::string_view kFirstViews[] = {"summary",
                                            "articles?limit=40",
                                            "events?limit=20",
                                            "stories?limit=30",
                                            "timeline?by=month",
                                            "disputes?limit=20",
                                            "network?by=country&edges=600",
                                            "places",
                                            "actors?limit=100"};

constexpr int kFast = 1, kQuick = 4, kThorough = 9;  // gzip levels: of records, of answers that are kept, of the page

const Limits kNoLimits;

struct Worker {
  std::optional<Connection> db;
  engine::Workspace workspace;
};

using List = Result<std::string> (*)(Connection&, const Request&);
struct Endpoint {
  std::string_view name;
  List list;
};
constexpr Endpoint kEndpoints[] = {
    {"summary", summary},        {"events", list_events}, {"stories", list_stories}, {"disputes", list_disputes},
    {"articles", list_articles}, {"quotes", list_quotes}, {"actors", list_actors},   {"places", places},
    {"timeline", timeline},      {"network", network},    {"search", search},
};

// Takes as long whatever the first difference is.
bool is_same(std::string_view a, std::string_view b) {
  unsigned char difference = a.size() == b.size() ? 0 : 1;
  for (size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned char>(a[i] ^ (b.empty() ? '\0' : b[i % b.size()]));
  return difference == 0;
}

// "localhost:8080" -> "localhost", "[::1]:80" -> "[::1]".
std::string_view name_of(std::string_view host) {
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

Result<Connection> connect(const std::string& path) {
  Connection db = DEPECHE_TRY(Connection::open(path, Connection::Mode::Read));
  DEPECHE_CHECK(store::check_version(db));
  DEPECHE_CHECK(
      db.exec("PRAGMA query_only = ON; PRAGMA cache_size = -65536; PRAGMA mmap_size = 2147483648; "
              "PRAGMA temp_store = MEMORY"));
  return db;
}

}  // namespace

struct Service::Impl {
  Impl(ServiceOptions o, Coding c) : options(std::move(o)), coding(std::move(c)), cache(kCacheBytes) {}
  ~Impl() { stop_watching(); }

  ServiceOptions options;
  Coding coding;
  std::vector<Worker> workers;
  std::vector<std::pair<const Asset*, Body>> files;
  Cache cache;
  Metrics metrics;
  const Gauges* gauges = nullptr;
  std::mutex mutex;
  std::condition_variable ended;
  bool is_ended = false;
  std::thread watcher;

  void stop_watching() {
    {
      const std::lock_guard lock(mutex);
      is_ended = true;
    }
    ended.notify_all();
    if (watcher.joinable()) watcher.join();
  }

  // nullopt: the request may be answered.
  std::optional<Response> forbidden(const Request& request) const {
    const std::string_view host = request.header("host"), name = name_of(host);
    if (options.loopback && name != "localhost" && name != "127.0.0.1" && name != "[::1]")
      return problem(421, "this address is not known by that name");
    const std::string_view origin = request.header("origin");
    if (request.method == "POST" && !origin.empty() && origin != fmt::format("http://{}", host) &&
        origin != fmt::format("https://{}", host))
      return problem(403, "another page may not post here");
    return std::nullopt;
  }

  bool has_token(const Request& request) const {
    if (options.token.empty()) return true;
    constexpr std::string_view kBearer = "Bearer ";
    std::string_view given = request.header("authorization");
    if (!given.starts_with(kBearer)) return false;
    given.remove_prefix(kBearer.size());
    return is_same(given, options.token);
  }

  Response page(const Request& request, std::string& route) const {
    route = "page";
    std::string_view path = request.path().substr(1);
    if (path.empty()) path = "index.html";
    for (const auto& [asset, body] : files) {
      if (asset->path == path) return reply(body, request);
    }
    return problem(404, "there is nothing at this address");
  }

  Response code(const Request& request, Worker& worker) const {
    if (request.method != "POST") return not_allowed("POST");
    if (!coding.engine) return problem(503, coding.reason);
    auto article = read_article(request, coding.pages.get());
    if (!article) {
      const bool other_type = article.error().code == Error::Code::Unsupported;
      return problem(other_type ? 415 : status_of(article.error()), article.error().message);
    }
    if (article->text.size() + article->title.size() > options.longest_text)
      return problem(413, fmt::format("the text is longer than {} bytes", options.longest_text));
    const engine::Coded coded = coding.engine->run(std::move(*article), worker.workspace);
    if (coded.fault) return problem(503, coded.fault->describe());
    std::string record;
    record::write_json(coding.engine->record(coded), record);
    // No one else gets this answer: it is zipped only for who takes that, and fast.
    Body body = make_body("application/json", std::move(record), takes_gzip(request) ? kFast : 0);
    body.caching = "no-store";
    return reply(body, request);
  }

  static Response not_allowed(const char* methods) {
    Response response = problem(405, fmt::format("this address takes {}", methods));
    response.headers.emplace_back("Allow", methods);
    return response;
  }

  static Response news() {
    Response response;
    response.headers = {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}};
    response.body = "retry: 5000\n\n";
    response.streams = true;
    return response;
  }

  // What the store says; `deadline` is set before it is asked.
  Result<Body> ask(Connection& db, const Request& request, std::string_view name) const {
    const auto& segments = request.segments;
    constexpr size_t kName = 2, kItem = 3;
    const auto json = [](Result<std::string> bytes) -> Result<Body> {
      return make_body("application/json", DEPECHE_TRY(std::move(bytes)), kQuick);
    };
    if (segments.size() == kItem + 1) {
      const std::string& item = segments[kItem];
      if (name == "articles") return json(article_record(db, item));
      if (name == "actors") return json(actor_page(db, request, item));
      if (name == "stories") return json(story_page(db, request, item));
      if (name == "dyads") return json(dyad_page(db, request, item));
      if (name == "export") {
        // A page elsewhere may name this server as it likes; links keep that name.
        const std::string base = fmt::format("http{}://{}", options.secure ? "s" : "", request.header("host"));
        Download download = DEPECHE_TRY(export_view(db, request, item, base));
        Body body = make_body(std::move(download.type), std::move(download.body), kQuick);
        body.file = std::move(download.name);
        return body;
      }
    }
    if (segments.size() == kName + 1) {
      for (const Endpoint& e : kEndpoints) {
        if (e.name == name) return json(e.list(db, request));
      }
    }
    return fail(Error::Code::NotFound, "the API has no such address: see /api/v1/openapi.json");
  }

  // Ends early where the store changes or the service ends.
  void prepare(Connection& db) {
    const uint64_t version = cache.version();
    for (const std::string_view view : kFirstViews) {
      RequestParser parser(kNoLimits);
      std::string bytes = fmt::format("GET {}{} HTTP/1.0\r\n\r\n", kApi, view);
      if (parser.advance(bytes) != RequestParser::State::Done) continue;
      Request& request = parser.request();
      db.stop_at(Clock::now() + options.export_timeout);
      if (auto body = ask(db, request, request.segments[2]))
        cache.put(request.target, std::make_shared<const Body>(std::move(*body)), version);
      const std::lock_guard lock(mutex);
      if (is_ended) return;
    }
  }

  Response api(const Request& request, Worker& worker, std::string& route) {
    const std::string name = request.segments.size() > 2 ? request.segments[2] : "";
    const bool has_item = request.segments.size() == 4;
    bool known = name == "code" || name == "news" || name == "openapi.json" || name == "dyads" || name == "export";
    for (const Endpoint& e : kEndpoints) known = known || e.name == name;
    route = known ? fmt::format("/api/v1/{}{}", name, has_item ? "/…" : "") : "/api/v1/?";
    if (name == "openapi.json" && !has_item) {
      if (request.method != "GET" && request.method != "HEAD") return not_allowed("GET, HEAD");
      for (const auto& [asset, body] : files) {
        if (asset->path == "openapi.json") return reply(body, request);
      }
    }
    if (!has_token(request)) return problem(401, "this server wants its token: Authorization: Bearer TOKEN");
    if (name == "code" && !has_item) return code(request, worker);
    if (request.method != "GET" && request.method != "HEAD") return not_allowed("GET, HEAD");
    if (name == "news" && !has_item) return news();
    // Feeds hold the name by which the server was called.
    const std::string key =
        name == "export" ? fmt::format("{} {}", request.header("host"), request.target) : request.target;
    if (const auto body = cache.find(key)) return reply(*body, request);
    const uint64_t version = cache.version();
    worker.db->stop_at(Clock::now() + (name == "export" ? options.export_timeout : options.query_timeout));
    auto body = ask(*worker.db, request, name);
    if (!body) {
      if (worker.db->is_stopped()) return problem(503, "the question takes too long: narrow it down");
      return problem(status_of(body.error()), body.error().message);
    }
    const auto shared = std::make_shared<const Body>(std::move(*body));
    cache.put(key, shared, version);
    return reply(*shared, request);
  }

  Response route(Request& request, Worker& worker, std::string& name) {
    if (auto refused = forbidden(request)) return std::move(*refused);
    if (request.path().starts_with(kApi)) return api(request, worker, name);
    if (request.method != "GET" && request.method != "HEAD") return not_allowed("GET, HEAD");
    if (request.path() == "/healthz") {
      name = "/healthz";
      worker.db->stop_at(Clock::now() + options.query_timeout);
      const auto runs = worker.db->number("SELECT count(*) FROM runs");
      if (!runs) return problem(503, runs.error().message);
      Response response;
      response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
      response.body = fmt::format(R"({{"status": "ok", "coding": {}}})", coding.engine != nullptr);
      return response;
    }
    if (request.path() == "/metrics") {
      name = "/metrics";
      if (!has_token(request)) return problem(401, "this server wants its token: Authorization: Bearer TOKEN");
      Response response;
      response.headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}, {"Cache-Control", "no-store"}};
      static const Gauges kNone;
      response.body = metrics.text(gauges ? *gauges : kNone);
      return response;
    }
    return page(request, name);
  }
};

Service::Service(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Service::Service(Service&&) noexcept = default;
Service::~Service() = default;

Result<Service> Service::open(const ServiceOptions& options, Coding coding) {
  auto impl = std::make_unique<Impl>(options, std::move(coding));
  for (size_t i = 0; i < options.workers + options.coders; ++i) {
    impl->workers.emplace_back();
    impl->workers.back().db = DEPECHE_TRY(connect(options.database));
  }
  for (const Asset& asset : assets()) {
    Body body = make_body(std::string(media_type(asset.path)), std::string(asset.bytes), kThorough);
    // Files below assets/ carry a hash of their bytes in their names.
    if (asset.path.starts_with("assets/")) body.caching = "public, max-age=31536000, immutable";
    impl->files.emplace_back(&asset, std::move(body));
  }
  return Service(std::move(impl));
}

size_t Service::lane(const Request& request) { return request.path() == "/api/v1/code" ? 1 : 0; }

Response Service::answer(Request& request, size_t worker) {
  const auto begin = Clock::now();
  std::string route = "?";
  Response response = impl_->route(request, impl_->workers[worker], route);
  add_security(response);
  impl_->metrics.count(route, response.status, Clock::now() - begin);
  return response;
}

Response Service::refusal(int status, const std::string& reason) {
  Response response = problem(status, reason);
  add_security(response);
  return response;
}

void Service::watch(Server& server) {
  impl_->gauges = &server.gauges();
  impl_->watcher = std::thread([impl = impl_.get(), &server] {
    constexpr std::chrono::milliseconds kLook{300};
    constexpr int kLooksPerPing = 50;
    auto db = connect(impl->options.database);
    constexpr std::string_view kVersion = "PRAGMA data_version";
    int64_t version = db ? db->number(kVersion).value_or(0) : 0;
    // While a store is fed it changes all the time: then nothing is prepared.
    constexpr int kQuietLooks = 10;
    int quiet = kQuietLooks - 1;
    std::unique_lock lock(impl->mutex);
    for (int n = 1; !impl->ended.wait_for(lock, kLook, [&] { return impl->is_ended; }); ++n) {
      if (!db) db = connect(impl->options.database);
      const int64_t now = db ? db->number(kVersion).value_or(version) : version;
      if (now != version) {
        impl->cache.clear();
        quiet = 0;
        server.broadcast("event: change\ndata: {}\n\n");
      } else if (n % kLooksPerPing == 0) {
        server.broadcast(": still here\n\n");
      }
      version = now;
      if (db && ++quiet == kQuietLooks) {
        lock.unlock();
        impl->prepare(*db);
        lock.lock();
      }
    }
  });
}

void Service::stop_watching() { impl_->stop_watching(); }

}  // namespace depeche::serve
