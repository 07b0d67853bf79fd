// Annotated texts as columns: one list a property, as long as there are tokens. Positions are code points.
#include <nanobind/stl/vector.h>

#include <depeche/nlp.hpp>
#include <vector>

#include "base/utf8.h"
#include "module.h"

namespace depeche::python {
namespace {

struct PyDoc {
  Doc doc;
};

class PyPipeline {
 public:
  PyPipeline(const nb::bytes& model, const nb::bytes& packs) : pipeline_(open(bytes_of(model), bytes_of(packs))) {}

  std::vector<PyDoc> annotate(const std::vector<nb::bytes>& texts, unsigned threads) const {
    std::vector<std::string> copies;
    for (const nb::bytes& text : texts) copies.push_back(bytes_of(text));
    nb::gil_scoped_release unlocked;
    const std::vector<std::string_view> views(copies.begin(), copies.end());
    std::vector<PyDoc> out;
    for (Doc& doc : pipeline_.annotate(views, threads)) out.push_back({std::move(doc)});
    return out;
  }
  const Pipeline& get() const { return pipeline_; }

 private:
  static Pipeline open(const std::string& model, const std::string& packs) {
    nb::gil_scoped_release unlocked;
    std::string fault;
    auto opened = Pipeline::open(model, fault, packs);
    if (!opened) throw Thrown{{Error::Code::Unreadable, fault, {}}};
    return std::move(*opened);
  }
  Pipeline pipeline_;
};

// A list of what `get` says of each token.
template <class Get>
nb::list each(const PyDoc& self, const Get& get) {
  nb::list out;
  for (const Token token : self.doc) out.append(get(token));
  return out;
}

template <std::string_view (Token::*Get)() const>
nb::list words(const PyDoc& self) {
  return each(self, [](const Token& token) { return str_of((token.*Get)()); });
}

nb::list offsets(const PyDoc& self) {
  const utf8::CodePointMap points(self.doc.text());
  return each(self, [&](const Token& token) { return points.at(static_cast<uint32_t>(token.begin())); });
}

nb::list entities(const PyDoc& self) {
  nb::list out;
  for (const Entity& entity : self.doc.entities())
    out.append(nb::make_tuple(str_of(entity.label()), entity.first(), entity.first() + entity.size()));
  return out;
}

}  // namespace

void bind_nlp(nb::module_& module) {
  nb::class_<PyDoc>(module, "Doc")
      .def_prop_ro("text", [](const PyDoc& self) { return str_of(self.doc.text()); })
      .def("__len__", [](const PyDoc& self) { return self.doc.size(); })
      .def("texts", words<&Token::text>)
      .def("lemmas", words<&Token::lemma>)
      .def("pos", words<&Token::pos>)
      .def("tags", words<&Token::tag>)
      .def("morphs", words<&Token::morph>)
      .def("deps", words<&Token::dep>)
      .def("offsets", offsets)
      .def("heads", [](const PyDoc& self) { return each(self, [](const Token& t) { return t.head().index(); }); })
      .def("spaces", [](const PyDoc& self) { return each(self, [](const Token& t) { return t.space_after(); }); })
      .def("starts", [](const PyDoc& self) { return each(self, [](const Token& t) { return t.starts_sentence(); }); })
      .def("entities", entities)
      .def("conllu", [](const PyDoc& self, const std::string& id) { return str_of(self.doc.conllu(id)); })
      .def("json", [](const PyDoc& self) { return str_of(self.doc.json()); });
  nb::class_<PyPipeline>(module, "Pipeline")
      .def(nb::init<const nb::bytes&, const nb::bytes&>())
      .def_prop_ro("name", [](const PyPipeline& self) { return self.get().name(); })
      .def_prop_ro("version", [](const PyPipeline& self) { return self.get().version(); })
      .def_prop_ro("language", [](const PyPipeline& self) { return self.get().language(); })
      .def("annotate", &PyPipeline::annotate);
}

}  // namespace depeche::python
