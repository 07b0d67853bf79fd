#include "nlp/tokenizer.h"

#include <algorithm>

#include "base/unicode.h"
#include "base/utf8.h"
#include "nlp/msgpack.h"

namespace depeche::nlp {
namespace {

// A longer run without whitespace is no word of any language: it is cut there, so that the affix rules, which look at
// the rest again after each sign taken off, stay linear in the text.
constexpr uint32_t kMaxChunkBytes = 1024;
constexpr uint64_t kOrthKey = 65, kNormKey = 67;  // attribute numbers of the exceptions

// Calls emit(span) for each chunk and run of whitespace, and spaced() where the last one is followed by a plain space.
template <class Emit, class Spaced>
void split_whitespace(std::string_view text, ByteSpan span, Emit&& emit, Spaced&& spaced) {
  if (span.empty()) return;
  uint32_t start = span.begin;
  bool white = unicode::is_space(utf8::decode(text, start).code_point);
  for (uint32_t i = span.begin; i < span.end;) {
    const auto [c, length] = utf8::decode(text, i);
    if (unicode::is_space(c) != white) {
      if (start < i) emit(ByteSpan{start, i});
      start = i;
      if (c == U' ') {
        spaced();
        start = i + 1;
      }
      white = !white;
    }
    i += length;
  }
  if (start < span.end) {
    emit(ByteSpan{start, span.end});
    if (text[span.end - 1] == ' ' && !white) spaced();
  }
}

}  // namespace

void TokenizerState::clear() {
  chunks = {};
  texts.clear();
  pieces.clear();
  lexemes.clear();
}

Result<Tokenizer> Tokenizer::read(std::string_view bytes, const std::string& label, NormTable norms) {
  Tokenizer tokenizer;
  tokenizer.norms_ = std::move(norms);
  MsgpackReader reader(bytes, label);
  bool every_exception = false;
  for (uint32_t keys = reader.map(); keys > 0 && reader.ok(); --keys) {
    const std::string_view key = reader.text();
    if (key == "exceptions") {
      for (uint32_t n = reader.map(); n > 0 && reader.ok(); --n) {
        std::vector<Part>& parts = tokenizer.exceptions_[std::string(reader.text())];
        for (uint32_t p = reader.array(); p > 0 && reader.ok(); --p) {
          Part part;
          for (uint32_t attributes = reader.map(); attributes > 0 && reader.ok(); --attributes) {
            const uint64_t attribute = reader.unsigned_integer();
            const std::string_view value = reader.text();
            if (attribute == kOrthKey)
              part.orth = value;
            else if (attribute == kNormKey)
              part.norm = value;
            else
              reader.fail_here("an exception sets an attribute other than ORTH and NORM");
          }
          parts.push_back(std::move(part));
        }
      }
    } else if (key == "faster_heuristics") {
      every_exception = !reader.boolean();
    } else if (reader.next_is_text()) {
      const Where where{label, 0, 0, static_cast<int64_t>(reader.at())};
      const std::string_view pattern = reader.text();
      if (key == "prefix_search")
        tokenizer.prefix_ = DEPECHE_TRY(Regex::compile(pattern, where));
      else if (key == "suffix_search")
        tokenizer.suffix_ = DEPECHE_TRY(Regex::compile(pattern, where));
      else if (key == "infix_finditer")
        tokenizer.infix_ = DEPECHE_TRY(Regex::compile(pattern, where));
      else if (key == "url_match")
        tokenizer.url_ = DEPECHE_TRY(Regex::compile(pattern, where));
      else if (key == "token_match")
        tokenizer.token_match_ = DEPECHE_TRY(WordPatterns::compile(pattern, where));
    } else {
      reader.skip();
    }
  }
  if (!reader.ok()) return reader.error();
  for (const auto& [text, parts] : tokenizer.exceptions_) {
    std::string joined;
    for (const Part& part : parts) joined += part.orth;
    if (parts.empty() || joined != text || utf8::first_invalid(text)) {
      return fail(Error::Code::Malformed, "the exception '" + text + "' is not the sum of its parts", {label});
    }
  }
  const Regex::Scratch scratch;
  for (const auto& [text, parts] : tokenizer.exceptions_) {
    if (every_exception || tokenizer.prefix_.search(text, scratch) || tokenizer.infix_.search(text, scratch) ||
        tokenizer.suffix_.search(text, scratch) || text.find(' ') != std::string::npos) {
      tokenizer.add_phrase(text, scratch);
    }
  }
  return tokenizer;
}

void Tokenizer::add_phrase(const std::string& text, const Regex::Scratch& scratch) {
  std::string key;
  size_t tokens = 0;
  split_whitespace(
      text, {0, static_cast<uint32_t>(text.size())},
      [&](ByteSpan chunk) {
        for (const Part& part : split_chunk(slice(text, chunk), false, scratch)) {
          if (tokens++ == 0) phrase_starts_.insert(string_id(part.orth));
          key += part.orth;
          key += '\0';
        }
      },
      [] {});
  if (tokens == 0) return;
  phrases_.insert(std::move(key));
  longest_phrase_ = std::max(longest_phrase_, tokens);
}

LexemeId Tokenizer::intern(const Part& part, LexemeStore& lexemes) const {
  const auto like = likenesses_.find(part.orth);
  return lexemes.intern(part.orth, part.norm.empty() ? norms_.find(part.orth) : std::string_view(part.norm),
                        like == likenesses_.end() ? std::string_view() : std::string_view(like->second));
}

const std::vector<Tokenizer::Part>* Tokenizer::exception(std::string_view text) const {
  const auto at = exceptions_.find(std::string(text));
  return at == exceptions_.end() ? nullptr : &at->second;
}

std::vector<Tokenizer::Part> Tokenizer::split_chunk(std::string_view chunk, bool with_exceptions,
                                                    const Regex::Scratch& scratch) const {
  const auto known = [&](std::string_view text) {
    return with_exceptions && !text.empty() ? exception(text) : nullptr;
  };
  if (const auto* parts = known(chunk)) return *parts;
  const auto length = [](const std::optional<Regex::Match>& match) { return match ? match->end - match->begin : 0; };
  std::vector<Part> out;
  std::vector<std::string_view> suffixes;
  std::string_view rest = chunk;
  const auto take_prefix = [&](size_t n) {
    out.push_back({std::string(rest.substr(0, n)), {}});
    rest.remove_prefix(n);
  };
  const auto take_suffix = [&](size_t n) {
    suffixes.push_back(rest.substr(rest.size() - n));
    rest.remove_suffix(n);
  };
  for (size_t last = 0; !rest.empty() && rest.size() != last;) {
    if (token_match_.matches(rest) || known(rest)) break;
    last = rest.size();
    const size_t prefix = length(prefix_.search(rest, scratch));
    if (prefix > 0 && known(rest.substr(prefix))) {
      take_prefix(prefix);
      break;
    }
    const size_t suffix = length(suffix_.search(rest.substr(prefix), scratch));
    if (suffix > 0 && known(rest.substr(0, rest.size() - suffix))) {
      take_suffix(suffix);
      break;
    }
    if (prefix > 0) take_prefix(prefix);
    if (suffix > 0 && (prefix == 0 || suffix <= rest.size())) take_suffix(suffix);
  }
  if (!rest.empty()) {
    if (const auto* parts = known(rest))
      out.insert(out.end(), parts->begin(), parts->end());
    else if (token_match_.matches(rest) || url_.matches_at_start(rest, scratch))
      out.push_back({std::string(rest), {}});
    else
      split_infixes(rest, out, scratch);
  }
  for (auto suffix = suffixes.rbegin(); suffix != suffixes.rend(); ++suffix) out.push_back({std::string(*suffix), {}});
  return out;
}

void Tokenizer::split_infixes(std::string_view text, std::vector<Part>& out, const Regex::Scratch& scratch) const {
  size_t start = 0;
  const auto add = [&](size_t begin, size_t end) {
    if (begin < end) out.push_back({std::string(text.substr(begin, end - begin)), {}});
  };
  // Python's finditer: an empty match is allowed where the one before ended, unless that was empty too.
  bool was_empty = false;
  for (size_t from = 0; from <= text.size();) {
    const auto match = infix_.search(text, scratch, from, was_empty);
    if (!match) break;
    was_empty = match->begin == match->end;
    from = match->end;
    if (match->begin == 0) continue;
    add(start, match->begin);
    add(match->begin, match->end);
    start = match->end;
  }
  add(start, text.size());
}

void Tokenizer::emit(std::string_view text, ByteSpan chunk, TokenizerState& state, std::vector<RawToken>& out) const {
  while (chunk.size() > kMaxChunkBytes) {
    uint32_t cut = chunk.begin + kMaxChunkBytes;
    while ((static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
    emit(text, {chunk.begin, cut}, state, out);
    chunk.begin = cut;
  }
  const std::string_view spelled = slice(text, chunk);
  const TokenizerState::Chunk* known = state.chunks.find(spelled);
  if (!known) {
    const std::string& kept = state.texts.emplace_back(spelled);
    const auto first = static_cast<uint32_t>(state.pieces.size());
    for (const Part& part : split_chunk(kept, true, state.scratch))
      state.pieces.push_back({intern(part, state.lexemes), static_cast<uint32_t>(part.orth.size())});
    state.chunks.insert(kept, {first, static_cast<uint32_t>(state.pieces.size()) - first});
    known = state.chunks.find(kept);
  }
  uint32_t begin = chunk.begin;
  for (uint32_t i = 0; i < known->count; ++i) {
    const TokenizerState::Piece piece = state.pieces[known->first + i];
    out.push_back({{begin, begin + piece.bytes}, piece.lexeme, false});
    begin += piece.bytes;
  }
}

void Tokenizer::tokenize(std::string_view text, ByteSpan span, TokenizerState& state,
                         std::vector<RawToken>& out) const {
  const size_t first = out.size();
  split_whitespace(
      text, span, [&](ByteSpan chunk) { emit(text, chunk, state, out); }, [&] { out.back().space_after = true; });
  replace_special_cases(text, first, state, out);
}

void Tokenizer::replace_special_cases(std::string_view text, size_t first, TokenizerState& state,
                                      std::vector<RawToken>& out) const {
  std::vector<Replacement> found;
  std::string key;
  for (size_t i = first; i < out.size(); ++i) {
    Lexeme& lexeme = state.lexemes[out[i].lexeme];
    if (lexeme.starts_phrase == Lexeme::Phrase::Unknown)
      lexeme.starts_phrase = phrase_starts_.contains(lexeme.orth) ? Lexeme::Phrase::Yes : Lexeme::Phrase::No;
    if (lexeme.starts_phrase == Lexeme::Phrase::No) continue;
    key.clear();
    for (size_t end = i + 1; end <= std::min(out.size(), i + longest_phrase_); ++end) {
      key += slice(text, out[end - 1].span);
      key += '\0';
      if (phrases_.contains(key)) found.push_back({i, end});
    }
  }
  if (found.empty()) return;
  std::stable_sort(found.begin(), found.end(), [](const Replacement& a, const Replacement& b) {
    return a.end - a.begin != b.end - b.begin ? a.end - a.begin > b.end - b.begin : a.begin < b.begin;
  });
  std::vector<bool> covered(out.size() - first, false);
  std::vector<Replacement> accepted;
  for (const Replacement& span : found) {
    if (!covered[span.begin - first] && !covered[span.end - 1 - first]) accepted.push_back(span);
    std::fill(covered.begin() + static_cast<std::ptrdiff_t>(span.begin - first),
              covered.begin() + static_cast<std::ptrdiff_t>(span.end - first), true);
  }
  std::sort(accepted.begin(), accepted.end(),
            [](const Replacement& a, const Replacement& b) { return a.begin < b.begin; });
  std::vector<RawToken> result;
  size_t from = first;
  for (const Replacement& span : accepted) {
    const ByteSpan bytes = {out[span.begin].span.begin, out[span.end - 1].span.end};
    const auto* const parts = exception(slice(text, bytes));
    if (!parts) continue;
    result.insert(result.end(), out.begin() + static_cast<std::ptrdiff_t>(from),
                  out.begin() + static_cast<std::ptrdiff_t>(span.begin));
    uint32_t begin = bytes.begin;
    for (const Part& part : *parts) {
      const auto size = static_cast<uint32_t>(part.orth.size());
      result.push_back({{begin, begin + size}, intern(part, state.lexemes), false});
      begin += size;
    }
    result.back().space_after = out[span.end - 1].space_after;
    from = span.end;
  }
  result.insert(result.end(), out.begin() + static_cast<std::ptrdiff_t>(from), out.end());
  out.resize(first);
  out.insert(out.end(), result.begin(), result.end());
}

}  // namespace depeche::nlp
