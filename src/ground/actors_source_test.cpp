#include "ground/actors_source.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/layers.h"
#include "ground/actors.h"
#include "ground/actors_check.h"

namespace depeche::ground {
namespace {

namespace fs = std::filesystem;

class Sources : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              (std::string("actors_source_") + testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "actors");
  }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path write(const std::string& name, std::string_view text) const {
    std::ofstream(folder_ / name) << text;
    return folder_ / name;
  }
  // The notes of check_actors on one file, without its name.
  std::vector<std::string> notes(const ActorBook& book, const fs::path& file) const {
    std::vector<std::string> out;
    for (const std::string& line : check_actors(book)) {
      if (line.starts_with(file.string() + ':')) out.push_back(line.substr(file.string().size() + 1));
    }
    return out;
  }

  fs::path folder_;
};

TEST_F(Sources, ALineHoldsUntilTheNextAndARowsOwnCounts) {
  const auto list = ActorList::read(write("a.tsv",
                                          "# Parties.\n"
                                          "id\tnames\twikidata\tsource\n"
                                          "a\tA\n"
                                          "# source: the register of parties\n"
                                          "\n"
                                          "b\tB\tQ5\n"
                                          "c\tC\t\tits statutes\r\n"
                                          "#source:  the gazette \r\n"
                                          "d\tD\n"
                                          "# sources differ here\n"
                                          "e\tE\n"
                                          "# source:\n"
                                          "f\tF"));
  ASSERT_TRUE(list) << list.error().describe();
  const std::pair<int, const char*> rows[] = {
      {3, ""}, {6, "the register of parties"}, {7, "its statutes"}, {9, "the gazette"}, {11, "the gazette"}, {13, ""}};
  const std::vector<ActorList::Row> all = list->rows();
  ASSERT_EQ(all.size(), std::size(rows));
  for (size_t i = 0; i < all.size(); ++i) {
    const auto& [line, source] = rows[i];
    EXPECT_EQ(all[i].line, line);
    EXPECT_EQ(all[i].source, source) << line;
    ASSERT_TRUE(list->at(line)) << line;
    EXPECT_EQ(list->at(line)->source, source) << line;
  }
  EXPECT_EQ(list->at(6)->id, "b");
  EXPECT_EQ(list->at(6)->wikidata, "Q5");
  for (const int line : {-1, 0, 1, 2, 4, 5, 14}) EXPECT_FALSE(list->at(line)) << line;
  EXPECT_TRUE(ActorList::read(write("bare.tsv", "# source: nothing\n"))->rows().empty());
  EXPECT_FALSE(ActorList::read(folder_ / "none.tsv"));
}

TEST_F(Sources, WikidataIds) {
  for (const char* id : {"Q1", "Q22686", "Q137204778"}) EXPECT_TRUE(is_wikidata_id(id)) << id;
  for (const char* id : {"", "Q", "Q0", "Q012", "q5", "5", "P31", "Q5 ", "Q5|Q6", "https://www.wikidata.org/wiki/Q5"})
    EXPECT_FALSE(is_wikidata_id(id)) << id;
}

TEST_F(Sources, EveryRowOfTheListsHasOne) {
  const auto book = ActorBook::load(DEPECHE_SOURCE_DIR "/resources", "fr");
  ASSERT_TRUE(book) << book.error().describe();
  for (const std::string& file : book->files()) {
    const auto list = ActorList::read(file);
    ASSERT_TRUE(list) << list.error().describe();
    for (const ActorList::Row& row : list->rows()) EXPECT_FALSE(row.source.empty()) << file << ':' << row.line;
  }
  for (const std::string& note : check_actors(*book)) EXPECT_EQ(note.find("wikidata"), std::string::npos) << note;
}

// Whole lists are asked for sources; a table of the user's own is its own source, beside the lists or laid over them.
TEST_F(Sources, AreAskedOfTheListsAlone) {
  const fs::path lists = fs::path(DEPECHE_SOURCE_DIR) / "resources" / "actors";
  for (const auto& entry : fs::directory_iterator(lists)) fs::copy(entry, folder_ / "actors");
  const char* const rows = "id\tkind\tcountry\tsector\tnames\nlamps\tparty\tFRA\tPTY\tFront des lampes\n";
  const fs::path parties = write("actors/parties.tsv", rows), table = write("own.tsv", rows);
  const auto whole = ActorBook::load(folder_, "fr");
  ASSERT_TRUE(whole) << whole.error().describe();
  EXPECT_EQ(notes(*whole, parties), std::vector<std::string>{"2: 'lamps': no source"});

  const auto beside = ActorBook::load(DEPECHE_SOURCE_DIR "/resources", "fr", table);
  ASSERT_TRUE(beside) << beside.error().describe();
  EXPECT_TRUE(notes(*beside, table).empty());

  for (const auto& entry : fs::directory_iterator(folder_ / "actors")) {
    if (entry.path() != parties) fs::remove(entry);
  }
  lay_over(folder_, DEPECHE_SOURCE_DIR "/resources");
  const auto over = ActorBook::load(folder_, "fr");
  ASSERT_TRUE(over) << over.error().describe();
  EXPECT_NE(over->find("lamps"), kNoActor);
  EXPECT_TRUE(notes(*over, parties).empty());
}

TEST_F(Sources, IdsThatAreNoneOfTwoOrNeverRead) {
  const fs::path table = write("own.tsv",
                               "id\tkind\tnames\tcountry\toffice\tsector\tfrom\tto\twikidata\n"
                               "x-one\tparty\tFront des lampes\tFRA\t\tPTY\t\t\tQ987654321\n"
                               "x-two\tparty\tUnion des lampes\tFRA\t\tPTY\t\t\tQ987654321\n"
                               "x-three\tparty\tAlliance des lampes\tFRA\t\tPTY\t\t\tlampes\n"
                               "jane-roe\t\tJane Roe\tFRA\tmayor\tGOV\t2001\t2002\tQ987654322\n"
                               "jane-roe\t\t\tFRA\tmayor\tGOV\t2003\t2004\tQ987654322\n"
                               "x-four\tparty\tParti des lampes\tFRA\t\tPTY\t\t\tQ142\n");
  const auto book = ActorBook::load(DEPECHE_SOURCE_DIR "/resources", "fr", table);
  ASSERT_TRUE(book) << book.error().describe();
  const std::vector<std::string> told = notes(*book, table);
  const char* const expected[] = {"3: wikidata 'Q987654321' is also that of 'x-one' (", "4: wikidata 'lampes': no id",
                                  "6: wikidata 'Q987654322': read from the first row of 'jane-roe' alone (",
                                  "7: wikidata 'Q142' is also that of 'FRA' ("};
  ASSERT_EQ(told.size(), std::size(expected));
  for (size_t i = 0; i < told.size(); ++i) EXPECT_TRUE(told[i].starts_with(expected[i])) << told[i];
}

}  // namespace
}  // namespace depeche::ground
