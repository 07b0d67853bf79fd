#include "nlp/regex.h"

#include <fmt/format.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <utility>

namespace depeche::nlp {

Regex::Scratch::Scratch() : data_(pcre2_match_data_create(1, nullptr)) {}
Regex::Scratch::~Scratch() { pcre2_match_data_free(static_cast<pcre2_match_data*>(data_)); }
Regex::Scratch::Scratch(Scratch&& other) noexcept : data_(std::exchange(other.data_, nullptr)) {}
Regex::Scratch& Regex::Scratch::operator=(Scratch&& other) noexcept {
  std::swap(data_, other.data_);
  return *this;
}

std::string translate_python_regex(std::string_view pattern) {
  std::string out;
  size_t i = 0;
  if (pattern.starts_with("(?")) {
    const size_t close = pattern.find(')');
    const std::string_view flags = close == std::string_view::npos ? std::string_view{} : pattern.substr(2, close - 2);
    if (!flags.empty() && flags.find_first_not_of("aiLmsux") == std::string_view::npos) {
      std::string kept;
      for (const char flag : flags) {
        if (flag != 'u') kept += flag;
      }
      if (!kept.empty()) out += "(?" + kept + ")";
      i = close + 1;
    }
  }
  while (i < pattern.size()) {
    if (pattern[i] != '\\' || i + 1 >= pattern.size()) {
      out += pattern[i++];
      continue;
    }
    const size_t digits = pattern[i + 1] == 'u' ? 4 : pattern[i + 1] == 'U' ? 8 : 0;
    if (digits > 0 && i + 2 + digits <= pattern.size()) {
      out += "\\x{";
      out += pattern.substr(i + 2, digits);
      out += '}';
      i += 2 + digits;
    } else {
      out += pattern.substr(i, 2);
      i += 2;
    }
  }
  return out;
}

Result<Regex> Regex::compile(std::string_view pattern, Where where) {
  const std::string translated = translate_python_regex(pattern);
  int code = 0;
  PCRE2_SIZE at = 0;
  pcre2_code* compiled = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(translated.data()), translated.size(),
                                       PCRE2_UTF | PCRE2_UCP, &code, &at, nullptr);
  if (!compiled) {
    PCRE2_UCHAR message[160];
    pcre2_get_error_message(code, message, sizeof message);
    return fail(Error::Code::Unsupported,
                fmt::format("regular expression not understood at {}: {}", at, reinterpret_cast<const char*>(message)),
                std::move(where));
  }
  pcre2_jit_compile(compiled, PCRE2_JIT_COMPLETE);  // without it, matching is slower, not wrong
  Regex regex;
  regex.code_ = std::shared_ptr<void>(compiled, [](void* p) { pcre2_code_free(static_cast<pcre2_code*>(p)); });
  return regex;
}

std::optional<Regex::Match> Regex::search(std::string_view text, const Scratch& scratch, size_t from,
                                          bool not_empty_at_start) const {
  if (!code_) return std::nullopt;
  auto* const data = static_cast<pcre2_match_data*>(scratch.get());
  const uint32_t options = PCRE2_NO_UTF_CHECK | (not_empty_at_start ? PCRE2_NOTEMPTY_ATSTART : 0);
  const int found = pcre2_match(static_cast<const pcre2_code*>(code_.get()), reinterpret_cast<PCRE2_SPTR>(text.data()),
                                text.size(), from, options, data, nullptr);
  if (found < 0) return std::nullopt;
  const PCRE2_SIZE* const ends = pcre2_get_ovector_pointer(data);
  return Match{ends[0], ends[1]};
}

bool Regex::matches_at_start(std::string_view text, const Scratch& scratch) const {
  if (!code_) return false;
  return pcre2_match(static_cast<const pcre2_code*>(code_.get()), reinterpret_cast<PCRE2_SPTR>(text.data()),
                     text.size(), 0, PCRE2_NO_UTF_CHECK | PCRE2_ANCHORED, static_cast<pcre2_match_data*>(scratch.get()),
                     nullptr) >= 0;
}

}  // namespace depeche::nlp
