// The filters of a query, as SQL over the short tables that columns refer to. Within this folder.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "store/query.h"

namespace depeche::store {

// SQL whose values are bound later, in order.
class Conditions {
 public:
  void add(std::string_view sql);
  void value(std::string text) { filter_.values.emplace_back(std::move(text)); }
  void value(double number) { filter_.values.emplace_back(number); }
  // `sql` has {} where marks for the values go; nothing where there are none.
  void among(std::string_view sql, const std::vector<std::string>& values);
  // `sql` has {} where the conditions of another go: a question within this one.
  void add_of(std::string_view sql, const Conditions& inner);
  // Of columns `country` and `name`: three capitals are a country, what "=" stands before a whole name ("=police"),
  // with a country after its last slash ("=police/LBN", "=police/" of none, "=police/*" of any); all else is a part of
  // a name.
  void named(const std::vector<std::string>& values);
  // "south,west,north,east" over places. InvalidArgument where it is none.
  [[nodiscard]] Result<void> box(const std::string& box);
  const Filter& filter() const { return filter_; }

 private:
  Filter filter_;
};

// Words as FTS5 takes them: each a phrase, so that no character of them is an operator.
std::string phrases(std::string_view words);
// What LIKE … ESCAPE '\' takes for a part of a name.
std::string like_pattern(std::string_view part);

}  // namespace depeche::store
