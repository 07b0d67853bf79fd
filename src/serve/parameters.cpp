#include "serve/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "store/record_reader.h"

namespace depeche::serve {
namespace {

constexpr size_t kLongestValue = 300, kMostValues = 32, kMostWords = 24;

tl::unexpected<Error> refuse(std::string_view name, std::string_view what) {
  return fail(Error::Code::InvalidArgument, fmt::format("{}: {}", name, what));
}

template <class Number>
bool read_number(std::string_view text, Number& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

// False: no filter has that name.
Result<bool> read_filter(const std::string& name, const std::string& value, store::Query& query) {
  for (const store::SeveralFilter& s : store::kSeveralFilters) {
    if (s.name != name) continue;
    auto& values = query.*s.values;
    // An id or a whole name may have commas of its own.
    for (size_t at = 0; at <= value.size();) {
      const bool is_whole = name == "article" || value.substr(at).starts_with('=');
      const size_t end = is_whole ? value.size() : std::min(value.find(',', at), value.size());
      if (end > at) values.push_back(value.substr(at, end - at));
      at = end + 1;
    }
    if (values.size() > kMostValues) return refuse(name, fmt::format("more than {} values", kMostValues));
    return true;
  }
  for (const store::OneFilter& o : store::kOneFilters) {
    if (o.name != name) continue;
    if (!(query.*o.value).empty()) return refuse(name, "comes twice");
    query.*o.value = value;
    if (name == "text" && std::count(value.begin(), value.end(), ' ') >= static_cast<std::ptrdiff_t>(kMostWords))
      return refuse(name, fmt::format("more than {} words", kMostWords));
    return true;
  }
  if (name == "once") {
    if (value != "true" && value != "false") return refuse(name, "true or false");
    query.once = value == "true";
    return true;
  }
  if (name != "min-confidence") return false;
  if (!read_number(value, query.least_confidence) || !(query.least_confidence >= 0 && query.least_confidence <= 1))
    return refuse(name, "not a number from 0 to 1");
  return true;
}

}  // namespace

std::string_view Asked::other(std::string_view name) const {
  for (const auto& [key, value] : others) {
    if (key == name) return value;
  }
  return {};
}

Result<Asked> read_parameters(const Pairs& parameters, std::initializer_list<std::string_view> extra, bool filters) {
  Asked asked;
  for (const auto& [name, value] : parameters) {
    if (name.size() > kLongestValue) return fail(Error::Code::InvalidArgument, "a parameter has too long a name");
    if (value.size() > kLongestValue) return refuse(name, fmt::format("longer than {} bytes", kLongestValue));
    if (name == "limit") {
      if (!read_number(value, asked.limit) || asked.limit < 1 || asked.limit > kMostRows)
        return refuse(name, fmt::format("not a number from 1 to {}", kMostRows));
    } else if (name == "cursor") {
      asked.cursor = value;
    } else if (std::find(extra.begin(), extra.end(), name) != extra.end()) {
      if (!asked.other(name).empty()) return refuse(name, "comes twice");
      // A choice or a number; an empty text may mean something.
      if (value.empty() && (name == "by" || name == "edges" || name == "places")) return refuse(name, "is empty");
      asked.others.emplace_back(name, value);
    } else if (!filters || !DEPECHE_TRY(read_filter(name, value, asked.query))) {
      return fail(Error::Code::InvalidArgument, fmt::format("no parameter is called '{}'", name));
    }
  }
  return asked;
}

Result<Place> read_cursor(std::string_view cursor) {
  Place place;
  const size_t mark = cursor.find('~');
  if (mark == std::string_view::npos || !read_number(cursor.substr(mark + 1), place.row) || place.row < 0 ||
      (mark > 0 && (mark != 10 || store::days_of(cursor.substr(0, mark)).first.empty())))
    return refuse("cursor", "take it as the answer before gave it");
  place.day = std::string(cursor.substr(0, mark));
  return place;
}

std::string to_cursor(const Place& place) { return fmt::format("{}~{}", place.day, place.row); }

}  // namespace depeche::serve
