#include "store/conditions.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace depeche::store {
namespace {

bool is_country(std::string_view v) {
  return v.size() == 3 && std::all_of(v.begin(), v.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

void Conditions::add(std::string_view sql) {
  filter_.where += fmt::format("{}({})", filter_.where.empty() ? " WHERE " : " AND ", sql);
}

void Conditions::among(std::string_view sql, const std::vector<std::string>& values) {
  if (values.empty()) return;
  std::string marks;
  for (const std::string& v : values) {
    marks += marks.empty() ? "?" : ", ?";
    value(v);
  }
  add(fmt::format(fmt::runtime(sql), marks));
}

void Conditions::add_of(std::string_view sql, const Conditions& inner) {
  add(fmt::format(fmt::runtime(sql), inner.filter_.where));
  filter_.values.insert(filter_.values.end(), inner.filter_.values.begin(), inner.filter_.values.end());
}

void Conditions::named(const std::vector<std::string>& values) {
  std::string any;
  for (const std::string& v : values) {
    if (!any.empty()) any += " OR ";
    if (v.starts_with('=')) {
      const size_t slash = std::min(v.rfind('/'), v.size());
      const std::string country = v.substr(std::min(slash + 1, v.size()));
      const bool is_told = slash < v.size() && (country.empty() || country == "*" || is_country(country));
      const bool is_any = !is_told || country == "*";
      any += is_any ? "name = ?" : "name = ? AND country = ?";
      value(v.substr(1, is_told ? slash - 1 : std::string::npos));
      if (!is_any) value(country);
      continue;
    }
    any += is_country(v) ? "country = ?" : "name LIKE ? ESCAPE '\\'";
    value(is_country(v) ? v : like_pattern(v));
  }
  if (!any.empty()) add(any);
}

Result<void> Conditions::box(const std::string& box) {
  double sides[4];
  const char* at = box.data();
  const char* const end = at + box.size();
  const auto is_none = [&box] {
    return fail(Error::Code::InvalidArgument,
                fmt::format("'{}' is no box: write south,west,north,east in degrees", box));
  };
  for (int i = 0; i < 4; ++i) {
    const auto [next, error] = std::from_chars(at, end, sides[i]);
    const bool is_last = i == 3;
    if (error != std::errc() || (is_last ? next != end : next == end || *next != ',') || !std::isfinite(sides[i]))
      return is_none();
    at = next + (is_last ? 0 : 1);
  }
  if (sides[0] > sides[2]) return is_none();
  // A box whose west lies east of its east goes across the day line.
  add(
      fmt::format("place IN (SELECT b.place FROM place_boxes b JOIN places p USING (place) WHERE b.max_lat >= ? AND "
                  "b.min_lat <= ? AND p.lat BETWEEN ? AND ? AND (p.lon >= ? {} p.lon <= ?))",
                  sides[1] <= sides[3] ? "AND" : "OR"));
  for (const double v : {sides[0], sides[2], sides[0], sides[2], sides[1], sides[3]}) value(v);
  return {};
}

std::string phrases(std::string_view words) {
  std::string out;
  size_t at = 0;
  while ((at = words.find_first_not_of(" \t\n", at)) != std::string_view::npos) {
    const size_t end = std::min(words.find_first_of(" \t\n", at), words.size());
    out += out.empty() ? "\"" : " \"";
    for (const char c : words.substr(at, end - at)) {
      if (c == '"') out += '"';
      out += c;
    }
    out += '"';
    at = end;
  }
  return out;
}

std::string like_pattern(std::string_view part) {
  std::string pattern = "%";
  for (const char c : part) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

}  // namespace depeche::store
