// robots.txt as RFC 9309 reads it.
#pragma once

#include <string>
#include <string_view>

namespace depeche::app {

// Whether `path` ("/feed?x=1") may be fetched by `agent` (lower case): the group of that name, else the one of *; of
// its rules the longest that matches, and of equals the one that allows. '*' stands for any characters, '$' for the
// end.
bool may_fetch(std::string_view robots, std::string_view agent, std::string_view path);

}  // namespace depeche::app
