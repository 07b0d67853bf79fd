#include "ground/actors.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace depeche::ground {
namespace {

const ActorBook& book() {
  static const auto loaded = ActorBook::load(DEPECHE_SOURCE_DIR "/resources", "fr");
  EXPECT_TRUE(loaded) << loaded.error().describe();
  return *loaded;
}

TEST(Actors, ListsHaveNoWrongRow) {
  for (const std::string& line : book().diagnostics()) ADD_FAILURE() << line;
}

TEST(Actors, Demonyms) {
  const std::pair<const char*, const char*> rows[] = {
      {"nord-coréen", "PRK"}, {"nord-coréennes", "PRK"}, {"Russes", "RUS"},    {"française", "FRA"},
      {"burkinabè", "BFA"},   {"irakiens", "IRQ"},       {"turque", "TUR"},    {"néo-zélandaises", "NZL"},
      {"grecque", "GRC"},     {"suissesse", "CHE"},      {"congolais", "COD"}, {"britannique", "GBR"},
      {"nigériane", "NGA"},   {"nigérienne", "NER"},     {"Saoudiens", "SAU"}, {"kosovare", "XKX"},
      {"guyanais", "GUF"},    {"centrafricaine", "CAF"}, {"yéménites", "YEM"}, {"tchèques", "CZE"},
  };
  for (const auto& [word, code] : rows) {
    const ActorIndex state = book().demonym(word);
    ASSERT_NE(state, kNoActor) << word;
    EXPECT_EQ(book()[state].id, code) << word;
  }
  EXPECT_EQ(book().demonym("table"), kNoActor);
}

TEST(Actors, LongestName) {
  const auto first = [](const char* text, size_t at) {
    const std::vector<Word> words = words_of(text);
    const auto found = book().longest(words, at);
    return found.words ? book()[found.entries.front().actor].id + " " + std::to_string(found.words) : "-";
  };
  EXPECT_EQ(first("en Corée du Nord", 1), "PRK 3");
  EXPECT_EQ(first("les États-Unis", 1), "USA 2");
  EXPECT_EQ(first("la République démocratique du Congo", 1), "COD 4");
  EXPECT_EQ(first("l’État hébreu", 1), "ISR 2");
  EXPECT_EQ(first("au Tchad", 1), "TCD 1");
  EXPECT_EQ(first("le ru", 1), "-");  // a brook, not the RU
}

TEST(Actors, StatesHaveAPlace) {
  for (const Actor& actor : book().actors()) {
    if (actor.kind != EntityKind::State || actor.id.size() != 3) continue;
    EXPECT_TRUE(actor.latitude != 0 || actor.longitude != 0) << actor.id;
    EXPECT_NE(book().capital(actor.id), nullptr) << actor.id;
  }
}

TEST(Actors, WrongRowsAreToldAndSkipped) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(testing::TempDir()) / "actors_test";
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::copy(DEPECHE_SOURCE_DIR "/resources/actors", folder / "actors", fs::copy_options::recursive);
  {
    std::ofstream out(folder / "actors/parties.tsv");
    out << "id\tkind\tcountry\tsector\tnames\n"
        << "good\tparty\tFRA\tPTY\tBon Parti\n"
        << "bad\tparty\tFRA\tXYZ\tMauvais Parti\n"
        << "good\tparty\tFRA\tPTY\tEncore\n";
  }
  const auto loaded = ActorBook::load(folder, "fr");
  ASSERT_TRUE(loaded) << loaded.error().describe();
  ASSERT_GE(loaded->diagnostics().size(), 2u);
  EXPECT_NE(loaded->diagnostics()[0].find("parties.tsv:3: sector 'XYZ'"), std::string::npos);
  EXPECT_NE(loaded->diagnostics()[1].find("parties.tsv:4: id 'good'"), std::string::npos);
  EXPECT_NE(loaded->find("good"), kNoActor);
  EXPECT_EQ(loaded->find("bad"), kNoActor);
  fs::remove(folder / "actors/media.tsv");
  EXPECT_FALSE(ActorBook::load(folder, "fr"));
}

TEST(Actors, TermsCoverDates) {
  const Term term{0, "x", "y", "", "", "2000-05", "2008-05-07"};
  EXPECT_TRUE(term.covers("2000-05-01"));
  EXPECT_TRUE(term.covers("2008"));
  EXPECT_TRUE(term.covers("2008-05-07"));
  EXPECT_TRUE(term.covers(""));
  EXPECT_FALSE(term.covers("2008-05-08"));
  EXPECT_FALSE(term.covers("2000-04-30"));
}

}  // namespace
}  // namespace depeche::ground
