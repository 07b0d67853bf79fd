// Rows of the store -> JSON. Within this folder.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "record/json_writer.h"
#include "store/query.h"
#include "store/sqlite.h"

namespace depeche::serve {

// The row at hand as the members of an object, under the names of its columns; one that ends in ":json" is JSON as it
// stands, in ":flag" true or false.
void add_members(const store::Statement& row, record::JsonWriter& json);
// All rows, each an object, as elements of an array that the caller opened. How many.
[[nodiscard]] Result<int64_t> add_rows(store::Statement& rows, record::JsonWriter& json);
// `"name": [ … ]` of a question without marks beyond the filter's.
[[nodiscard]] Result<void> add_array(store::Connection& db, std::string_view name, const std::string& sql,
                                     const store::Filter& filter, record::JsonWriter& json);

// Of the SQL of event_rows e, articles a: columns that all lists of events show, and what they join.
std::string event_columns();
std::string_view event_joins();
// The first line of an article's text, as its title.
std::string_view title_column();

}  // namespace depeche::serve
