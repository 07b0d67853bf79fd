#include "text/article.h"

#include <nlohmann/json.hpp>

namespace depeche::text {

void add_extra(Article& article, std::string_view name, std::string_view value) {
  const auto quoted = [](std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  };
  if (!article.extra.empty()) article.extra += ", ";
  article.extra += quoted(name) + ": " + quoted(value);
}

}  // namespace depeche::text
