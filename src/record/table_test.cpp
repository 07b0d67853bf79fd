#include "record/table.h"

#include <gtest/gtest.h>

#include <sstream>

#include "record/display.h"
#include "support/record_example.h"

namespace depeche::record {
namespace {

std::string written(const Record& record, TableOptions options) {
  std::string out;
  write_table(record, options, out);
  return out;
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) all.push_back(line);
  return all;
}

using Lines = std::vector<std::string>;

TEST(Display, Widths) {
  EXPECT_EQ(display_width("abc"), 3);
  EXPECT_EQ(display_width("été"), 3);
  EXPECT_EQ(display_width("e\u0301te\u0301"), 3);
  EXPECT_EQ(display_width("北京"), 4);
  EXPECT_EQ(display_width("😀"), 2);
  EXPECT_EQ(display_width("a\u200Bb"), 2);
  EXPECT_EQ(display_width("→ › …"), 5);
}

TEST(Display, LinesAreSafe) {
  EXPECT_EQ(one_line(" a\n\tb\u00A0c\x1b[31m\u202E "), "a b c[31m");
  EXPECT_EQ(one_line(""), "");
}

TEST(Display, CutAndWrapped) {
  EXPECT_EQ(cut_to("été", 3), "été");
  EXPECT_EQ(cut_to("l'été", 4), "l'é…");
  EXPECT_EQ(cut_to("北京市", 4), "北…");
  EXPECT_EQ(cut_to("北京", 2), "…");
  EXPECT_EQ(wrap("un deux trois", 7), (Lines{"un deux", "trois"}));
  EXPECT_EQ(wrap("un deux trois", 6), (Lines{"un", "deux", "trois"}));
  EXPECT_EQ(wrap("abcdefg", 3), (Lines{"abc", "def", "g"}));
  EXPECT_EQ(wrap("e\u0301e\u0301", 1), (Lines{"e\u0301", "e\u0301"}));
  EXPECT_EQ(wrap("北京", 1), (Lines{"北", "京"}));
  EXPECT_EQ(wrap("", 5), Lines{""});
}

TEST(Table, ARowAnEvent) {
  const Example example;
  const Lines all = lines(written(example.record(), {.width = 200}));
  ASSERT_EQ(all.size(), 6u);
  EXPECT_EQ(all[0], "L’été 😀 à Rome");
  EXPECT_EQ(all[1], "2023-08-15 (inferred) · ex\"1");
  EXPECT_EQ(
      all[2],
      "who → whom       what           when        where      status                             according to  words");
  EXPECT_EQ(all[3],
            "Italie → Égypte  ACCUSE allege  2023-08-15  Rome, ITA  occurred                                         "
            "L'Italie a accusé mardi l’Égypte d'avoir livré des armes.");
  EXPECT_EQ(all[4],
            "Égypte           AID                                   alleged, hedged; denied by Égypte  Italie        "
            "… l’Égypte d'avoir livré des armes.");
}

TEST(Table, EveryWidthIsKept) {
  Example example;
  example.mentions.entities[0].name = "北京 République démocratique de l'Éternel\x1b[2J";
  example.events[0].date = "1910-01-01/1945-08-15";
  for (int width = 20; width < 220; ++width) {
    for (const std::string& line : lines(written(example.record(), {.width = width}))) {
      EXPECT_LE(display_width(line), width) << line;
      EXPECT_EQ(line.find('\x1b'), std::string::npos);
      EXPECT_FALSE(line.ends_with(' ')) << width << line;
    }
  }
}

TEST(Table, NarrowScreensGetLines) {
  const Example example;
  const Lines all = lines(written(example.record(), {.width = 40}));
  EXPECT_EQ(all[2], "Italie → Égypte");
  EXPECT_EQ(all[3], "  ACCUSE allege");
  EXPECT_EQ(all[4], "  when: 2023-08-15");
}

TEST(Table, ColourOnlyWhereAsked) {
  const Example example;
  const std::string plain = written(example.record(), {.width = 120});
  EXPECT_EQ(plain.find('\x1b'), std::string::npos);
  std::string coloured = written(example.record(), {.width = 120, .colour = Colour::Always});
  EXPECT_NE(coloured.find("\x1b[33mACCUSE"), std::string::npos);
  std::string stripped;
  for (size_t i = 0; i < coloured.size(); ++i) {
    if (coloured[i] == '\x1b') i = coloured.find('m', i) + 1;
    while (i < coloured.size() && coloured[i] == '\x1b') i = coloured.find('m', i) + 1;
    if (i < coloured.size()) stripped += coloured[i];
  }
  EXPECT_EQ(stripped, plain);
}

TEST(Table, NoEventsNoTitle) {
  Example example;
  example.events.clear();
  example.document.blocks.clear();
  example.mentions.published = {};
  EXPECT_EQ(written(example.record(), {}), "ex\"1\nno date · ex\"1\n  no events\n  note\n\n");
}

}  // namespace
}  // namespace depeche::record
