// POST /api/v1/code: a text, a page or an article as JSON in, its record out.
#pragma once

#include <string>

#include "base/error.h"
#include "engine/engine.h"
#include "serve/http.h"
#include "text/article.h"
#include "text/main_text.h"

namespace depeche::serve {

// By its media type: text/plain, text/html, or application/json with `text` or `html` and, where known, `title`,
// `published` (or `date`), `url`, `publisher`, `language`, `id`. Unsupported: another type; InvalidArgument: the text's
// fault. `pages` may be null: pages are then refused.
[[nodiscard]] Result<text::Article> read_article(const Request& request, const text::PageRules* pages);

}  // namespace depeche::serve
