// Model packages that are cut off or have wrong bytes: refused with a word that names the file, or read; never a crash.
// DEPECHE_MUTATIONS=N tries N random changes instead of a few.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>

#include "base/utf8.h"
#include "nlp/model.h"
#include "nlp/package.h"
#include "nlp/parse_output.h"
#include "support/paths.h"

namespace depeche::nlp {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFiles[] = {"config.cfg",
                                  "meta.json",
                                  "tokenizer",
                                  "tok2vec/model",
                                  "parser/model",
                                  "parser/moves",
                                  "ner/model",
                                  "ner/moves",
                                  "morphologizer/cfg",
                                  "morphologizer/model",
                                  "tagger/cfg",
                                  "tagger/model",
                                  "attribute_ruler/patterns",
                                  "vocab/lookups.bin",
                                  "vocab/key2row",
                                  "vocab/vectors",
                                  "lemmatizer/lookups/lookups.bin"};
constexpr char kText[] = "Le président n'a pas signé l'accord, a-t-il dit. Moscou dément : « C'est faux. »";

void write(const fs::path& path, std::string_view bytes) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

// Opens and, where that goes well, runs the model. True where it was refused.
bool try_model(const fs::path& path, const std::string& what) {
  const auto model = Model::open(path);
  if (!model) {
    EXPECT_NE(model.error().describe().find(path.filename().string()), std::string::npos)
        << what << ": " << model.error().describe();
    return true;
  }
  Workspace workspace;
  std::string out;
  write_conllu(model->annotate(kText, workspace), kText, "a", out);
  EXPECT_FALSE(utf8::first_invalid(out)) << what;
  return false;
}

class Damage : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    wheel_ = test::model_path(GetParam());
    if (wheel_.empty()) GTEST_SKIP() << "the model " << GetParam() << " is not fetched";
    folder_ = fs::path(testing::TempDir()) / ("depeche-damage-" + std::to_string(std::random_device{}()));
    const auto package = Package::open(wheel_);
    ASSERT_TRUE(package) << package.error().describe();
    for (const char* const file : kFiles) {
      if (!package->has(file)) continue;
      auto bytes = package->read(file);
      ASSERT_TRUE(bytes) << bytes.error().describe();
      write(model() / file, bytes->view());
      files_[file] = std::string(bytes->view());
    }
  }
  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  fs::path model() const { return folder_ / "unpacked"; }

  fs::path wheel_, folder_;
  std::map<std::string, std::string> files_;
};

TEST_P(Damage, WholeFolderOpens) { EXPECT_FALSE(try_model(model(), "untouched")); }

TEST_P(Damage, WheelCutOff) {
  std::ifstream stream(wheel_, std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(stream), {}};
  for (const size_t size : {size_t{0}, size_t{1}, size_t{22}, whole.size() / 3, whole.size() - 22, whole.size() - 1}) {
    write(folder_ / "cut.whl", std::string_view(whole).substr(0, size));
    EXPECT_TRUE(try_model(folder_ / "cut.whl", std::to_string(size) + " bytes"));
  }
}

TEST_P(Damage, FilesCutOff) {
  for (const auto& [file, bytes] : files_) {
    for (const size_t size : {size_t{0}, size_t{1}, bytes.size() / 2, bytes.size() - 1}) {
      write(model() / file, std::string_view(bytes).substr(0, size));
      const bool refused = try_model(model(), file + " of " + std::to_string(size) + " bytes");
      EXPECT_TRUE(refused || file == "config.cfg" || file.starts_with("vocab/")) << file << " of " << size << " bytes";
    }
    write(model() / file, bytes);
  }
}

TEST_P(Damage, FilesMissing) {
  for (const auto& [file, bytes] : files_) {
    fs::remove(model() / file);
    EXPECT_TRUE(try_model(model(), file + " missing") || file.starts_with("vocab/")) << file;
    write(model() / file, bytes);
  }
}

TEST_P(Damage, RandomBytes) {
  const char* const wanted = std::getenv("DEPECHE_MUTATIONS");
  const int count = wanted ? std::atoi(wanted) : 26;
  std::mt19937_64 random(7);
  auto next = files_.begin();
  for (int i = 0; i < count; ++i) {
    if (next == files_.end()) next = files_.begin();
    const auto& [file, bytes] = *next++;
    std::string changed = bytes;
    // The structure lies at the beginning and the end; what is between is mostly weights.
    const size_t reach = random() % 2 ? changed.size() : std::min<size_t>(changed.size(), 2000);
    for (size_t n = 1 + random() % 8; n > 0; --n) changed[random() % reach] = static_cast<char>(random());
    write(model() / file, changed);
    try_model(model(), "change " + std::to_string(i) + " of " + file);
    write(model() / file, bytes);
  }
}

INSTANTIATE_TEST_SUITE_P(Models, Damage, testing::Values("fr_core_news_sm", "en_core_web_sm"));

}  // namespace
}  // namespace depeche::nlp
