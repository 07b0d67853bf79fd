// Questions to a database: rows come as a list of columns' names and a list of tuples.
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <variant>
#include <vector>

#include "module.h"
#include "store/query.h"

namespace depeche::python {
namespace {

using Owned = std::variant<std::monostate, int64_t, double, std::string>;

struct Rows {
  std::vector<std::string> columns;
  std::vector<Owned> cells;

  store::Sink sink() {
    return {.header = [this](const std::vector<std::string>& names) { columns = names; },
            .row =
                [this](const std::vector<store::Cell>& row) {
                  for (const store::Cell& cell : row) {
                    std::visit(
                        [this](const auto& value) {
                          if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::string_view>)
                            cells.emplace_back(std::string(value));
                          else
                            cells.emplace_back(value);
                        },
                        cell);
                  }
                  return true;
                }};
  }
};

nb::object object_of(const Owned& cell) {
  if (const auto* const whole = std::get_if<int64_t>(&cell)) return nb::int_(*whole);
  if (const auto* const number = std::get_if<double>(&cell)) return nb::float_(*number);
  if (const auto* const text = std::get_if<std::string>(&cell)) return str_of(*text);
  return nb::none();
}

nb::tuple handed_over(const Rows& rows) {
  nb::list columns, out;
  for (const std::string& name : rows.columns) columns.append(str_of(name));
  const size_t width = rows.columns.size();
  for (size_t at = 0; width > 0 && at + width <= rows.cells.size(); at += width) {
    nb::list row;
    for (size_t i = 0; i < width; ++i) row.append(object_of(rows.cells[at + i]));
    out.append(nb::tuple(row));
  }
  return nb::make_tuple(columns, out);
}

// The filter of that name of Python's, which has "_" for the "-" of the command's options; null where there is none.
template <class Filter, size_t kCount>
const Filter* filter_of(const Filter (&filters)[kCount], std::string_view name) {
  const auto* const at = std::find_if(std::begin(filters), std::end(filters), [&](const Filter& filter) {
    return std::equal(filter.name.begin(), filter.name.end(), name.begin(), name.end(),
                      [](char option, char own) { return own == (option == '-' ? '_' : option); });
  });
  return at == std::end(filters) ? nullptr : at;
}

store::Query query_of(const std::string& of, const nb::dict& filters) {
  store::Query query;
  query.of = of == "stories"    ? store::Query::Of::Stories
             : of == "disputes" ? store::Query::Of::Disputes
                                : store::Query::Of::Events;
  for (const auto& [key, value] : filters) {
    const std::string name = nb::cast<std::string>(key);
    if (const auto* const list = filter_of(store::kSeveralFilters, name)) {
      query.*(list->values) = nb::cast<std::vector<std::string>>(value);
    } else if (const auto* const text = filter_of(store::kOneFilters, name)) {
      query.*(text->value) = nb::cast<std::string>(value);
    } else if (name == "group_by") {
      query.group_by = nb::cast<std::vector<std::string>>(value);
    } else if (name == "min_confidence") {
      query.least_confidence = nb::cast<double>(value);
    } else if (name == "once") {
      query.once = nb::cast<bool>(value);
    } else if (name == "limit") {
      query.limit = nb::cast<int64_t>(value);
    } else {
      throw Thrown{{Error::Code::InvalidArgument, "no filter '" + name + "'", {}}};
    }
  }
  return query;
}

class PyDatabase {
 public:
  explicit PyDatabase(const nb::bytes& path) : database_(value_of(store::Database::open(bytes_of(path)))) {}

  nb::tuple query(const std::string& of, const nb::dict& filters) {
    const store::Query query = query_of(of, filters);
    return ask([&](store::Database& db, const store::Sink& sink) { return db.run(query, sink); });
  }
  nb::tuple look_up(const std::string& view, const std::string& column, const nb::object& key) {
    const store::Database::Key value = nb::isinstance<nb::int_>(key) ? store::Database::Key(nb::cast<int64_t>(key))
                                                                     : store::Database::Key(nb::cast<std::string>(key));
    return ask([&](store::Database& db, const store::Sink& sink) { return db.look_up(view, column, value, sink); });
  }
  void close() {
    nb::gil_scoped_release unlocked;
    const std::lock_guard lock(mutex_);
    database_.reset();
  }

 private:
  template <class Question>
  nb::tuple ask(const Question& question) {
    Rows rows;
    {
      nb::gil_scoped_release unlocked;
      const std::lock_guard lock(mutex_);
      if (!database_) throw std::runtime_error("the database is closed");
      value_of(question(*database_, rows.sink()));
    }
    return handed_over(rows);
  }
  std::mutex mutex_;
  std::optional<store::Database> database_;
};

}  // namespace

void bind_database(nb::module_& module) {
  nb::class_<PyDatabase>(module, "Database")
      .def(nb::init<const nb::bytes&>())
      .def("query", &PyDatabase::query)
      .def("look_up", &PyDatabase::look_up)
      .def("close", &PyDatabase::close);
}

}  // namespace depeche::python
