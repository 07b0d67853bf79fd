#include "module.h"

#include <exception>

#include "base/utf8.h"

namespace depeche::python {
namespace {

const char* class_of(Error::Code code) {
  return code == Error::Code::NotFound || code == Error::Code::Unreadable ? "MissingError" : "InputError";
}

}  // namespace

nb::str repaired_str_of(std::string_view text) {
  size_t replaced = 0;
  return str_of(utf8::repair(text, replaced));
}

}  // namespace depeche::python

NB_MODULE(_core, module) {
  using namespace depeche::python;
  nb::register_exception_translator([](const std::exception_ptr& thrown, void*) {
    try {
      std::rethrow_exception(thrown);
    } catch (const Thrown& fault) {
      const nb::object type = nb::module_::import_("depeche._errors").attr(class_of(fault.error.code));
      const nb::object exception = type(repaired_str_of(fault.error.describe()));  // a path may be of other bytes
      PyErr_SetObject(type.ptr(), exception.ptr());
    }
  });
  module.attr("version") = DEPECHE_VERSION;
  bind_article(module);
  bind_coder(module);
  bind_run(module);
  bind_nlp(module);
  bind_database(module);
}
