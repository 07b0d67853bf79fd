#include "ground/sentences.h"

#include <vector>

#include "base/unicode.h"
#include "base/utf8.h"

namespace depeche::ground {
namespace {

using nlp::Token;

// May a sentence begin at `token`, after `before`?
bool may_begin(std::string_view text, const Token& before, const Token& token) {
  if (before.pos == nlp::Upos::Punct || before.pos == nlp::Upos::Space || before.pos == nlp::Upos::Sym) {
    return before.space_after || before.pos == nlp::Upos::Space;
  }
  if (before.span.end == token.span.begin) return false;  // inside a word
  const char32_t first = utf8::decode(text, token.span.begin).code_point;
  return !(unicode::is_alpha(first) && !unicode::is_upper(first));
}

constexpr nlp::TokenIndex kLongest = 300, kShortest = 200;  // tokens of a part

// Where the part that begins at `begin` ends.
nlp::TokenIndex end_of_part(const nlp::Analysis& analysis, nlp::TokenIndex begin, nlp::TokenIndex end) {
  if (end - begin <= kLongest) return end;
  for (nlp::TokenIndex t = begin + kLongest; t > begin + kShortest; --t) {
    if (analysis.tokens[static_cast<size_t>(t) - 1].pos == nlp::Upos::Punct) return t;
  }
  return begin + kLongest;
}

std::vector<nlp::TokenRange> part(const std::vector<nlp::TokenRange>& sentences, nlp::Analysis& analysis) {
  std::vector<nlp::TokenRange> parts;
  for (const nlp::TokenRange sentence : sentences) {
    if (sentence.end - sentence.begin <= kLongest) {
      parts.push_back(sentence);
      continue;
    }
    for (nlp::TokenIndex begin = sentence.begin; begin < sentence.end; begin = parts.back().end) {
      parts.push_back({begin, end_of_part(analysis, begin, sentence.end)});
      for (nlp::TokenIndex t = begin; t < parts.back().end; ++t) {
        Token& token = analysis.tokens[static_cast<size_t>(t)];
        token.sentence_start = t == begin;
        if (token.head < begin || token.head >= parts.back().end) token.head = t;  // a root of its own
      }
    }
  }
  return parts;
}

}  // namespace

void join_sentences(std::string_view text, nlp::Analysis& analysis) {
  std::vector<nlp::TokenRange> joined;
  size_t piece = 0;
  for (const nlp::TokenRange sentence : analysis.sentences) {
    while (piece + 1 < analysis.pieces.size() && sentence.begin >= analysis.pieces[piece].end) ++piece;
    const bool first =
        joined.empty() || piece >= analysis.pieces.size() || sentence.begin == analysis.pieces[piece].begin;
    Token& token = analysis.tokens[static_cast<size_t>(sentence.begin)];
    if (first || may_begin(text, analysis.tokens[static_cast<size_t>(sentence.begin) - 1], token)) {
      joined.push_back(sentence);
    } else {
      joined.back().end = sentence.end;
      token.sentence_start = false;
    }
  }
  analysis.sentences = part(joined, analysis);
}

}  // namespace depeche::ground
