#include "http_get.h"

#include <dlfcn.h>
#include <fmt/format.h>

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
  kRedirectProtocols = 10319,
  kWriteFunction = 20011,
  kHeaderFunction = 20079,
  kTimeout = 13,
  kFollow = 52,
  kMostRedirections = 68,
  kConnectTimeout = 78,
  kNoSignal = 99
};
constexpr int kResponseCode = 0x200002;
constexpr long kSeconds = 30, kConnectSeconds = 10, kRedirections = 5;
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
  if (line.substr(0, 5) == "HTTP/") answer.headers.clear();  // after a redirection
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
      !find(l.free_all, "curl_slist_free_all"))
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
  l.setopt(curl, kRedirectProtocols, "http,https");
  l.setopt(curl, kTimeout, kSeconds);
  l.setopt(curl, kConnectTimeout, kConnectSeconds);
  l.setopt(curl, kFollow, 1L);
  l.setopt(curl, kMostRedirections, kRedirections);
  l.setopt(curl, kNoSignal, 1L);
  if (list) l.setopt(curl, kHttpHeader, list);
  const int code = l.perform(curl);
  l.getinfo(curl, kResponseCode, &answer.status);
  l.cleanup(curl);
  l.free_all(list);
  if (code != 0)
    return fail(Error::Code::Unreadable, fmt::format("cannot be fetched: {}", l.error(code)), {.file = url});
  return answer;
}

}  // namespace depeche::app
