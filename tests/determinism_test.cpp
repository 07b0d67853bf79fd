// The same bytes for an article, whatever the number of threads, the order of the articles, and what was coded before.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "support/engine.h"

namespace depeche {
namespace {

// The dispatches of examples and golden, several times over so that threads have something to overtake.
std::vector<std::string> inputs() {
  std::vector<std::string> out;
  for (const char* const folder : {"examples", "tests/golden"}) {
    for (const auto& entry : std::filesystem::directory_iterator(test::source_dir() / folder)) {
      const std::string extension = entry.path().extension().string();
      if (extension == ".txt" || extension == ".jsonl") out.push_back(entry.path().string());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<std::string> code(const engine::Engine& engine, const std::vector<std::string>& files, int threads) {
  std::vector<std::string> lines;
  text::Reader reader(files);
  engine.run_all(reader, threads, [&](const Result<engine::Coded>& coded) {
    lines.push_back(coded ? test::record_line(engine, *coded) : coded.error().describe());
    return true;
  });
  return lines;
}

TEST(Determinism, ThreadsOrderAndRepetition) {
  if (!test::has_models()) GTEST_SKIP() << "the models are not fetched";
  const auto engine = test::open_engine();
  ASSERT_TRUE(engine) << engine.error().describe();
  std::vector<std::string> files = inputs();
  ASSERT_GE(files.size(), 6u);
  const std::vector<std::string> once = code(*engine, files, 1);
  ASSERT_GE(once.size(), files.size());
  EXPECT_EQ(code(*engine, files, 1), once) << "run a second time";
  for (const int threads : {2, 8}) EXPECT_EQ(code(*engine, files, threads), once) << threads << " threads";

  const auto again = test::open_engine();
  ASSERT_TRUE(again) << again.error().describe();
  std::reverse(files.begin(), files.end());
  std::vector<std::string> reversed = code(*again, files, 1), sorted = once;
  std::sort(reversed.begin(), reversed.end());
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(reversed, sorted) << "another order, in an engine opened anew";
}

}  // namespace
}  // namespace depeche
