#include "nlp/lexemes.h"

#include <algorithm>

#include "base/unicode.h"
#include "base/utf8.h"

namespace depeche::nlp {
namespace {

bool all_space(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const auto [c, length] = utf8::decode(text, at);
    if (!unicode::is_space(c)) return false;
    at += length;
  }
  return !text.empty();
}

// The last `n` code points.
std::string_view tail(std::string_view text, int n) {
  size_t at = text.size();
  while (at > 0 && n > 0) {
    --at;
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80) --n;
  }
  return text.substr(at);
}

Lexeme make(std::string_view text, std::string_view norm, std::string_view like = {}) {
  if (!like.empty()) {
    Lexeme lexeme = make(like, {});
    lexeme.text = text;
    lexeme.own_norm = norm;
    lexeme.orth = string_id(text);
    return lexeme;
  }
  Lexeme lexeme;
  lexeme.text = text;
  lexeme.own_norm = norm;
  lexeme.orth = lexeme.vector = string_id(text);
  const std::string_view fixed = norm.empty() ? base_norm(text) : norm;
  lexeme.norm = fixed.empty() ? string_id(unicode::lower(text)) : string_id(fixed);
  lexeme.prefix = text.empty() ? 0 : string_id(text.substr(0, utf8::decode(text, 0).length));
  lexeme.suffix = string_id(tail(text, 3));
  lexeme.shape = string_id(shape_of(text));
  lexeme.is_space = all_space(text);
  return lexeme;
}

}  // namespace

std::string shape_of(std::string_view text) {
  if (utf8::count(text) >= 100) return "LONG";
  std::string out;
  char32_t last = 0;
  int run = 0;
  for (size_t at = 0; at < text.size();) {
    const auto [c, length] = utf8::decode(text, at);
    at += length;
    const char32_t sign = unicode::is_alpha(c) ? (unicode::is_upper(c) ? U'X' : U'x') : unicode::is_digit(c) ? U'd' : c;
    run = sign == last ? run + 1 : 0;
    last = sign;
    if (run < 4) utf8::append(out, sign);
  }
  return out;
}

LexemeId LexemeStore::intern(std::string_view text, std::string_view norm, std::string_view like) {
  if (norm.empty()) {
    if (const LexemeId* const known = by_text_.find(text)) return *known;
    lexemes_.push_back(make(text, norm, like));
    const auto id = static_cast<LexemeId>(lexemes_.size() - 1);
    by_text_.insert(lexemes_.back().text, id);
    return id;
  }
  std::string key = std::string(text) + '\0' + std::string(norm);
  const auto [at, fresh] = by_text_and_norm_.try_emplace(std::move(key), static_cast<LexemeId>(lexemes_.size()));
  if (fresh) lexemes_.push_back(make(text, norm, like));
  return at->second;
}

void LexemeStore::clear() {
  by_text_ = {};
  by_text_and_norm_.clear();
  lexemes_.clear();
}

}  // namespace depeche::nlp
