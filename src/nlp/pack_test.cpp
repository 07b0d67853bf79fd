// Compiled packs: same answers with and without, and a pack that is stale, cut off or damaged is made anew.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "nlp/lemmatizer.h"
#include "nlp/model.h"
#include "nlp/pack.h"
#include "nlp/package.h"
#include "nlp/parse_output.h"
#include "support/paths.h"

namespace depeche::nlp {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

void write(const fs::path& path, std::string_view bytes) { std::ofstream(path, std::ios::binary) << bytes; }

class Packs : public testing::Test {
 protected:
  Packs() : folder_(fs::path(testing::TempDir()) / ("depeche-packs-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~Packs() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  fs::path folder_;
};

TEST_F(Packs, SectionsComeBack) {
  const fs::path path = folder_ / "a.pack";
  std::vector<std::pair<std::string, Bytes>> sections;
  for (const size_t size : {0, 1, 63, 64, 65, 5000})
    sections.emplace_back("part/" + std::to_string(size), Bytes(std::string(size, 'x')));
  ASSERT_TRUE(Pack::write(path, "key", sections));
  const auto pack = Pack::open(path, "key");
  ASSERT_TRUE(pack) << pack.error().describe();
  for (const auto& [name, bytes] : sections) {
    const auto found = pack->find(name);
    ASSERT_TRUE(found) << name;
    EXPECT_EQ(found->view(), bytes.view()) << name;
    EXPECT_EQ(reinterpret_cast<uintptr_t>(found->data()) % 64, 0u) << name;
  }
  EXPECT_FALSE(pack->find("part"));
  EXPECT_FALSE(Pack::open(path, "other key"));
  EXPECT_EQ(Pack::open(folder_ / "none", "key").error().code, Error::Code::NotFound);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1) << "no file beside it";
}

TEST_F(Packs, DamageIsSeen) {
  const fs::path path = folder_ / "a.pack";
  ASSERT_TRUE(Pack::write(path, "key", {{"one", Bytes(std::string(100, 'x'))}, {"two", Bytes(std::string(10, 'y'))}}));
  const std::string whole = bytes_of(path);
  for (size_t size = 0; size < whole.size(); ++size) {
    write(path, std::string_view(whole).substr(0, size));
    EXPECT_FALSE(Pack::open(path, "key")) << size << " bytes";
  }
  for (size_t at = 0; at < whole.size(); ++at) {
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x10);
    write(path, changed);
    EXPECT_FALSE(Pack::open(path, "key")) << "byte " << at;
  }
}

TEST_F(Packs, FolderThatCannotBeWritten) {
  write(folder_ / "file", "");
  EXPECT_FALSE(Pack::write(folder_ / "file" / "a.pack", "key", {}));
  EXPECT_FALSE(Pack::write(folder_ / "none" / "a.pack", "key", {}));
}

class ModelPacks : public Packs, public testing::WithParamInterface<const char*> {};

TEST_P(ModelPacks, SameAnswersAndMadeAnewWhereDamaged) {
  const auto wheel = test::model_path(GetParam());
  if (wheel.empty()) GTEST_SKIP() << "the model " << GetParam() << " is not fetched";
  const std::string text =
      "Le président n'a pas signé l'accord, a-t-il dit. The ministers didn't meet; « c'est faux » in 2021.";
  const auto answer = [&](const fs::path& packs) {
    const auto model = Model::open(wheel, packs);
    EXPECT_TRUE(model) << model.error().describe();
    Workspace workspace;
    std::string out;
    if (model) write_conllu(model->annotate(text, workspace), text, "a", out);
    return out;
  };
  const std::string wanted = answer({});
  const fs::path path = folder_ / (wheel.stem().string() + ".pack");
  EXPECT_FALSE(fs::exists(path));
  EXPECT_EQ(answer(folder_), wanted);
  ASSERT_TRUE(fs::exists(path));
  const auto package = Package::open(wheel, folder_);
  ASSERT_TRUE(package);
  EXPECT_TRUE(package->is_from_pack());
  EXPECT_EQ(answer(folder_), wanted);

  const std::string whole = bytes_of(path);
  std::mt19937_64 random(3);
  for (const std::string what : {"cut", "changed", "other", "empty"}) {
    std::string bytes = whole;
    if (what == "cut") bytes.resize(whole.size() / 2);
    if (what == "changed") bytes[random() % whole.size()] ^= 1;
    if (what == "other") bytes[10] = static_cast<char>(~bytes[10]);  // in the key
    if (what == "empty") bytes.clear();
    fs::remove(path);  // as the mapped file must not change under the package above
    write(path, bytes);
    EXPECT_EQ(answer(folder_), wanted) << what;
    EXPECT_TRUE(bytes_of(path) == whole) << what << ": not made anew";
  }
}

INSTANTIATE_TEST_SUITE_P(Models, ModelPacks, testing::Values("fr_core_news_sm", "fr_core_news_md", "en_core_web_sm"));

}  // namespace
}  // namespace depeche::nlp
