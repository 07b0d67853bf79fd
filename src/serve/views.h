// Endpoints that count: by time, pair, place, actor.
#pragma once

#include <string>

#include "base/error.h"
#include "serve/http.h"
#include "store/sqlite.h"

namespace depeche::serve {

// Each: the JSON of the answer. InvalidArgument: the request's fault; NotFound: nothing of that name.
[[nodiscard]] Result<std::string> summary(store::Connection& db, const Request& request);
[[nodiscard]] Result<std::string> timeline(store::Connection& db, const Request& request);
[[nodiscard]] Result<std::string> network(store::Connection& db, const Request& request);
[[nodiscard]] Result<std::string> places(store::Connection& db, const Request& request);
[[nodiscard]] Result<std::string> actor_page(store::Connection& db, const Request& request, std::string_view name);
[[nodiscard]] Result<std::string> dyad_page(store::Connection& db, const Request& request, std::string_view pair);

[[nodiscard]] Result<std::string> story_page(store::Connection& db, const Request& request, std::string_view number);

}  // namespace depeche::serve
