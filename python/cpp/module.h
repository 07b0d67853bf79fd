// The extension module depeche._core: thin classes over the engine, the reader, the models and the store. No logic of
// its own: what is checked, defaulted or documented for users is in the package's Python.
//
// Every call that may take long gives the interpreter's lock away. Errors become exceptions of depeche._errors.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"

namespace depeche::python {

namespace nb = nanobind;

// Thrown by the bindings, translated by the module.
struct Thrown {
  Error error;
};

template <class T>
T value_of(Result<T> result) {
  if (!result) throw Thrown{std::move(result.error())};
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// `text` is well-formed UTF-8.
inline nb::str str_of(std::string_view text) { return nb::str(text.data(), text.size()); }
nb::str repaired_str_of(std::string_view text);  // for what others made
// Paths and articles: paths need not be well-formed, so they are bytes on both sides.
inline std::string bytes_of(const nb::bytes& bytes) { return {bytes.c_str(), bytes.size()}; }
inline nb::bytes bytes_of(const std::string& bytes) { return nb::bytes(bytes.data(), bytes.size()); }

void bind_article(nb::module_& module);
void bind_coder(nb::module_& module);
void bind_run(nb::module_& module);
void bind_nlp(nb::module_& module);
void bind_database(nb::module_& module);

}  // namespace depeche::python
