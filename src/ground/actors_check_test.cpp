#include "ground/actors_check.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace depeche::ground {
namespace {

namespace fs = std::filesystem;

// A table of the user's own for one test.
class Overlay {
 public:
  explicit Overlay(std::string_view rows) {
    const std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    file_ = fs::temp_directory_path() / ("depeche_actors_" + name + ".tsv");
    std::ofstream(file_) << "id\tkind\tnames\tfamily\tcountry\toffice\tof\tsector\tfrom\tto\n" << rows;
  }
  ~Overlay() { fs::remove(file_); }
  Result<ActorBook> load() const { return ActorBook::load(DEPECHE_SOURCE_DIR "/resources", "fr", file_); }
  std::string at(int line) const { return file_.string() + ":" + std::to_string(line) + ": "; }

 private:
  fs::path file_;
};

std::vector<std::string> of(const Overlay& overlay, const std::vector<std::string>& all) {
  std::vector<std::string> out;
  const std::string file = overlay.at(0).substr(0, overlay.at(0).size() - 3);
  for (const std::string& line : all) {
    if (line.starts_with(file)) out.push_back(line);
  }
  return out;
}

TEST(Overlay, AddsPeopleBodiesAndOffices) {
  const Overlay overlay(
      "jane-roe\t\tJane Roe\t\tFRA\tmayor\t\tGOV\t2020\t2022\n"
      "jane-roe\t\t\t\tFRA\tforeign_minister\t\tGOV\t2030-01\t\n"
      "roe-party\tparty\tUnion des lampes\t\tFRA\t\t\tPTY\t\t\n"
      "un\t\tONU des lampes\t\tUNO\t\t\tIGO\t\t\n");
  const auto book = overlay.load();
  ASSERT_TRUE(book) << book.error().describe();
  EXPECT_TRUE(of(overlay, book->diagnostics()).empty());
  const ActorIndex jane = book->find("jane-roe");
  ASSERT_NE(jane, kNoActor);
  EXPECT_EQ(book->holder("foreign_minister", "FRA", "2030-06-01"), jane);
  EXPECT_EQ(book->role_on(jane, "2021-01-01").sector, "GOV");
  EXPECT_EQ(book->role_on(jane, "2024-01-01").sector, "ELI");
  ASSERT_EQ(book->exact("Union des lampes").size(), 1u);
  ASSERT_EQ(book->exact("ONU des lampes").size(), 1u);
  EXPECT_EQ(book->exact("ONU des lampes")[0].actor, book->find("un"));
  EXPECT_EQ(book->place_of((*book)[jane].row) + ": ", overlay.at(2));
}

TEST(Overlay, AnOfficeStandsInPlaceOfTheLists) {
  const Overlay overlay("angela-merkel\t\t\t\tDEU\thead_of_government\t\tGOV\t2005-11-22\t2010-01-01\n");
  const auto lists = ActorBook::load(DEPECHE_SOURCE_DIR "/resources", "fr");
  const auto book = overlay.load();
  ASSERT_TRUE(lists && book);
  const ActorIndex merkel = lists->holder("head_of_government", "DEU", "2015-01-01");
  ASSERT_NE(merkel, kNoActor);
  ASSERT_EQ((*lists)[merkel].id, "angela-merkel");
  EXPECT_EQ(book->holder("head_of_government", "DEU", "2008-01-01"), merkel);
  EXPECT_EQ(book->holder("head_of_government", "DEU", "2015-01-01"), kNoActor);
}

TEST(Overlay, WrongRowsAreSkippedWithTheirLines) {
  const Overlay overlay(
      "a-b\tghost\tA B\t\tFRA\t\t\tPTY\t\t\n"
      "c-d\t\tC D\t\tFRA\tmayor\t\tGOV\t20x0\t\n"
      "e-f\tparty\tE F\t\tFrance\t\t\tPTY\t\t\n"
      "un\tparty\tG H\t\tUNO\t\t\tIGO\t\t\n"
      "i-j\tparty\t!!!\t\tFRA\t\t\tPTY\t\t\n"
      "k-l\tparty\tKa El\t\tFRA\t\t\tPTY\t\t\n");
  const auto book = overlay.load();
  ASSERT_TRUE(book) << book.error().describe();
  const std::vector<std::string> faults = of(overlay, book->diagnostics());
  ASSERT_EQ(faults.size(), 5u);
  for (size_t i = 0; i < faults.size(); ++i) EXPECT_TRUE(faults[i].starts_with(overlay.at(static_cast<int>(i) + 2)));
  EXPECT_NE(book->find("k-l"), kNoActor);
  EXPECT_FALSE(ActorBook::load(DEPECHE_SOURCE_DIR "/resources", "fr", "/no/such/table.tsv"));
}

TEST(CheckActors, NamesOfficesAndTerms) {
  const Overlay overlay(
      "x-one\tparty\tFront des lampes\t\tFRA\t\t\tPTY\t\t\n"
      "x-two\tparty\tFront des lampes\t\tFRA\t\t\tPTY\t\t\n"
      "x-three\tparty\tFront des lampes\t\tBEL\t\t\tPTY\t\t\n"
      "jane-roe\t\tJane Roe\t\tATA\tforeign_minister\tx-one\tGOV\t2031-01\t2033-05\n"
      "john-roe\t\tJohn Roe\t\tATA\tforeign_minister\tx-one\tGOV\t2033-05\t2036\n"
      "jack-roe\t\tJack Roe\t\tATA\tforeign_minister\tx-one\tGOV\t2035-01\t\n"
      "jack-roe\t\t\t\tATA\tforeign_minister\tx-one\tGOV\t2037\t2038\n");
  const auto book = overlay.load();
  ASSERT_TRUE(book) << book.error().describe();
  ASSERT_TRUE(of(overlay, book->diagnostics()).empty());
  const std::vector<std::string> notes = of(overlay, check_actors(*book));
  ASSERT_EQ(notes.size(), 3u);
  EXPECT_TRUE(notes[0].starts_with(overlay.at(3) + "'Front des lampes'"));
  EXPECT_TRUE(notes[1].starts_with(overlay.at(7) + "foreign_minister x-one"));
  EXPECT_TRUE(notes[2].starts_with(overlay.at(8) + "foreign_minister x-one: within"));
}

// A million rows of the user's own: each is found, many bear one family name.
TEST(Overlay, AMillionRows) {
  constexpr int kRows = 1'000'000;
  std::string rows;
  for (int i = 0; i < kRows; ++i) {
    const std::string n = std::to_string(i);
    rows += "o" + n + "\t\tPrenom" + n + " Lampe" + std::to_string(i % 10) + "\t\tFRA\tmayor\t\tGOV\t2001\t2002\n";
  }
  const Overlay overlay(rows);
  const auto book = overlay.load();
  ASSERT_TRUE(book) << book.error().describe();
  EXPECT_TRUE(of(overlay, book->diagnostics()).empty());
  ASSERT_EQ(book->exact("Prenom654321 Lampe1").size(), 1u);
  EXPECT_EQ((*book)[book->exact("Prenom654321 Lampe1")[0].actor].id, "o654321");
}

}  // namespace
}  // namespace depeche::ground
