#include "article.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/vector.h>

#include <optional>
#include <vector>

#include "base/utf8.h"
#include "engine/places.h"
#include "module.h"
#include "text/reader.h"

namespace depeche::python {
namespace {

class PyReader {
 public:
  PyReader(std::vector<std::string> inputs, const std::string& resources, const std::string& text_column)
      : reader_(std::move(inputs), value_of(engine::reader_options(resources, text_column))) {}

  // An article, or an exception for a piece that is none; None at the end.
  std::optional<PyArticle> next() {
    nb::gil_scoped_release unlocked;
    const std::lock_guard lock(mutex_);
    auto piece = reader_.next();
    if (!piece) return std::nullopt;
    return PyArticle{value_of(std::move(*piece))};
  }

 private:
  std::mutex mutex_;
  text::Reader reader_;
};

template <std::string text::Article::*Member>
nb::str field(const PyArticle& self) {
  size_t repaired = 0;  // fields of the reader are well-formed; should one not be, it is shown all the same
  return str_of(utf8::repair(self.article.*Member, repaired));
}

}  // namespace

void bind_article(nb::module_& module) {
  nb::class_<PyArticle>(module, "Article", "An article as depeche.read() gives it: what code() and code_many() take.")
      .def_prop_ro("id", field<&text::Article::id>)
      .def_prop_ro("title", field<&text::Article::title>)
      .def_prop_ro("text", field<&text::Article::text>)
      .def_prop_ro("url", field<&text::Article::url>)
      .def_prop_ro("publisher", field<&text::Article::publisher>)
      .def_prop_ro("author", field<&text::Article::author>)
      .def_prop_ro("language", field<&text::Article::language>)
      .def_prop_ro("published", field<&text::Article::published>);
  nb::class_<PyReader>(module, "Reader")
      .def(nb::init<std::vector<std::string>, const std::string&, const std::string&>())
      .def("next", &PyReader::next);
}

}  // namespace depeche::python
