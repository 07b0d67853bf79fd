// What the commands that code articles into a database share.
#pragma once

#include <string>

#include "engine/engine.h"
#include "store/store.h"
#include "text/article.h"

namespace depeche::app {

// JSON of all that a record depends on beside its article.
std::string manifest_of(const engine::Options& options, const engine::Engine& engine);
// Of all that an article's record depends on.
store::Fingerprint fingerprint_of(const text::Article& article, const std::string& manifest);
// Whether it is a record rather than an article: coded again, it would lose what it says of itself.
bool is_record(const text::Article& article);

}  // namespace depeche::app
