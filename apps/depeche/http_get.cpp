#include "http_get.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "base/resource.h"
#include "base/unicode.h"

namespace depeche::app {
namespace {

// The part of libcurl's interface that is used here: numbers of curl/curl.h, which never change.
enum Option : int {
  kWriteData = 10001,
  kUrl = 10002,
  kUserAgent = 10018,
  kHttpHeader = 10023,
  kHeaderData = 10029,
  kAcceptEncoding = 10102,
  kProtocols = 10318,
  kWriteFunction = 20011,
  kHeaderFunction = 20079,
  kTimeout = 13,
  kConnectTimeout = 78,
  kNoSignal = 99
};
constexpr int kResponseCode = 0x200002, kRedirectUrl = 0x10001f;
constexpr int kWriteError = 23;
constexpr long kSeconds = 30, kConnectSeconds = 10;
constexpr size_t kMostBytes = 20'000'000;

size_t take_body(const char* bytes, size_t size, size_t count, void* to) {
  auto& body = static_cast<HttpAnswer*>(to)->body;
  if (body.size() + size * count > kMostBytes) return 0;  // ends the transfer
  body.append(bytes, size * count);
  return size * count;
}

size_t take_header(const char* bytes, size_t size, size_t count, void* to) {
  auto& answer = *static_cast<HttpAnswer*>(to);
  const std::string_view line(bytes, size * count);
  if (line.substr(0, 5) == "HTTP/") answer.headers.clear();  // after an answer that was not the last
  if (const size_t colon = line.find(':'); colon != std::string_view::npos)
    answer.headers[unicode::ascii_lower(line.substr(0, colon))] = std::string(trim(line.substr(colon + 1)));
  return size * count;
}

}  // namespace

struct HttpGet::Library {
  void* (*init)() = nullptr;
  int (*setopt)(void*, int, ...) = nullptr;
  int (*perform)(void*) = nullptr;
  int (*getinfo)(void*, int, ...) = nullptr;
  void (*cleanup)(void*) = nullptr;
  const char* (*error)(int) = nullptr;
  void* (*append)(void*, const char*) = nullptr;
  void (*free_all)(void*) = nullptr;
  std::time_t (*moment)(const char*, const std::time_t*) = nullptr;

  // "120", or the moment as HTTP writes it.
  int64_t seconds_until(const std::string& when) const {
    if (const auto seconds = parse_number<int64_t>(when)) return std::max<int64_t>(*seconds, 0);
    const std::time_t then = moment(when.c_str(), nullptr);
    return then < 0 ? 0 : std::max<int64_t>(then - std::time(nullptr), 0);
  }
};

Result<HttpGet> HttpGet::load() {
  void* handle = nullptr;
  for (const char* const name : {"libcurl.so.4", "libcurl-gnutls.so.4"}) {
    if (!handle) handle = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  }
  if (!handle) return fail(Error::Code::NotFound, "libcurl is not here (Debian package libcurl4)");
  auto library = std::make_shared<Library>();
  const auto find = [&](auto& function, const char* name) {
    function = reinterpret_cast<std::decay_t<decltype(function)>>(dlsym(handle, name));
    return function != nullptr;
  };
  Library& l = *library;
  if (!find(l.init, "curl_easy_init") || !find(l.setopt, "curl_easy_setopt") || !find(l.perform, "curl_easy_perform") ||
      !find(l.getinfo, "curl_easy_getinfo") || !find(l.cleanup, "curl_easy_cleanup") ||
      !find(l.error, "curl_easy_strerror") || !find(l.append, "curl_slist_append") ||
      !find(l.free_all, "curl_slist_free_all") || !find(l.moment, "curl_getdate"))
    return fail(Error::Code::Unsupported, "libcurl is of another kind than is known here");
  HttpGet http;
  http.library_ = std::move(library);
  return http;
}

Result<HttpAnswer> HttpGet::get(const std::string& url, const std::vector<std::string>& headers) const {
  const Library& l = *library_;
  void* const curl = l.init();
  if (!curl) return fail(Error::Code::Unreadable, "libcurl does not start");
  HttpAnswer answer;
  void* list = nullptr;
  for (const std::string& h : headers) list = l.append(list, h.c_str());
  l.setopt(curl, kUrl, url.c_str());
  l.setopt(curl, kUserAgent, "depeche/" DEPECHE_VERSION);
  l.setopt(curl, kWriteFunction, &take_body);
  l.setopt(curl, kWriteData, &answer);
  l.setopt(curl, kHeaderFunction, &take_header);
  l.setopt(curl, kHeaderData, &answer);
  l.setopt(curl, kAcceptEncoding, "");
  l.setopt(curl, kProtocols, "http,https");
  l.setopt(curl, kTimeout, kSeconds);
  l.setopt(curl, kConnectTimeout, kConnectSeconds);
  l.setopt(curl, kNoSignal, 1L);
  if (list) l.setopt(curl, kHttpHeader, list);
  const int code = l.perform(curl);
  l.getinfo(curl, kResponseCode, &answer.status);
  const char* moved_to = nullptr;
  if (l.getinfo(curl, kRedirectUrl, &moved_to) == 0 && moved_to) answer.moved_to = moved_to;
  l.cleanup(curl);
  l.free_all(list);
  if (code == kWriteError)
    return fail(Error::Code::Unsupported, fmt::format("is larger than {} MB", kMostBytes / 1'000'000), {.file = url});
  if (code != 0)
    return fail(Error::Code::Unreadable, fmt::format("cannot be fetched: {}", l.error(code)), {.file = url});
  if (const auto at = answer.headers.find("retry-after"); at != answer.headers.end())
    answer.retry_after = l.seconds_until(at->second);
  return answer;
}

}  // namespace depeche::app
