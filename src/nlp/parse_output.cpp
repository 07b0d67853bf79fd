#include "nlp/parse_output.h"

#include <fmt/format.h>

#include <iterator>

#include "base/unicode.h"
#include "base/utf8.h"
#include "nlp/hash.h"
#include "nlp/json_writer.h"
#include "nlp/lexemes.h"

namespace depeche::nlp {
namespace {

// Tabs and line ends inside a field would break the table.
std::string field(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else if (c == '\t')
      out += "\\t";
    else
      out += c;
  }
  return out.empty() ? "_" : out;
}

// A lemma cut at the longest length that a token can hold may end inside a code point.
std::string_view whole_code_points(std::string_view text) {
  if (text.size() < UINT16_MAX) return text;
  return text.substr(0, utf8::first_invalid(text).value_or(text.size()));
}

}  // namespace

JsonLinesWriter::Word& JsonLinesWriter::word(std::string_view text) {
  if (words_.size() >= kMaxWords) words_.clear();
  if (const auto known = words_.find(text); known != words_.end()) return known->second;
  const auto [at, fresh] = words_.try_emplace(text.size() <= kMaxKept ? std::string(text) : std::string());
  if (fresh || text.size() > kMaxKept) {
    Word& found = at->second;
    found = {};
    json::append_string(found.text, text);
    const std::string_view fixed = base_norm(text);
    json::append_string(found.norm, fixed.empty() ? unicode::lower(text) : fixed);
    json::append_string(found.shape, shape_of(text));
  }
  return at->second;
}

void JsonLinesWriter::write(const Analysis& analysis, std::string_view text, std::string& out) {
  using json::append_boolean, json::append_column, json::append_number, json::append_string;
  texts_.clear();
  norms_.clear();
  shapes_.clear();
  auto own_norm = analysis.norms.begin();
  TokenIndex i = 0;
  for (const Token& t : analysis.tokens) {
    const Word& w = word(slice(text, t.span));
    const std::string_view comma = i == 0 ? "" : ",";
    texts_.append(comma).append(w.text);
    shapes_.append(comma).append(w.shape);
    norms_ += comma;
    if (own_norm != analysis.norms.end() && own_norm->first == i)
      append_string(norms_, (own_norm++)->second);
    else
      norms_ += w.norm;
    ++i;
  }
  out += "{\"text\":";
  append_string(out, text);
  out.append(",\"tok\":[").append(texts_).append("]");
  append_column(out, "sp", analysis.tokens, [&](const Token& t) { append_boolean(out, t.space_after); });
  out.append(",\"norm\":[").append(norms_).append("],\"shape\":[").append(shapes_).append("]");
  append_column(out, "pos", analysis.tokens, [&](const Token& t) { append_string(out, name_of(t.pos)); });
  append_column(out, "tag", analysis.tokens, [&](const Token& t) { append_string(out, analysis.tag(t)); });
  append_column(out, "morph", analysis.tokens, [&](const Token& t) { append_string(out, analysis.morph(t)); });
  append_column(out, "lemma", analysis.tokens,
                [&](const Token& t) { append_string(out, whole_code_points(analysis.lemma(t))); });
  append_column(out, "head", analysis.tokens, [&](const Token& t) { append_number(out, t.head); });
  append_column(out, "dep", analysis.tokens, [&](const Token& t) { append_string(out, analysis.deprel(t)); });
  append_column(out, "ss", analysis.tokens, [&](const Token& t) { append_boolean(out, t.sentence_start); });
  append_column(out, "ent", analysis.entities, [&](const EntitySpan& e) {
    out += '[';
    append_number(out, e.tokens.begin);
    out += ',';
    append_number(out, e.tokens.end);
    out += ',';
    append_string(out, analysis.label(e));
    out += ']';
  });
  out += "}\n";
}

void write_conllu(const Analysis& analysis, std::string_view text, std::string_view id, std::string& out) {
  std::vector<std::string> entity(analysis.tokens.size());
  for (const EntitySpan& e : analysis.entities) {
    for (TokenIndex t = e.tokens.begin; t < e.tokens.end; ++t) {
      entity[static_cast<size_t>(t)] = fmt::format("NE={}-{}", t == e.tokens.begin ? 'B' : 'I', analysis.label(e));
    }
  }
  const auto append = std::back_inserter(out);
  fmt::format_to(append, "# newdoc id = {}\n", field(id));
  for (size_t s = 0; s < analysis.sentences.size(); ++s) {
    const TokenRange range = analysis.sentences[s];
    if (range.size() == 0) continue;
    const auto first = static_cast<size_t>(range.begin), last = static_cast<size_t>(range.end) - 1;
    fmt::format_to(append, "# sent_id = {}\n# text = {}\n", s + 1,
                   field(slice(text, hull(analysis.tokens[first].span, analysis.tokens[last].span))));
    for (TokenIndex i = range.begin; i < range.end; ++i) {
      const Token& t = analysis.tokens[static_cast<size_t>(i)];
      std::string misc = t.space_after ? "" : "SpaceAfter=No";
      if (const std::string& name = entity[static_cast<size_t>(i)]; !name.empty())
        misc += (misc.empty() ? "" : "|") + name;
      const int head = t.head == i ? 0 : t.head - range.begin + 1;
      fmt::format_to(append, "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t_\t{}\n", i - range.begin + 1, field(slice(text, t.span)),
                     field(analysis.lemma(t)), name_of(t.pos), field(analysis.tag(t)), field(analysis.morph(t)), head,
                     head == 0 ? "root" : field(analysis.deprel(t)), field(misc));
    }
    out += '\n';
  }
}

}  // namespace depeche::nlp
