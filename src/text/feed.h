// Feeds -> articles: RSS 0.9 to 2.0, Atom, JSON Feed. Nothing is fetched: an item is what the feed itself holds of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "text/article.h"

namespace depeche::text {

bool looks_like_feed(std::string_view start);  // XML
bool looks_like_json_feed(std::string_view start);

// Items with a text, in order. `utf8` well-formed. Malformed where it is no feed.
[[nodiscard]] Result<std::vector<Article>> read_feed(std::string_view utf8, const Where& where);
[[nodiscard]] Result<std::vector<Article>> read_json_feed(std::string_view utf8, const Where& where);

}  // namespace depeche::text
