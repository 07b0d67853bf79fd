#include "text/builder.h"

#include <gtest/gtest.h>

#include <chrono>

#include "base/toml_file.h"
#include "base/utf8.h"
#include "text/iso.h"
#include "text/language.h"
#include "text/residue.h"

namespace depeche::text {
namespace {

namespace fs = std::filesystem;

const DocumentBuilder& builder() {
  static const auto loaded = DocumentBuilder::load(DEPECHE_SOURCE_DIR "/resources");
  if (!loaded) ADD_FAILURE() << loaded.error().describe();
  return *loaded;
}

// "T:Un titre" "P:Un paragraphe." …
std::vector<std::string> dump(const Document& d) {
  std::vector<std::string> blocks;
  for (const Block& block : d.blocks) {
    blocks.push_back(std::string(1, "THPRF"[static_cast<size_t>(block.kind)]) + ":" +
                     std::string(slice(d.text, block.span)));
  }
  return blocks;
}

using Blocks = std::vector<std::string>;

const std::string kLong =
    "Le ministre des affaires étrangères a reçu mardi à Rome son homologue, et les deux hommes ont parlé de la paix.";

TEST(Builder, TextIsTitleTwoNewlinesAndTheBodyAsGiven) {
  const Document d = builder().run({.id = "a",
                                    .title = " Un titre ",
                                    .text = "\n " + kLong + "\n",
                                    .url = "u",
                                    .publisher = "p",
                                    .language = "fr-CA",
                                    .published = "2023-08-15T10:00:00+02:00",
                                    .extra = "\"x\": 1"});
  EXPECT_EQ(d.text, "Un titre\n\n\n " + kLong + "\n");
  EXPECT_EQ(dump(d), (Blocks{"T:Un titre", "P:" + kLong}));
  EXPECT_EQ(d.id + d.url + d.publisher + d.language + d.published + d.extra, "aupfr2023-08-15\"x\": 1");
  EXPECT_TRUE(d.diagnostics.empty());
}

TEST(Builder, PlainTextHasItsTitleInFront) {
  EXPECT_EQ(dump(builder().run({.text = "Rome reçoit Paris\n\n" + kLong + "\n\nUne visite attendue\n\n" + kLong})),
            (Blocks{"T:Rome reçoit Paris", "P:" + kLong, "H:Une visite attendue", "P:" + kLong}));
  EXPECT_EQ(dump(builder().run({.text = kLong + "\n\n" + kLong})), (Blocks{"P:" + kLong, "P:" + kLong}));
  EXPECT_EQ(dump(builder().run({.text = "Rome reçoit Paris"})), (Blocks{"P:Rome reçoit Paris"}));
  EXPECT_EQ(dump(builder().run({.text = "24 janvier 2017. –\n" + kLong})),
            (Blocks{"P:24 janvier 2017. –", "P:" + kLong}));
}

TEST(Builder, ResidueAroundAndInsideTheReport) {
  EXPECT_EQ(dump(builder().run({.title = "Rome reçoit Paris",
                                .text = "Rome reçoit Paris\n\nPar Jeanne Duval\n\n" + kLong +
                                        "\n\nLire aussi : La trêve tient\n\n" + kLong +
                                        "\n\n***\n\nLucie\n\nLucie, rédactrice confirmée, anime ce site et suit les "
                                        "tendances depuis dix ans.\n\nPartager :\nFacebook,\nTwitter,"})),
            (Blocks{"T:Rome reçoit Paris", "R:Rome reçoit Paris", "R:Par Jeanne Duval", "P:" + kLong,
                    "R:Lire aussi : La trêve tient", "P:" + kLong, "R:***", "R:Lucie",
                    "R:Lucie, rédactrice confirmée, anime ce site et suit les tendances depuis dix ans.",
                    "R:Partager :", "R:Facebook,", "R:Twitter,"}));
  EXPECT_EQ(
      dump(builder().run({.title = "Un titre",
                          .text = kLong + "\n\n— Jeanne Duval, présidente\n\n« Non. »\n\n— Jeanne Duval, présidente"})),
      (Blocks{"T:Un titre", "P:" + kLong, "R:— Jeanne Duval, présidente", "P:« Non. »",
              "P:— Jeanne Duval, présidente"}));
}

TEST(Builder, LanguageIsGivenOrGuessed) {
  EXPECT_EQ(builder().run({.text = kLong}).language, "fr");
  EXPECT_EQ(builder()
                .run({.text = "The minister met his counterpart in Rome on Tuesday and both men talked about peace."})
                .language,
            "en");
  EXPECT_EQ(builder()
                .run({.text = "Das Parlament hat am Dienstag mit großer Mehrheit das neue Gesetz beschlossen."})
                .language,
            "de");
  EXPECT_EQ(builder().run({.text = "Ok"}).language, "fr");
  // The language of most of a text, whatever it quotes.
  EXPECT_EQ(guess_language(
                "The minister thanked the organisers of the congress in Tyumen on Monday and spoke to students from "
                "twelve countries about their work in the hospitals of the region. \"Благодарю вас за победу, которая "
                "далась нелегко\", he wrote to the winners, who will meet again in Moscow next spring.")
                .code,
            "en");
  const Document d = builder().run({.text = kLong, .language = "French"});
  EXPECT_EQ(d.language, "fr");
  EXPECT_EQ(d.diagnostics.size(), 1u);
}

TEST(Builder, StrangeInputIsTold) {
  const Document d = builder().run({.title = "T\xE9", .text = "a\xFF", .published = "15/08/2023"});
  EXPECT_EQ(d.text, "T\uFFFD\n\na\uFFFD");
  EXPECT_EQ(d.published, "");
  EXPECT_EQ(d.diagnostics.size(), 3u);
  EXPECT_EQ(d.diagnostics[2], "published '15/08/2023' is no ISO date: left out");
  EXPECT_TRUE(builder().run({}).blocks.empty());
}

TEST(Builder, Values) {
  for (const char* date : {"2023", "2023-08", "2023-08-15", "2024-02-29"}) EXPECT_EQ(iso_date(date), date);
  EXPECT_EQ(iso_date("20230815"), "2023-08-15");
  EXPECT_EQ(iso_date("2023-08-15 10:00"), "2023-08-15");
  for (const char* date : {"", "23", "2023-13", "2023-02-30", "2023-8-1", "hier", "2023-08-15x", "2023-0815"}) {
    EXPECT_EQ(iso_date(date), "") << date;
  }
  EXPECT_EQ(language_code("FR"), "fr");
  EXPECT_EQ(language_code("fr_FR.UTF-8"), "fr");
  EXPECT_EQ(language_code("français"), "");
  EXPECT_EQ(guess_language("").code, "");
}

TEST(Builder, BlocksAreInOrderInsideTheTextAndTrimmed) {
  uint32_t state = 7;
  const std::string_view pieces[] = {"\n", "\n\n", " ",    "a",        "É", ".",      "Le", "\r\n",
                                     "-",  "»",    "\xFF", "partager", "😀", "\u00A0", ":"};
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (int i = 0; i < round % 60; ++i)
      text += pieces[((state = state * 1664525 + 1013904223) >> 16) % std::size(pieces)];
    const Document d = builder().run({.title = round % 2 ? "Un" : "", .text = text});
    EXPECT_FALSE(utf8::first_invalid(d.text));
    uint32_t end = 0;
    for (const Block& block : d.blocks) {
      EXPECT_LE(end, block.span.begin);
      EXPECT_LT(block.span.begin, block.span.end);
      EXPECT_EQ(trim_span(d.text, block.span), block.span);
      end = block.span.end;
    }
    EXPECT_LE(end, d.text.size());
  }
}

TEST(Builder, TimeIsLinear) {
  for (const std::string_view piece : {"a", "a ", "a\n", "\n", "Facebook, ", "— A b ", "«"}) {
    std::string text;
    while (text.size() < 2'000'000) text += piece;
    const auto start = std::chrono::steady_clock::now();
    builder().run({.text = text});
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20)) << piece;
  }
}

