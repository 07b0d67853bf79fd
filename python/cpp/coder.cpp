#include "coder.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/vector.h>

#include <optional>
#include <vector>

#include "article.h"
#include "engine/places.h"

namespace depeche::python {
namespace {

PyCoder open_coder(const engine::Given& given, const std::string& language, std::optional<double> min_confidence) {
  nb::gil_scoped_release unlocked;
  engine::Options options = value_of(engine::usual_options(given));
  options.language = language;
  if (min_confidence) options.coder.least_confidence = *min_confidence;
  return {std::make_shared<const engine::LineCoder>(value_of(engine::LineCoder::open(options)))};
}

nb::str code_line(const PyCoder& self, const nb::bytes& line, int number) {
  const auto coder = self.open();
  const std::string bytes = bytes_of(line);
  std::string record;
  {
    nb::gil_scoped_release unlocked;
    record = value_of(coder->code_line(bytes, {"text", number}));
  }
  return str_of(record);
}

nb::str code_article(const PyCoder& self, const PyArticle& article) {
  const auto coder = self.open();
  text::Article copy = article.article;
  std::string record;
  {
    nb::gil_scoped_release unlocked;
    record = value_of(coder->code(std::move(copy)));
  }
  return str_of(record);
}

}  // namespace

void bind_coder(nb::module_& module) {
  module.def("resources_folder", [](const nb::bytes& option, const nb::bytes& usual) {
    return bytes_of(engine::resources_folder({.resources = bytes_of(option), .usual_resources = bytes_of(usual)}));
  });
  module.def("model_path", [](const nb::bytes& option, const std::string& advice) {
    return bytes_of(value_of(engine::model_path(bytes_of(option), advice)).string());
  });
  module.def("models_folder", [] { return bytes_of(engine::models_folder()); });
  module.def("packs_folder", [] { return bytes_of(engine::packs_folder()); });
  nb::class_<PyCoder>(module, "Coder")
      .def("__init__",
           [](PyCoder* self, std::vector<std::string> languages, const nb::bytes& model, const std::string& language,
              const nb::bytes& resources, const nb::bytes& gazetteer, const nb::bytes& actors,
              std::optional<double> min_confidence, std::string advice) {
             new (self) PyCoder(open_coder({.resources = bytes_of(resources),
                                            .model = bytes_of(model),
                                            .gazetteer = bytes_of(gazetteer),
                                            .actors = bytes_of(actors),
                                            .languages = std::move(languages),
                                            .advice = std::move(advice),
                                            .version = DEPECHE_VERSION},
                                           language, min_confidence));
           })
      .def("code_line", code_line)
      .def("code_article", code_article)
      .def("close", [](PyCoder& self) { self.coder.reset(); })
      .def_prop_ro("closed", [](const PyCoder& self) { return self.coder == nullptr; });
}

}  // namespace depeche::python
