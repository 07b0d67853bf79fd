#include "voice/quote_marks.h"

#include <gtest/gtest.h>

#include <string>

namespace depeche::voice {
namespace {

text::Document document(std::string text) {
  text::Document d;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find("\n\n", at), text.size());
    if (end > at)
      d.blocks.push_back({{static_cast<uint32_t>(at), static_cast<uint32_t>(end)}, text::BlockKind::Paragraph});
    at = end + 2;
  }
  d.text = std::move(text);
  return d;
}

// "depth:text" of each stretch, '!' behind an unclosed one, '>' before one that continues.
std::string found(const std::string& text) {
  const text::Document d = document(text);
  std::string out;
  for (const Marked& m : find_marked(d)) {
    if (!out.empty()) out += " | ";
    if (m.continues) out += ">";
    if (m.kind == MarkKind::Dash) out += "-";
    out += std::to_string(m.depth) + ":" + std::string(slice(d.text, m.span));
    if (!m.closed) out += "!";
  }
  return out;
}

struct Row {
  const char* text;
  const char* expected;
};

TEST(QuoteMarks, Table) {
  const Row rows[] = {
      {"Il dit « oui » et “non”, puis \"rien\".", "0:oui | 0:non | 0:rien"},
      {"« oui », dit-il", "0:oui"},
      {"<< oui >> dit-il", "0:oui"},
      {"On lit ''Le Monde'' ici", "0:Le Monde"},
      {"« Il m'a dit “viens” hier »", "0:Il m'a dit “viens” hier | 1:viens"},
      {"« Ils disent ‹la Suisse› »", "0:Ils disent ‹la Suisse› | 1:la Suisse"},
      {"« a « b » c »", "0:a « b » c | 1:b"},
      {"\"a \"b\" c\"", "0:a \"b\" c | 1:b"},
      {"He said \"a\" \"b\".", "0:a | 0:b"},
      {"d'un \" acte \" grave", "0:acte"},
      {"l'\"acte\" grave", "0:acte"},
      {"un écran de 5\" et « a »", "0:a"},
      {"a » b « c »", "0:c"},
      {"« a b\n\nc", "0:a b!"},
      {"« a b\n\n« c » d", "0:a b! | >0:c"},
      {"« a b\n\n» c » d", "0:a b! | >0:c"},
      {"“a b\n\n“c d\n\n“e” f", "0:a b! | >0:c d! | >0:e"},
      {"« a b\n\nc\n\nd », dit-il « e »", "0:a b\n\nc\n\nd | 0:e"},
      {"« a b\n\nc « d »\n\ne », dit-il", "0:a b! | 0:d"},
      {"« a, dit X. « b » c", "0:a, dit X.! | 0:b"},
      {"„Ja“, sagt er", "0:Ja"},
      {"“abc\" and \"def”", "0:abc | 0:def"},
      {"President says he 'can' and 'may' act", "0:can | 0:may"},
      {"The workers' rights, the '90s and Bush's plan", ""},
      {"\"men are 'similarly situated' now\"", "0:men are 'similarly situated' now | 1:similarly situated"},
      {"“It’s ours”, he said", "0:It’s ours"},
      {"«  », « »", ""},
      {"« »«»\"\"", ""},
      {"— Non, dit-il.", "-0:Non, dit-il."},
      {"— « Non », dit-il.", "0:Non"},
      {"-ci et là", ""},
      {"\u00ab\u00a0a\u202f\u00bb", "0:a"},
      {"«a «b «c «d «e» » » » »", "0:a «b «c «d «e» » » » | 1:b «c «d «e» » » | 2:c «d «e» » | 3:d «e»"},
  };
  for (const Row& row : rows) EXPECT_EQ(found(row.text), row.expected) << row.text;
}

TEST(QuoteMarks, ResidueIsLeftOut) {
  text::Document d = document("« a »\n\n« b »");
  d.blocks[0].kind = text::BlockKind::Residue;
  ASSERT_EQ(find_marked(d).size(), 1u);
}

// What is found bounds all later work: at each of the few depths the stretches do not overlap, so that together they
// are no longer than the text so many times.
TEST(QuoteMarks, ManyMarksStayLinear) {
  for (const char* piece : {"« a ", "a » ", "\"a ", "« a « b » ", "« a\n\n", "a »\n\n", "“", "«»", "« a \" b » "}) {
    std::string text;
    for (int i = 0; i < 100000; ++i) text += piece;
    const text::Document d = document(text);
    const auto marked = find_marked(d);
    EXPECT_LE(marked.size(), 200000u);
    size_t covered = 0;
    for (const Marked& m : marked) {
      covered += m.outer.size();
      ASSERT_LE(m.outer.begin, m.span.begin);
      ASSERT_LT(m.span.begin, m.span.end);
      ASSERT_LE(m.span.end, m.outer.end);
      ASSERT_LE(m.outer.end, text.size());
    }
    EXPECT_LE(covered, (kMaxDepth + 1) * text.size()) << piece;
  }
}

}  // namespace
}  // namespace depeche::voice
