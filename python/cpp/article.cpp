#include "article.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/vector.h>

#include <optional>
#include <vector>

#include "engine/places.h"
#include "module.h"
#include "text/reader.h"

namespace depeche::python {
namespace {

class PyReader {
 public:
  PyReader(const std::vector<nb::bytes>& inputs, const nb::bytes& resources, const std::string& text_column)
      : reader_(paths_of(inputs), value_of(engine::reader_options(bytes_of(resources), text_column))) {}

  // An article, or an exception for a piece that is none; None at the end.
  std::optional<PyArticle> next() {
    nb::gil_scoped_release unlocked;
    const std::lock_guard lock(mutex_);
    auto piece = reader_.next();
    if (!piece) return std::nullopt;
    return PyArticle{value_of(std::move(*piece))};
  }

 private:
  static std::vector<std::string> paths_of(const std::vector<nb::bytes>& inputs) {
    std::vector<std::string> paths;
    for (const nb::bytes& input : inputs) paths.push_back(bytes_of(input));
    return paths;
  }
  std::mutex mutex_;
  text::Reader reader_;
};

// Fields of the reader are well-formed; should one not be, it is shown all the same.
template <std::string text::Article::*Member>
nb::str field(const PyArticle& self) {
  return repaired_str_of(self.article.*Member);
}

nb::str shown(const PyArticle& self) {
  std::string out = "<Article";
  for (const std::string* part : {&self.article.id, &self.article.title, &self.article.published})
    if (!part->empty()) out += " " + (part == &self.article.title ? "'" + *part + "'" : *part);
  return repaired_str_of(out + ">");
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
      .def_prop_ro("published", field<&text::Article::published>)
      .def("__repr__", shown);
  nb::class_<PyReader>(module, "Reader")
      .def(nb::init<const std::vector<nb::bytes>&, const nb::bytes&, const std::string&>())
      .def("next", &PyReader::next);
}

}  // namespace depeche::python
