#include "text/reader.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/utf8.h"

namespace depeche::text {
namespace {

namespace fs = std::filesystem;

// Each piece as "id|text" or as its error.
std::vector<std::string> all(Reader reader) {
  std::vector<std::string> pieces;
  while (const auto piece = reader.next()) {
    pieces.push_back(*piece ? (*piece)->id + "|" + (*piece)->text : piece->error().describe());
  }
  return pieces;
}

std::vector<std::string> all(std::string bytes, ReaderOptions options = {}) {
  return all(Reader::over(std::move(bytes), "in/news.x", options));
}

Article first(std::string bytes) {
  Reader reader = Reader::over(std::move(bytes), "news.x");
  auto piece = reader.next();
  EXPECT_TRUE(piece && *piece);
  return piece && *piece ? std::move(**piece) : Article{};
}

using Pieces = std::vector<std::string>;

class Folder {
 public:
  Folder()
      : path_(fs::path(testing::TempDir()) /
              ("depeche_reader_" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + "_" +
               testing::UnitTest::GetInstance()->current_test_info()->name())) {
    fs::remove_all(path_);
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }
  std::string write(const std::string& name, const std::string& bytes) const {
    const fs::path file = path_ / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
    return file.string();
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

TEST(Reader, PlainTextIsTheArticleByteForByte) {
  EXPECT_EQ(all(" Un titre\r\n\r\nDu texte.\n"), (Pieces{"news| Un titre\r\n\r\nDu texte.\n"}));
  EXPECT_EQ(all("{Paris} un\n"), (Pieces{"news|{Paris} un\n"}));
}

TEST(Reader, JsonLinesWithIdsOfTheirOwnOrByLine) {
  EXPECT_EQ(all("{\"id\":\"a\",\"text\":\"é\"}\n\n{\"text\":\"b\"}\r\n{\"id\":7,\"text\":\"c\"}"),
            (Pieces{"a|é", "news:3|b", "7|c"}));
}

TEST(Reader, BadLinesAreToldAndTheRestGoesOn) {
  const Pieces pieces =
      all("{\"text\":\"a\"}\n{\"text\": oops}\n[1]\n{\"title\":\"t\"}\n{\"text\":1.5}\n{\"text\":\" \"}\n"
          "{\"text\":\"z\"}");
  ASSERT_EQ(pieces.size(), 7u);
  EXPECT_EQ(pieces[1].rfind("in/news.x:2: bad JSON: ", 0), 0u) << pieces[1];
  EXPECT_EQ(pieces[2], "in/news.x:3: not a JSON object");
  EXPECT_EQ(pieces[3], "in/news.x:4: no 'text'");
  EXPECT_EQ(pieces[4], "in/news.x:5: 'text' is not a string");
  EXPECT_EQ(pieces[5], "in/news.x:6: 'text' is empty");
  EXPECT_EQ(pieces[6], "news:7|z");
}

TEST(Reader, FieldsAliasesAndUnknownOnes) {
  const Article a = first(
      R"({"title":"T","text":"x","date":"2023-08-15","lang":"fr","url":null,"publisher":5.5,"n\"1":[1,2.50,{"a":null}],"s":"é\n","s":2})");
  EXPECT_EQ(a.title, "T");
  EXPECT_EQ(a.published, "2023-08-15");
  EXPECT_EQ(a.language, "fr");
  EXPECT_EQ(a.url, "");
  EXPECT_EQ(a.extra, R"("n\"1":[1,2.5,{"a":null}], "s":"é\n")");
  EXPECT_EQ(a.diagnostics,
            (Pieces{"field 's' stands twice: the first one counts", "field 'publisher' is not a string: left out"}));
  EXPECT_EQ(first(R"({"text":"x","date":"2020","published":"2021"})").published, "2021");
  EXPECT_EQ(first(R"({"text":"x","date":"2020","published":null})").published, "2020");
}

TEST(Reader, WhatIsNoTextIsRefused) {
  EXPECT_EQ(all(""), (Pieces{"in/news.x: empty: no text in it"}));
  EXPECT_EQ(all(" \n\n"), (Pieces{"in/news.x: empty: no text in it"}));
  EXPECT_EQ(all(std::string("a\0b", 3)), (Pieces{"in/news.x: binary data, not text"}));
  EXPECT_EQ(all("\x01\x02\x03\x04"), (Pieces{"in/news.x: binary data, not text"}));
  EXPECT_EQ(all("[ {\"text\":\"a\"}]"), (Pieces{"in/news.x: a JSON array; wanted is one object a line (JSON Lines)"}));
}

TEST(Reader, TooLongIsLeftOutAndTheNextLineRead) {
  const std::string lines = "{\"text\":\"a\"}\n{\"text\":\"" + std::string(2'000'000, 'x') + "\"}\n{\"text\":\"b\"}\n";
  EXPECT_EQ(all(lines, {.max_article_bytes = 1'000'000}),
            (Pieces{"news:1|a", "in/news.x:2: line longer than the limit of 1 MB: left out", "news:3|b"}));
  EXPECT_EQ(all(std::string(101, 'x'), {.max_article_bytes = 100}),
            (Pieces{"in/news.x: longer than the limit of 100 bytes for one article"}));
  EXPECT_EQ(all(std::string(100, 'x'), {.max_article_bytes = 100}).front().size(), 105u);
}

TEST(Reader, OtherEncodingsAreDecoded) {
  EXPECT_EQ(all("\xEF\xBB\xBF"
                "été"),
            (Pieces{"news|été"}));
  EXPECT_EQ(all("\xEF\xBB\xBF{\"text\":\"a\"}"), (Pieces{"news:1|a"}));
  EXPECT_EQ(all(std::string("\xFF\xFE\xE9\0t\0\x3D\xD8\x00\xDE", 10)), (Pieces{"news|ét😀"}));
  EXPECT_EQ(all(std::string("\xFE\xFF\0\xE9\xD8\x3D\0t", 8)), (Pieces{"news|é\uFFFDt"}));
  EXPECT_EQ(all(std::string("\xFF\xFE{\0\"\0t\0e\0x\0t\0\"\0:\0\"\0a\0\"\0}\0", 26)), (Pieces{"news:1|a"}));
  const Article a = first(
      "Le pr\xE9sident a \xE9t\xE9 re\xE7u \xE0 l\x92\xC9lys\xE9"
      "e par \xAB l\x92h\xF4te \xBB \x96 hier.");
  EXPECT_EQ(a.text, "Le président a été reçu à l’Élysée par « l’hôte » – hier.");
  EXPECT_EQ(a.diagnostics, (Pieces{"not UTF-8 at byte 5: read as WINDOWS-1252"}));
  const Article b = first("Le président a été reçu à l’Élysée, où était né le général. Un octet cass\xE9.");
  EXPECT_EQ(b.text, "Le président a été reçu à l’Élysée, où était né le général. Un octet cass\uFFFD.");
  EXPECT_EQ(b.diagnostics.size(), 1u);
}

TEST(Reader, FilesAndFolders) {
  const Folder folder;
  folder.write("b.txt", "bé");
  folder.write("a/b.txt", "ab");
  folder.write("a.jsonl", "{\"text\":\"l\"}\n");
  folder.write(".hidden", "h");
  folder.write(".git/x.txt", "h");
  fs::create_directory_symlink(folder.path(), folder.path() / "loop");
  fs::create_directory(folder.path() / "none");
  const std::string none = (folder.path() / "none").string();
  const std::string missing = (folder.path() / "missing.txt").string();
  EXPECT_EQ(all(Reader({missing, folder.path().string(), none, folder.write("c.v2.txt", "c")})),
            (Pieces{missing + ": no such file", "a:1|l", "a/b|ab", "b|bé", "c.v2|c", none + ": no files in this folder",
                    "c.v2|c"}));
}

TEST(Reader, EveryCutOfAFileIsRead) {  // chunks end anywhere
  std::string lines;
  for (int i = 0; i < 40'000; ++i) lines += "{\"text\":\"é" + std::to_string(i) + "\"}\n";
  const Folder folder;
  const Pieces pieces = all(Reader({folder.write("n.jsonl", lines)}));
  ASSERT_EQ(pieces.size(), 40'000u);
  EXPECT_EQ(pieces[39'999], "n:40000|é39999");
}

TEST(Reader, AnyBytesAreReadWithoutAFault) {
  uint32_t state = 1;
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = round % 2 ? "{\"text\":\"" : "";
    for (int i = 0; i < round % 50; ++i) bytes += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    if (round % 3 == 0) bytes += "\"}";
    Reader reader = Reader::over(bytes, "x");
    while (const auto piece = reader.next()) {
      EXPECT_FALSE(*piece && utf8::first_invalid((*piece)->text));
    }
  }
}

}  // namespace
}  // namespace depeche::text
