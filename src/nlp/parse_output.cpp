#include "nlp/parse_output.h"

#include <fmt/format.h>

#include <iterator>
#include <nlohmann/json.hpp>

#include "base/unicode.h"
#include "nlp/hash.h"
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

std::string norm_of(std::string_view text) {
  const std::string_view fixed = base_norm(text);
  return fixed.empty() ? unicode::lower(text) : std::string(fixed);
}

}  // namespace

void write_jsonl(const Analysis& analysis, std::string_view text, std::string& out) {
  using nlohmann::ordered_json;
  ordered_json object;
  object["text"] = text;
  for (const char* key : {"tok", "sp", "norm", "shape", "pos", "tag", "morph", "lemma", "head", "dep", "ss", "ent"})
    object[key] = ordered_json::array();
  auto own_norm = analysis.norms.begin();
  for (size_t i = 0; i < analysis.tokens.size(); ++i) {
    const Token& t = analysis.tokens[i];
    const std::string_view word = slice(text, t.span);
    const bool own = own_norm != analysis.norms.end() && own_norm->first == static_cast<TokenIndex>(i);
    object["tok"].push_back(word);
    object["sp"].push_back(t.space_after);
    object["norm"].push_back(own ? (own_norm++)->second : norm_of(word));
    object["shape"].push_back(shape_of(word));
    object["pos"].push_back(name_of(t.pos));
    object["tag"].push_back(analysis.tag(t));
    object["morph"].push_back(analysis.morph(t));
    object["lemma"].push_back(analysis.lemma(t));
    object["head"].push_back(t.head);
    object["dep"].push_back(analysis.deprel(t));
    object["ss"].push_back(t.sentence_start);
  }
  for (const EntitySpan& e : analysis.entities)
    object["ent"].push_back({e.tokens.begin, e.tokens.end, analysis.label(e)});
  out += object.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  out += '\n';
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
