// Patterns and zip archives, through the reader.
#include "text/inputs.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zip.h>

#include <fstream>

#include "text/reader.h"

namespace depeche::text {
namespace {

namespace fs = std::filesystem;
using Strings = std::vector<std::string>;

class Inputs : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) / ("depeche_inputs_" + std::to_string(getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& bytes) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return (folder_ / name).string();
  }
  std::string zip(const std::string& name, const std::vector<std::pair<std::string, std::string>>& files) const {
    const std::string path = (folder_ / name).string();
    zip_t* const archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    for (const auto& [inner, bytes] : files)
      zip_file_add(archive, inner.c_str(), zip_source_buffer(archive, bytes.data(), bytes.size(), 0), 0);
    zip_close(archive);
    return path;
  }
  static std::string bytes_at(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }
  // Each piece as "id|text" or as its error, the folder's name left out.
  Strings read(Reader reader) const {
    Strings out;
    while (const auto piece = reader.next()) {
      std::string told = *piece ? (*piece)->id + "|" + (*piece)->text : piece->error().describe();
      if (const size_t at = told.find(folder_.string() + "/"); at != std::string::npos)
        told.erase(at, folder_.string().size() + 1);
      out.push_back(told);
    }
    return out;
  }
  Strings read(const std::string& input) const { return read(Reader({input})); }
  fs::path folder_;
};

TEST_F(Inputs, Patterns) {
  write("a/1.txt", "un");
  write("a/2.txt", "deux");
  write("a/2.md", "x");
  write("b/1.txt", "trois");
  write("b/c/1.txt", "quatre");
  write("b/.hidden.txt", "x");
  const std::string front = folder_.string() + "/";
  EXPECT_EQ(read(front + "a/*.txt"), (Strings{"1|un", "2|deux"}));
  EXPECT_EQ(read(front + "*/1.txt"), (Strings{"a/1|un", "b/1|trois"}));
  EXPECT_EQ(read(front + "**/1.txt"), (Strings{"a/1|un", "b/1|trois", "b/c/1|quatre"}));
  EXPECT_EQ(read(front + "b/**/*.txt"), (Strings{"1|trois", "c/1|quatre"}));
  EXPECT_EQ(read(front + "a/[12].txt"), (Strings{"1|un", "2|deux"}));
  EXPECT_EQ(read(front + "?"), (Strings{"1|un", "2|x", "2|deux", "1|trois", "c/1|quatre"}));  // folders
  EXPECT_EQ(read(front + "*.html"), (Strings{"*.html: no file matches this pattern"}));
  write("odd[1].txt", "cinq");
  EXPECT_EQ(read(front + "odd[1].txt"), (Strings{"odd[1]|cinq"}));  // is there under that name
  EXPECT_EQ(bytes_of({front + "a/*.txt", front + "b"}), 2u + 4 + 5 + 6);
  EXPECT_FALSE(bytes_of({"-"}));
}

TEST_F(Inputs, Archives) {
  const std::string inner = bytes_at(zip("inner.zip", {{"z.txt", "au fond"}}));
  const std::string path = zip("all.zip", {{"b/2.txt", "deux"},
                                           {"a.jsonl", "{\"text\":\"un\"}\n{\"text\":\"et\"}\n"},
                                           {"b/", ""},
                                           {".hidden", "x"},
                                           {"__MACOSX/a.jsonl", "x"},
                                           {"empty.txt", ""},
                                           {"in.zip", inner}});
  const Strings wanted = {"a:1|un", "a:2|et", "b/2|deux", "all.zip/empty.txt: empty: no text in it", "in/z|au fond"};
  EXPECT_EQ(read(path), wanted);
  Strings in_memory = wanted;
  EXPECT_EQ(read(Reader::over(bytes_at(path), "all.zip")), in_memory);
  EXPECT_EQ(read((folder_ / "*.zip").string()).size(), 6u);
  Reader reader({path});
  while (reader.next()) continue;
  EXPECT_GT(reader.bytes_read(), 0u);
}

TEST_F(Inputs, ArchivesThatAreNoneOrTooMuch) {
  std::string nested = bytes_at(zip("0.zip", {{"a.txt", "x"}}));
  for (int i = 1; i < 5; ++i) nested = bytes_at(zip(std::to_string(i) + ".zip", {{"n.zip", nested}}));
  EXPECT_EQ(read((folder_ / "4.zip").string()),
            (Strings{"4.zip/n.zip/n.zip/n.zip: a zip archive too deep in others: not opened"}));
  const Strings broken = read(write("broken.zip", nested.substr(0, nested.size() / 2)));
  ASSERT_EQ(broken.size(), 1u);
  EXPECT_NE(broken[0].find("broken.zip: a zip archive that cannot be read"), std::string::npos) << broken[0];
  const Strings office = read(zip("x.docx", {{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", "<w/>"}}));
  EXPECT_EQ(office, (Strings{"x.docx: an office document or a book, not an archive of articles"}));
  // Bytes that were changed after packing.
  std::string damaged = bytes_at(zip("d.zip", {{"a.txt", std::string(1000, 'a') + "b"}, {"b.txt", "deux"}}));
  damaged[40] = static_cast<char>(damaged[40] ^ 0x55);
  const Strings rest = read(write("d.zip", damaged));
  ASSERT_EQ(rest.size(), 2u);
  EXPECT_NE(rest[0].find("d.zip/a.txt: "), std::string::npos);
  EXPECT_EQ(rest[1], "b|deux");
}

TEST_F(Inputs, ArchiveBomb) {
  // Each file is read up to the limit of an article and no further.
  const std::string path = (folder_ / "bomb.zip").string();
  {
    const std::string much(64 << 20, 'a');
    zip_t* const archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr);
    for (int i = 0; i < 3; ++i)
      zip_file_add(archive, ("a" + std::to_string(i)).c_str(), zip_source_buffer(archive, much.data(), much.size(), 0),
                   0);
    zip_close(archive);
  }
  const Strings told = read(path);
  ASSERT_EQ(told.size(), 3u);
  for (const std::string& line : told)
    EXPECT_NE(line.find("longer than the limit of 10 MB"), std::string::npos) << line;
}

TEST_F(Inputs, Twins) {
  std::string text;
  for (int i = 0; i < 40; ++i) text += "mot" + std::to_string(i * 7919 % 1000) + " ";
  const std::string lines = "{\"id\":\"a\",\"text\":\"" + text + "\"}\n{\"id\":\"b\",\"text\":\"" + text + "fin\"}\n";
  Reader reader = Reader::over(lines, "x", {.find_duplicates = true});
  const auto first = reader.next(), second = reader.next();
  ASSERT_TRUE(first && *first && second && *second);
  EXPECT_EQ((*first)->duplicate_of, "");
  EXPECT_EQ((*second)->duplicate_of, "a");
  EXPECT_EQ((*second)->extra, "\"duplicate_of\": \"a\"");
  ASSERT_EQ((*second)->diagnostics.size(), 1u);
  Reader keeps = Reader::over(lines, "x");
  keeps.next();
  EXPECT_EQ((*keeps.next())->duplicate_of, "");
}

}  // namespace
}  // namespace depeche::text
