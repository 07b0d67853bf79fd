#include "base/layers.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/resource.h"
#include "base/toml_file.h"

namespace depeche {
namespace {

namespace fs = std::filesystem;

class Layers : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(root_);
    write("whole/a.toml", "n = 1\nlist = [1]\n[[word]]\nname = \"x\"\nall = [\"a\"]\n");
    write("own/a.toml", "n = 2\nlist = [2]\n[[word]]\nname = \"x\"\nall = [\"b\"]\n[[word]]\nname = \"y\"\n");
    write("whole/b.toml", "");
    write("own/c.toml", "");
    lay_over(root_ / "own", root_ / "whole");
  }
  void TearDown() override { fs::remove_all(root_); }
  void write(const fs::path& name, std::string_view text) const {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name) << text;
  }
  const fs::path root_ = fs::path(testing::TempDir()) / "layers_test";
};

TEST_F(Layers, FindsFilesOfBoth) {
  EXPECT_EQ(layers_of(root_ / "own" / "a.toml").size(), 2U);
  EXPECT_EQ(top_layer(root_ / "own" / "b.toml"), root_ / "whole" / "b.toml");
  EXPECT_FALSE(is_in_layers(root_ / "own" / "d.toml"));
  EXPECT_EQ(files_in(root_ / "own", ".toml").size(), 3U);
}

TEST_F(Layers, LeavesOtherFoldersAlone) {
  EXPECT_EQ(layers_of(root_ / "whole" / "a.toml"), std::vector<fs::path>{root_ / "whole" / "a.toml"});
  EXPECT_EQ(layers_of(root_ / "owner"), std::vector<fs::path>{root_ / "owner"});
}

TEST_F(Layers, AddsToListsAndTablesOfOneName) {
  const auto table = read_toml(root_ / "own" / "a.toml");
  ASSERT_TRUE(table) << table.error().describe();
  EXPECT_EQ((*table)["n"].value<int>(), 2);
  EXPECT_EQ((*table)["list"].as_array()->size(), 2U);
  const toml::array& words = *(*table)["word"].as_array();
  ASSERT_EQ(words.size(), 2U);
  EXPECT_EQ((*words[0].as_table())["all"].as_array()->size(), 2U);
  EXPECT_EQ((*words[1].as_table())["name"].value<std::string>(), "y");
}

TEST_F(Layers, TellsTheFileThatAPieceStandsIn) {
  const auto table = read_toml(root_ / "own" / "a.toml");
  ASSERT_TRUE(table) << table.error().describe();
  const toml::array& all = *(*(*table)["word"].as_array())[0].as_table()->get("all")->as_array();
  EXPECT_EQ(toml_where("", all[0].source()).file, (root_ / "whole" / "a.toml").string());
  const Where own = toml_where("", all[1].source());
  EXPECT_EQ(own.file, (root_ / "own" / "a.toml").string());
  EXPECT_EQ(own.line, 5);
}

}  // namespace
}  // namespace depeche
