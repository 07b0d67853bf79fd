// Python regular expressions as the models carry them, run by PCRE2. Internal to depeche::nlp.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace depeche::nlp {

class Regex {
 public:
  struct Match {
    size_t begin = 0, end = 0;  // bytes
  };
  // Room for one match; one per thread.
  class Scratch {
   public:
    Scratch();
    ~Scratch();
    Scratch(Scratch&&) noexcept;
    Scratch& operator=(Scratch&&) noexcept;
    void* get() const { return data_; }

   private:
    void* data_;
  };

  // Matches nothing.
  Regex() = default;
  // `pattern`: Python's notation (\uXXXX escapes, (?u) flags); `where` names the file in errors.
  [[nodiscard]] static Result<Regex> compile(std::string_view pattern, Where where);

  explicit operator bool() const { return code_ != nullptr; }
  // re.search(text[from:] with what stands before visible to lookbehinds). `text` must be well-formed UTF-8.
  std::optional<Match> search(std::string_view text, const Scratch& scratch, size_t from = 0,
                              bool not_empty_at_start = false) const;
  // re.match(text).
  bool matches_at_start(std::string_view text, const Scratch& scratch) const;

 private:
  std::shared_ptr<void> code_;
};

// A pattern in PCRE2's notation: \uXXXX and \UXXXXXXXX become \x{…}, the flag u goes.
std::string translate_python_regex(std::string_view pattern);

}  // namespace depeche::nlp