TEST(Builder, ParagraphsInAnotherLanguage) {
  const std::string english =
      "The foreign minister said on Tuesday that talks would resume before the end of the month, despite criticism.";
  const std::string german =
      "Der Minister sagte am Dienstag, dass die Gespräche noch vor Ende des Monats wieder aufgenommen werden sollen.";
  const Document d =
      builder().run({.title = "Un titre", .text = kLong + "\n\n" + english + "\n\n" + german, .language = "fr"});
  EXPECT_EQ(dump(d), (Blocks{"T:Un titre", "P:" + kLong, "F:" + english, "F:" + german}));
  EXPECT_EQ(d.blocks[2].language, "en");
  EXPECT_EQ(d.blocks[3].language, "de");
  EXPECT_EQ(d.language_confidence, 1);
  // Short quotations and names stay where they are.
  const std::string names =
      "Il a cité « The quick brown fox » puis John Smith, Mary Jones et William Brown de Oxford Street à Londres.";
  EXPECT_EQ(dump(builder().run({.text = kLong + "\n\n" + names, .language = "fr"})).back(), "P:" + names);
  const Document other = builder().run({.text = german + "\n\n" + german});
  EXPECT_EQ(other.language, "de");
  EXPECT_GT(other.language_confidence, 0.9);
  EXPECT_EQ(builder().run({.text = "x"}).language_confidence, 0);
  // What a page says of its language may be wrong, what a user says is not looked at.
  const std::string text = english + "\n\n" + english;
  const Document corrected = builder().run({.text = text, .language = "fr", .page_tells_language = true});
  EXPECT_EQ(corrected.language, "en");
  EXPECT_EQ(corrected.diagnostics.size(), 1u);
  EXPECT_EQ(builder().run({.text = text, .language = "fr"}).language, "fr");
  EXPECT_EQ(builder().run({.text = text, .language = "en", .page_tells_language = true}).diagnostics.size(), 0u);
}

TEST(Builder, CrossheadsThatThePageMarks) {
  const Document d =
      builder().run({.title = "T", .text = kLong + "\n\nEt la suite.\n\n" + kLong, .headings = {"Et la suite."}});
  EXPECT_EQ(dump(d)[2], "H:Et la suite.");
}

TEST(Residue, ExamplesOfEveryLanguage) {
  int files = 0;
  for (const auto& folder : fs::directory_iterator(DEPECHE_SOURCE_DIR "/resources")) {
    const fs::path file = folder.path() / "text" / "residue.toml";
    if (!fs::exists(file)) continue;
    ++files;
    const auto rules = ResidueRules::load(file);
    ASSERT_TRUE(rules) << rules.error().describe();
    for (const std::string& failing : rules->failing_examples()) ADD_FAILURE() << failing;
  }
  EXPECT_GE(files, 2);
}

}  // namespace
}  // namespace depeche::text
