// Filtered views as files and feeds.
#pragma once

#include <string>

#include "base/error.h"
#include "serve/http.h"
#include "store/sqlite.h"

namespace depeche::serve {

struct Download {
  std::string type, name;  // of the media, of the file
  std::string body;
};

constexpr int64_t kMostExported = 100'000;  // rows

// name: events.csv, events.jsonl (columns as `depeche query` writes them, by date); the newest events, stories,
// disputes or articles as a feed: stories.atom, stories.feed.json. `base`: "http://host:port". NotFound for another
// name.
[[nodiscard]] Result<Download> export_view(store::Connection& db, const Request& request, std::string_view name,
                                           const std::string& base);

}  // namespace depeche::serve
