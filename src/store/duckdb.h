// The part of DuckDB's C interface (duckdb.h, stable since 1.0) that writes Parquet, loaded from its library when it is
// asked for. For this folder only.
#pragma once

#include <cstdint>
#include <string>

#include "base/error.h"

namespace depeche::store {

struct DuckResult {
  uint64_t columns, rows, changed;
  void* column_data;
  char* error;
  void* internal;
};

// A string as it lies in a vector: up to kInlined bytes in place, longer ones are assigned by DuckDB.
struct DuckString {
  static constexpr uint32_t kInlined = 12;
  uint32_t length;
  char bytes[kInlined];
};

// Numbers of duckdb_type.
enum DuckType : int { kDuckBoolean = 1, kDuckBigint = 5, kDuckDouble = 11, kDuckDate = 13, kDuckVarchar = 17 };

struct DuckLibrary {
  // Stays loaded to the program's end.
  [[nodiscard]] static Result<const DuckLibrary*> load(const std::string& path);
  // For DuckDB's callbacks, which can ask for what they were given only through the library. Loaded before.
  static const DuckLibrary& loaded();

  int (*open)(const char* path, void** database) = nullptr;
  int (*connect)(void* database, void** connection) = nullptr;
  int (*query)(void* connection, const char* sql, DuckResult* result) = nullptr;
  const char* (*error)(DuckResult* result) = nullptr;
  void (*destroy)(DuckResult* result) = nullptr;
  void (*close)(void** database) = nullptr;
  void (*disconnect)(void** connection) = nullptr;

  void* (*create_logical_type)(int type) = nullptr;
  void (*destroy_logical_type)(void** type) = nullptr;
  // A function that gives a table: bind tells its columns, function fills chunk after chunk, an empty one ends it.
  void* (*create_table_function)() = nullptr;
  void (*destroy_table_function)(void** function) = nullptr;
  void (*set_name)(void* function, const char* name) = nullptr;
  void (*set_extra_info)(void* function, void* extra, void (*destroy)(void*)) = nullptr;
  void (*set_bind)(void* function, void (*bind)(void* info)) = nullptr;
  void (*set_init)(void* function, void (*init)(void* info)) = nullptr;
  void (*set_function)(void* function, void (*fill)(void* info, void* chunk)) = nullptr;
  int (*register_function)(void* connection, void* function) = nullptr;
  void (*add_result_column)(void* info, const char* name, void* type) = nullptr;
  void* (*function_extra_info)(void* info) = nullptr;
  void (*function_error)(void* info, const char* error) = nullptr;
  uint64_t (*vector_size)() = nullptr;
  void* (*chunk_vector)(void* chunk, uint64_t column) = nullptr;
  void (*set_chunk_size)(void* chunk, uint64_t rows) = nullptr;
  void* (*vector_data)(void* vector) = nullptr;
  void (*ensure_validity)(void* vector) = nullptr;
  uint64_t* (*validity)(void* vector) = nullptr;
  void (*assign_string)(void* vector, uint64_t row, const char* bytes, uint64_t length) = nullptr;
};

}  // namespace depeche::store
