#include "text/blocks.h"

#include <gtest/gtest.h>

#include <string>

namespace depeche::text {
namespace {

std::vector<std::string> blocks(const std::string& text) {
  std::vector<std::string> found;
  for (const RawBlock& block : find_blocks(text, 0)) found.emplace_back(slice(text, block.span));
  return found;
}

using Blocks = std::vector<std::string>;

TEST(Blocks, BlankLinesPartThem) {
  EXPECT_EQ(blocks(" Un.\n\n\u00A0\n Deux. \r\n\r\nTrois"), (Blocks{"Un.", "Deux.", "Trois"}));
  EXPECT_EQ(blocks(""), Blocks{});
  EXPECT_EQ(blocks("\n \r\n"), Blocks{});
  EXPECT_EQ(blocks("a\rb"), Blocks{"a\rb"});
}

TEST(Blocks, SingleNewlinesPartThemWhereALineIsAParagraph) {
  EXPECT_EQ(blocks("Le premier point est clos.\nLe second reste ouvert."),
            (Blocks{"Le premier point est clos.", "Le second reste ouvert."}));
  EXPECT_EQ(blocks("Liste :\n- un ;\n- deux."), (Blocks{"Liste :", "- un ;", "- deux."}));
}

TEST(Blocks, SingleNewlinesOfWrappedTextDoNot) {
  EXPECT_EQ(blocks("Le président a reçu mardi\nson homologue, venu de loin."),
            (Blocks{"Le président a reçu mardi\nson homologue, venu de loin."}));
  EXPECT_EQ(blocks("La réunion a duré trois heures et les deux chefs de\n"
                   "Paris et de Rome ont quitté la salle sans rien dire.\n"
                   "Une autre est prévue à l'automne dans\n"
                   "la capitale.\n"
                   "Un second paragraphe commence ici et il tient lui\n"
                   "aussi sur deux lignes."),
            (Blocks{"La réunion a duré trois heures et les deux chefs de\n"
                    "Paris et de Rome ont quitté la salle sans rien dire.\n"
                    "Une autre est prévue à l'automne dans\n"
                    "la capitale.",
                    "Un second paragraphe commence ici et il tient lui\n"
                    "aussi sur deux lignes."}));
}

TEST(Blocks, Words) {
  EXPECT_EQ(find_blocks("Un  deux\u00A0trois", 0)[0].words, 3);
  EXPECT_TRUE(ends_sentence("Il a dit « oui. »"));
  EXPECT_FALSE(ends_sentence("Il a dit « oui »"));
  EXPECT_FALSE(ends_like_title("24 janvier 2017. –"));
  EXPECT_TRUE(ends_like_title("« Oui »"));
  EXPECT_TRUE(starts_lower("été"));
  EXPECT_FALSE(starts_lower("Été"));
  EXPECT_FALSE(starts_lower("3"));
}

}  // namespace
}  // namespace depeche::text
