// The page and the description of the API, as they stand in the binary.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace depeche::serve {

struct Asset {
  std::string_view path;  // "index.html", "assets/index-a1b2.js", "openapi.json"
  std::string_view bytes;
};

// In assets_generated.cpp, which CMake writes from web/dist.
const std::vector<Asset>& assets();
// nullptr: none.
const Asset* find_asset(std::string_view path);
std::string_view media_type(std::string_view path);

}  // namespace depeche::serve
