// Errors of everything that comes from outside: files, models, resources. Library code returns Result, it neither
// throws, prints nor exits. A stage over a valid Document is total and returns no Result.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace depeche {

// Where the fault lies. line and column count from 1, 0 = not known; byte counts from 0, -1 = not known.
struct Where {
  std::string file;
  int line = 0;
  int column = 0;
  int64_t byte = -1;
};

struct Error {
  enum class Code { NotFound, Unreadable, Malformed, Unsupported, InvalidArgument };
  Code code = Code::Malformed;
  std::string message;  // what is wrong, with the piece at fault; no file name, that is in `where`
  Where where;

  // "file:line:column: message", leaving out what is not known.
  std::string describe() const;
};

template <class T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Error::Code code, std::string message, Where where = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(where)});
}

}  // namespace depeche

// DEPECHE_TRY(expression): the value of a Result, or return its Error from the enclosing function. May nest.
#define DEPECHE_TRY_AS(name, ...)                              \
  __extension__({                                              \
    auto name = (__VA_ARGS__);                                 \
    if (!name) return tl::unexpected(std::move(name.error())); \
    std::move(*name);                                          \
  })
#define DEPECHE_JOIN_(a, b) a##b
#define DEPECHE_JOIN(a, b) DEPECHE_JOIN_(a, b)
#define DEPECHE_TRY(...) DEPECHE_TRY_AS(DEPECHE_JOIN(depeche_result_, __COUNTER__), __VA_ARGS__)
// The same for Result<void>.
#define DEPECHE_CHECK(...)                                                           \
  do {                                                                               \
    auto depeche_result_ = (__VA_ARGS__);                                            \
    if (!depeche_result_) return tl::unexpected(std::move(depeche_result_.error())); \
  } while (false)
