#include "robots.h"

#include <algorithm>
#include <vector>

#include "base/resource.h"
#include "base/unicode.h"

namespace depeche::app {
namespace {

// Greedy with one point to go back to: linear for each '*'.
bool matches(std::string_view pattern, std::string_view path) {
  const bool at_end = !pattern.empty() && pattern.back() == '$';
  if (at_end) pattern.remove_suffix(1);
  size_t p = 0, s = 0, star = std::string_view::npos, mark = 0;
  while (true) {
    if (p == pattern.size() && (!at_end || s == path.size())) return true;
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = s;
    } else if (p < pattern.size() && s < path.size() && pattern[p] == path[s]) {
      ++p;
      ++s;
    } else if (star != std::string_view::npos && mark < path.size()) {
      p = star + 1;
      s = ++mark;
    } else {
      return false;
    }
  }
}

struct Rule {
  std::string path;
  bool allows;
};

}  // namespace

bool may_fetch(std::string_view robots, std::string_view agent, std::string_view path) {
  std::vector<Rule> own, others;
  bool has_own = false, is_own = false, is_other = false, in_agents = false;
  while (!robots.empty()) {
    const size_t end = std::min(robots.find_first_of("\r\n"), robots.size());
    std::string_view line = robots.substr(0, end);
    robots.remove_prefix(std::min(end + 1, robots.size()));
    line = trim(line.substr(0, line.find('#')));
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string key = unicode::ascii_lower(trim(line.substr(0, colon)));
    const std::string_view value = trim(line.substr(colon + 1));
    if (key == "user-agent") {
      if (!in_agents) is_own = is_other = false;
      in_agents = true;
      is_own = is_own || unicode::ascii_lower(value) == agent;
      is_other = is_other || value == "*";
      has_own = has_own || is_own;
    } else if (key == "allow" || key == "disallow") {
      in_agents = false;
      if (value.empty()) continue;
      if (is_own) own.push_back({std::string(value), key == "allow"});
      if (is_other) others.push_back({std::string(value), key == "allow"});
    } else {
      in_agents = false;
    }
  }
  size_t longest = 0;
  bool allowed = true;
  for (const Rule& rule : has_own ? own : others) {
    if (rule.path.size() < longest || !matches(rule.path, path)) continue;
    if (rule.path.size() == longest && allowed) continue;
    longest = rule.path.size();
    allowed = rule.allows;
  }
  return allowed;
}

}  // namespace depeche::app
