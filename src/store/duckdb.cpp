#include "store/duckdb.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <initializer_list>
#include <type_traits>

namespace depeche::store {
namespace {

DuckLibrary the_library;

}  // namespace

const DuckLibrary& DuckLibrary::loaded() { return the_library; }

Result<const DuckLibrary*> DuckLibrary::load(const std::string& path) {
  void* const handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!handle)
    return fail(Error::Code::NotFound, fmt::format("DuckDB's library cannot be loaded: {}", dlerror()), {.file = path});
  DuckLibrary l;
  const auto find = [&](auto& function, const char* name) {
    function = reinterpret_cast<std::decay_t<decltype(function)>>(dlsym(handle, name));
    return function != nullptr;
  };
  for (const bool found : {find(l.open, "duckdb_open"),
                           find(l.connect, "duckdb_connect"),
                           find(l.query, "duckdb_query"),
                           find(l.error, "duckdb_result_error"),
                           find(l.destroy, "duckdb_destroy_result"),
                           find(l.close, "duckdb_close"),
                           find(l.disconnect, "duckdb_disconnect"),
                           find(l.create_logical_type, "duckdb_create_logical_type"),
                           find(l.destroy_logical_type, "duckdb_destroy_logical_type"),
                           find(l.create_table_function, "duckdb_create_table_function"),
                           find(l.destroy_table_function, "duckdb_destroy_table_function"),
                           find(l.set_name, "duckdb_table_function_set_name"),
                           find(l.set_extra_info, "duckdb_table_function_set_extra_info"),
                           find(l.set_bind, "duckdb_table_function_set_bind"),
                           find(l.set_init, "duckdb_table_function_set_init"),
                           find(l.set_function, "duckdb_table_function_set_function"),
                           find(l.register_function, "duckdb_register_table_function"),
                           find(l.add_result_column, "duckdb_bind_add_result_column"),
                           find(l.function_extra_info, "duckdb_function_get_extra_info"),
                           find(l.function_error, "duckdb_function_set_error"),
                           find(l.vector_size, "duckdb_vector_size"),
                           find(l.chunk_vector, "duckdb_data_chunk_get_vector"),
                           find(l.set_chunk_size, "duckdb_data_chunk_set_size"),
                           find(l.vector_data, "duckdb_vector_get_data"),
                           find(l.ensure_validity, "duckdb_vector_ensure_validity_writable"),
                           find(l.validity, "duckdb_vector_get_validity"),
                           find(l.assign_string, "duckdb_vector_assign_string_element_len")}) {
    if (!found) return fail(Error::Code::Unsupported, "is no library of DuckDB, or an old one", {.file = path});
  }
  the_library = l;
  return &the_library;
}

}  // namespace depeche::store
