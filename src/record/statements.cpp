#include "record/statements.h"

#include <algorithm>

#include "base/utf8.h"
#include "record/cells.h"
#include "record/display.h"
#include "record/json_writer.h"
#include "record/names.h"

namespace depeche::record {
namespace {

using nlp::TokenIndex;
using nlp::TokenRange;

constexpr TokenIndex kNone = -1;
constexpr std::string_view kBold = "\x1b[1m", kDim = "\x1b[2m", kYellow = "\x1b[33m", kReset = "\x1b[0m";
constexpr int kLeast = 20;
constexpr size_t kDeepest = 16;  // claims in claims that are told

struct Content {
  TokenIndex first = kNone, last = kNone, root = kNone;
};

// For each claim the tokens from its first to its last, those of claims within it included, and the word they hang on.
std::vector<Content> contents_of(const Record& record) {
  const voice::Statements& said = record.statements;
  std::vector<Content> contents(said.claims.size());
  for (TokenIndex t = 0; t < record.analysis.size(); ++t) {
    const nlp::Token& token = record.analysis.tokens[static_cast<size_t>(t)];
    if (token.pos == nlp::Upos::Punct || token.pos == nlp::Upos::Space) continue;
    int32_t claim = said.certainty[static_cast<size_t>(t)].claim;
    for (size_t depth = 0; claim >= 0 && depth < kDeepest; ++depth) {
      Content& content = contents[static_cast<size_t>(claim)];
      if (content.first == kNone) content.first = t;
      content.last = t;
      const bool innermost = depth == 0;
      const bool hangs_outside = said.certainty[static_cast<size_t>(token.head)].claim != claim || token.head == t;
      if (innermost && hangs_outside && content.root == kNone) content.root = t;
      claim = said.claims[static_cast<size_t>(claim)].parent;
    }
  }
  return contents;
}

void add_new(const std::vector<ground::EntityId>& from, const std::vector<ground::EntityId>& but,
             std::vector<ground::EntityId>& into) {
  for (const ground::EntityId id : from) {
    const auto in = [id](const auto& list) { return std::find(list.begin(), list.end(), id) != list.end(); };
    if (!in(but) && !in(into)) into.push_back(id);
  }
}

void parties(const Record& record, const std::vector<ground::EntityId>& ids, JsonWriter& json) {
  json.begin('[');
  for (const ground::Entity* entity : entities_of(record, ids)) {
    json.begin('{').key("name").text(entity->name).key("country").text_or_null(entity->country);
    json.key("sector").text_or_null(entity->sector).end('}');
  }
  json.end(']');
}

}  // namespace

std::vector<Statement> statements_of(const Record& record) {
  const voice::Statements& said = record.statements;
  const std::vector<Content> contents = contents_of(record);
  std::vector<Statement> out;
  for (size_t c = 0; c < said.claims.size(); ++c) {
    const Content& content = contents[c];
    if (content.first == kNone) continue;
    const voice::Claim& claim = said.claims[c];
    Statement statement;
    statement.who = claim.holders;
    statement.stance = claim.stance;
    statement.cue = claim.cue_span;
    statement.words = {record.analysis.tokens[static_cast<size_t>(content.first)].span.begin,
                       record.analysis.tokens[static_cast<size_t>(content.last)].span.end};
    statement.certainty = voice::factuality_of(said, content.root == kNone ? content.first : content.root);
    std::vector<int32_t> around;
    for (int32_t p = claim.parent; p >= 0 && around.size() < kDeepest; p = said.claims[static_cast<size_t>(p)].parent)
      around.push_back(p);
    for (size_t k = around.size(); k-- > 0;)
      add_new(said.claims[static_cast<size_t>(around[k])].holders, claim.holders, statement.through);
    out.push_back(std::move(statement));
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Statement& a, const Statement& b) { return a.words.begin < b.words.begin; });
  // Quotes and statements are both in the order of the text.
  size_t q = 0;
  for (Statement& statement : out) {
    while (q < said.quotes.size() && said.quotes[q].span.end <= statement.words.begin) ++q;
    if (q < said.quotes.size() && said.quotes[q].span.begin < statement.words.end) statement.form = said.quotes[q].form;
  }
  return out;
}

void write_statements_table(const Record& record, const TableOptions& options, std::string& out) {
  const int width = std::max(options.width, kLeast);
  const auto line = [&](const std::string& text, std::string_view style) {
    if (options.colour == Colour::Always && !style.empty())
      out.append(style).append(text).append(kReset);
    else
      out += text;
    out += '\n';
  };
  std::string title = one_line(title_of(record.document));
  if (title.empty()) title = one_line(record.document.id);
  for (const std::string& part : wrap(title, width)) line(part, kBold);
  const std::vector<Statement> statements = statements_of(record);
  if (statements.empty()) line("  no statements", kDim);
  for (const Statement& s : statements) {
    std::string who = s.who.empty() ? "somebody" : names_of(record, s.who, ", ");
    if (!s.through.empty()) who += " (through " + names_of(record, s.through, ", ") + ")";
    std::string head = one_line(who) + " " + std::string(voice::name_of(s.stance)) + ", " + voice::name_of(s.certainty);
    if (s.form != voice::QuoteForm::Indirect) head += ", in quotation marks";
    const std::string cue = one_line(words_at(record, s.cue));
    if (!cue.empty()) head += ", by “" + cue + "”";
    for (const std::string& part : wrap(head, width))
      line(part, s.certainty.degree == voice::Degree::Certain ? "" : kYellow);
    line(cut_to("  " + one_line(words_at(record, s.words)), width), kDim);
  }
  out += '\n';
}

void write_statements_json(const Record& record, std::string& out) {
  const utf8::CodePointMap points(record.document.text);
  JsonWriter json(out);
  const auto span = [&](ByteSpan s) { json.begin('[').number(points.at(s.begin)).number(points.at(s.end)).end(']'); };
  json.begin('{').key("id").text(record.document.id).key("language").text_or_null(record.document.language);
  json.key("text").text(record.document.text).key("statements").begin('[');
  for (const Statement& s : statements_of(record)) {
    json.begin('{').key("who");
    parties(record, s.who, json);
    json.key("through");
    parties(record, s.through, json);
    json.key("stance").text(voice::name_of(s.stance)).key("certainty").text(voice::name_of(s.certainty));
    json.key("form").text(word_for(s.form)).key("cue");
    if (s.cue.begin < s.cue.end)
      span(s.cue);
    else
      json.null();
    json.key("span");
    span(s.words);
    json.end('}');
  }
  json.end(']').end('}');
}

}  // namespace depeche::record
