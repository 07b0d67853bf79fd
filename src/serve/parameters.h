// What a request asks for: the filters of `depeche query` under the same names, a page of the answer, and what else its
// endpoint knows.
//
//   const Asked asked = DEPECHE_TRY(read_parameters(request.parameters, {"by"}));
//   asked.query.type;          // {"ASSAULT", "COERCE"} of type=ASSAULT,COERCE or type=ASSAULT&type=COERCE
//   asked.other("by");         // "" where it was not given
//
// A parameter that nobody knows, or comes too often or too long, is an error rather than an answer to another question.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "base/error.h"
#include "serve/http.h"
#include "store/query.h"

namespace depeche::serve {

struct Asked {
  store::Query query;
  std::string cursor;  // of the page wanted; "": the first
  int64_t limit = 50;  // rows, 1 to kMostRows
  Pairs others;

  std::string_view other(std::string_view name) const;
};

constexpr int64_t kMostRows = 500;

// `extra`: names that this endpoint knows beside the filters; `filters`: whether it takes those at all.
[[nodiscard]] Result<Asked> read_parameters(const Pairs& parameters, std::initializer_list<std::string_view> extra,
                                            bool filters = true);

// Where a page of events goes on: after the event of that number and day. Events without a day come last.
struct Place {
  std::string day;  // "" beyond the last that has one
  int64_t row = 0;
};
[[nodiscard]] Result<Place> read_cursor(std::string_view cursor);
std::string to_cursor(const Place& place);

}  // namespace depeche::serve
