#include "ground/actors_pack.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/resource.h"
#include "ground/actors_check.h"

namespace depeche::ground {
namespace {

namespace fs = std::filesystem;

const fs::path kResources = fs::path(DEPECHE_SOURCE_DIR) / "resources";

class Pack : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              (std::string("actors_pack_") + testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  fs::path file() const { return folder_ / "actors_fr.pack"; }

  fs::path folder_;
};

// Everything that the book is asked for elsewhere, as one text.
std::string told(const ActorBook& book) {
  std::string out;
  for (const Actor& actor : book.actors()) {
    out += actor.id + '|' + actor.name + '|' + actor.country + '|' + actor.sector + '|' + actor.wikidata + '|' +
           std::to_string(static_cast<int>(actor.gender)) + std::to_string(actor.latitude) + book.place_of(actor.row);
    for (const std::string& name : actor.others) out += '|' + name;
    for (const std::string& name : actor.family) out += '|' + name + std::to_string(book.family(name).size());
    for (const NameEntry& entry : book.exact(actor.name)) out += ' ' + book[entry.actor].id;
    const ActorBook::Role role = book.role_on(book.find(actor.id), "2012-01-01");
    out += ' ' + role.country + role.sector + '\n';
  }
  for (const Term& term : book.terms()) {
    const ActorIndex holder = book.holder(term.office, term.of, term.from);
    out += term.office + term.of + term.from + term.to + (holder == kNoActor ? "-" : book[holder].id) + '\n';
  }
  for (const std::string& note : check_actors(book)) out += note + '\n';
  for (const char* word : {"russes", "maliennes", "suisse"}) {
    const ActorIndex state = book.demonym(word);
    out += state == kNoActor ? "-" : book[state].id;
  }
  for (const char* word : {"vladimir", "angela"})
    out += std::to_string(static_cast<int>(book.gender_of_first_name(word)));
  return out + book.transliteration().sound("Choïgou Tchernomyrdine") + book.capital("RUS")->name;
}

TEST_F(Pack, TellsWhatTheListsTell) {
  const auto plain = ActorBook::load(kResources, "fr");
  const auto first = ActorBook::load(kResources, "fr", {}, folder_);
  ASSERT_TRUE(plain && first);
  ASSERT_TRUE(fs::exists(file()));
  const auto time = fs::last_write_time(file());
  const auto second = ActorBook::load(kResources, "fr", {}, folder_);
  ASSERT_TRUE(second);
  EXPECT_EQ(fs::last_write_time(file()), time);  // used, not made anew
  EXPECT_GT(plain->actors().size(), 5000u);
  EXPECT_EQ(told(*first), told(*plain));
  EXPECT_EQ(told(*second), told(*plain));
}

TEST_F(Pack, AnotherLanguageIsAnotherPack) {
  ASSERT_TRUE(ActorBook::load(kResources, "fr", {}, folder_));
  const auto english = ActorBook::load(kResources, "en", {}, folder_);
  ASSERT_TRUE(english);
  EXPECT_EQ(english->country("DEU")->name, "Germany");
}

TEST_F(Pack, ChangedListsAreReadAnew) {
  fs::create_directories(folder_);
  fs::copy(kResources / "actors", folder_ / "actors", fs::copy_options::recursive);
  const fs::path packs = folder_ / "packs";
  ASSERT_TRUE(ActorBook::load(folder_, "fr", {}, packs));
  std::ofstream(folder_ / "actors" / "people.tsv", std::ios::app)
      << "anne-exemple\tAnne Exemple\t\t\tf\tFRA\tfigure\t\tCVL\n";
  const auto book = ActorBook::load(folder_, "fr", {}, packs);
  ASSERT_TRUE(book);
  EXPECT_NE(book->find("anne-exemple"), kNoActor);
}

// Whatever byte is wrong or however short the file is, the lists themselves are read.
TEST_F(Pack, DamageIsNoticed) {
  const auto plain = ActorBook::load(kResources, "fr", {}, folder_);
  ASSERT_TRUE(plain);
  const auto bytes = read_file(file());
  ASSERT_TRUE(bytes);
  const auto key = actors_key({kResources / "actors" / "countries.tsv"}, "fr");
  ASSERT_TRUE(key);
  EXPECT_FALSE(open_actors_pack(file(), *key));  // of other lists
  for (const size_t at : {size_t{0}, size_t{17}, size_t{25}, size_t{40}, bytes->size() / 2, bytes->size() - 1}) {
    std::string damaged = *bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x40);
    std::ofstream(file(), std::ios::binary) << damaged;
    const auto book = ActorBook::load(kResources, "fr", {}, folder_);
    ASSERT_TRUE(book) << at;
    EXPECT_EQ(book->actors().size(), plain->actors().size()) << at;
    EXPECT_EQ(*read_file(file()), *bytes) << at;  // made anew
  }
  for (const size_t size : {size_t{0}, size_t{10}, size_t{31}, size_t{32}, size_t{100}, bytes->size() - 1}) {
    std::ofstream(file(), std::ios::binary) << bytes->substr(0, size);
    const auto book = ActorBook::load(kResources, "fr", {}, folder_);
    ASSERT_TRUE(book) << size;
    EXPECT_EQ(book->actors().size(), plain->actors().size()) << size;
  }
}

TEST_F(Pack, AFolderThatCannotBeIsNoError) {
  std::ofstream(folder_) << "a file, no folder";
  const auto book = ActorBook::load(kResources, "fr", {}, folder_ / "packs");
  ASSERT_TRUE(book);
  EXPECT_NE(book->country("RUS"), nullptr);
}

TEST_F(Pack, AnOverlayComesOnTop) {
  fs::create_directories(folder_);
  const fs::path own = folder_ / "own.tsv";
  std::ofstream(own) << "id\tnames\tcountry\toffice\tsector\tfrom\n"
                     << "anne-exemple\tAnne Exemple\tFRA\thead_of_state\tGOV\t2031-05\n";
  for (int round = 0; round < 2; ++round) {
    const auto book = ActorBook::load(kResources, "fr", own, folder_);
    ASSERT_TRUE(book);
    EXPECT_EQ(book->holder("head_of_state", "FRA", "2032-01-01"), book->find("anne-exemple"));
  }
  const auto without = ActorBook::load(kResources, "fr", {}, folder_);
  ASSERT_TRUE(without);
  EXPECT_EQ(without->find("anne-exemple"), kNoActor);
}

}  // namespace
}  // namespace depeche::ground
