// An HTML page -> Article: its report, and what the page says of itself (JSON-LD, OpenGraph, meta, time, URL).
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "text/article.h"
#include "text/main_text.h"

namespace depeche::text {

// A page, not a text that mentions a tag: begins with a doctype, <html>, <head>, <body> or a comment before one of
// them.
bool looks_like_html(std::string_view start);

// The encoding that a page's own <meta> names, in its first KiB, as a label; "" where it names none.
std::string declared_encoding(std::string_view bytes);

// `utf8` well-formed. Malformed where there is no report on the page. `where` is kept in the article.
[[nodiscard]] Result<Article> read_html(std::string_view utf8, const PageRules& rules, const Where& where);

}  // namespace depeche::text
