// Endpoints that answer with a page of rows: `{"events": […], "next": "CURSOR" or null}`.
#pragma once

#include <string>

#include "base/error.h"
#include "serve/http.h"
#include "store/sqlite.h"

namespace depeche::serve {

// Each: the JSON of the answer. InvalidArgument: the request's fault.
[[nodiscard]] Result<std::string> list_events(store::Connection& db, const Request& request);
[[nodiscard]] Result<std::string> list_stories(store::Connection& db, const Request& request);
[[nodiscard]] Result<std::string> list_disputes(store::Connection& db, const Request& request);
[[nodiscard]] Result<std::string> list_articles(store::Connection& db, const Request& request);
[[nodiscard]] Result<std::string> list_quotes(store::Connection& db, const Request& request);
[[nodiscard]] Result<std::string> list_actors(store::Connection& db, const Request& request);
[[nodiscard]] Result<std::string> search(store::Connection& db, const Request& request);

}  // namespace depeche::serve
