// Fetching by libcurl, which is loaded when the first address is asked for.
//
//   auto http = DEPECHE_TRY(HttpGet::load());
//   auto answer = DEPECHE_TRY(http.get("https://example.org/feed", {"If-None-Match: \"7\""}));
//
// http and https alone, five redirections, thirty seconds, 20 MB. One thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"

namespace depeche::app {

struct HttpAnswer {
  long status = 0;
  std::string body;
  std::map<std::string, std::string> headers;  // of the last answer; names in lower case
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
