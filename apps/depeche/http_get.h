// Fetching by libcurl, which is loaded when the first address is asked for.
//
//   auto http = DEPECHE_TRY(HttpGet::load());
//   auto answer = DEPECHE_TRY(http.get("https://example.org/feed", {"If-None-Match: \"7\""}));
//
// http and https alone, thirty seconds, 20 MB. Redirections are told, not followed: another address may have rules of
// its own. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"

namespace depeche::app {

struct HttpAnswer {
  long status = 0;
  std::string body;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string moved_to;                        // the whole address; "" where it is no redirection
  int64_t retry_after = 0;                     // seconds, as the server says them or the moment; 0: it does not
};

class HttpGet {
 public:
  [[nodiscard]] static Result<HttpGet> load();
  // Unreadable: no answer at all.
  [[nodiscard]] Result<HttpAnswer> get(const std::string& url, const std::vector<std::string>& headers) const;

 private:
  struct Library;
  std::shared_ptr<const Library> library_;
};

}  // namespace depeche::app
