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

TEST(Actors, HoldersByDate) {
  const struct {
    const char *office, *of, *date, *name;
  } rows[] = {
      {"head_of_state", "RUS", "2017-03-02", "Vladimir Poutine"},
      {"head_of_state", "RUS", "2010-01-01", "Dmitri Medvedev"},
      {"head_of_state", "RUS", "2023-08-15", "Vladimir Poutine"},
      {"head_of_state", "FRA", "2012-05-15", "François Hollande"},
      {"head_of_state", "FRA", "2012-05-14", "Nicolas Sarkozy"},
      {"head_of_state", "USA", "2017-01-19", "Barack Obama"},
      {"foreign_minister", "USA", "2012-11-02", "Hillary Clinton"},
      {"leader", "PRK", "2023-08-15", "Kim Jong-un"},
      {"defence_minister", "RUS", "2023-08-15", "Sergueï Choïgou"},
      {"head_of_government", "GBR", "2016-07-14", "Theresa May"},
      {"head", "un", "2018-01-01", "António Guterres"},
      {"head", "nato", "2012", "Anders Fogh Rasmussen"},
      {"head", "hamas", "2020-01-01", "Ismaïl Haniyeh"},
      {"head_of_state", "FRA", "", "Emmanuel Macron"},
      {"head_of_state", "FRA", "1900-01-01", ""},
  };
  for (const auto& row : rows) {
    const ActorIndex who = book().holder(row.office, row.of, row.date);
    EXPECT_EQ(who == kNoActor ? "" : book()[who].name, row.name) << row.office << " " << row.of << " " << row.date;
  }
}

TEST(Actors, RolesByDate) {
  const struct {
    const char *name, *date, *role;
  } rows[] = {
      {"Donald Trump", "2016-05-01", "USA PTY"},
      {"Donald Trump", "2018-05-01", "USA GOV"},
      {"Stephen Harper", "2016-02-25", "CAN ELI"},
      {"Hosni Moubarak", "2012-06-24", "EGY ELI"},
      {"Kofi Annan", "2003-01-01", "UNO IGO"},
      {"Jens Stoltenberg", "2012-01-01", "NOR GOV"},
      {"Jens Stoltenberg", "2018-01-01", "IGO IGO"},
      {"Marine Le Pen", "2017-04-01", "FRA PTY"},
      {"AFP", "2017-01-01", "FRA JRN"},
      {"ONU", "", "UNO IGO"},
      {"Daech", "2017-01-01", "IMG REB"},
      {"Kremlin", "", "RUS GOV"},
  };
  for (const auto& row : rows) {
    const auto found = book().exact(row.name);
    ASSERT_FALSE(found.empty()) << row.name;
    const ActorBook::Role role = book().role_on(found.front().actor, row.date);
    EXPECT_EQ(role.country + " " + role.sector, row.role) << row.name << " " << row.date;
  }
}

TEST(Actors, StatesHaveAPlace) {
  for (const Actor& actor : book().actors()) {
    if (actor.kind != EntityKind::State || actor.id != actor.country) continue;
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
  const Term term{0, "x", "y", "", "", "2000-05", "2008-05-07", {}};
  EXPECT_TRUE(term.covers("2000-05-01"));
  EXPECT_TRUE(term.covers("2008"));
  EXPECT_TRUE(term.covers("2008-05-07"));
  EXPECT_TRUE(term.covers(""));
  EXPECT_FALSE(term.covers("2008-05-08"));
  EXPECT_FALSE(term.covers("2000-04-30"));
}

}  // namespace
}  // namespace depeche::ground
