#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/layers.h"
#include "code/coder.h"
#include "commands.h"
#include "ground/grounder.h"
#include "nlp/likenesses.h"
#include "text/builder.h"
#include "voice/voice.h"

namespace depeche::app {
namespace {

// Files of additions that nothing reads: those that the whole folder does not have, but for new ones where any is read.
std::vector<std::string> unread(const std::filesystem::path& own) {
  namespace fs = std::filesystem;
  std::vector<std::string> out;
  const std::vector<fs::path> layers = layers_of(own);
  if (layers.size() < 2) return out;
  std::error_code error;
  for (fs::recursive_directory_iterator at(own, error), end; !error && at != end; at.increment(error)) {
    const fs::path within = at->path().lexically_relative(own);
    if (!at->is_regular_file(error) || fs::exists(layers.front() / within, error)) continue;
    const fs::path folder = within.parent_path().filename(), kind = within.extension();
    const bool is_list = (folder == "frames" && kind == ".toml") || (folder == "classes" && kind == ".txt");
    if (is_list && fs::exists(layers.front() / within.parent_path(), error)) continue;
    out.push_back(at->path().string() + ": nothing reads a file of this name");
  }
  std::sort(out.begin(), out.end());
  return out;
}

// Classes of frames that the tests have nothing to run for.
std::vector<std::string> unproved(const code::Frames& frames) {
  std::vector<std::string> out;
  for (const code::FrameClass& frame : frames.classes()) {
    const auto lacks = [&](std::string_view field) {
      out.push_back(fmt::format("{}:{}: {}: no `{}`", frame.where.file, frame.where.line, frame.rule, field));
    };
    if (frame.examples.empty()) lacks("examples");
    if (frame.negative.empty()) lacks("negative");
  }
  return out;
}

int run(const std::string& option) {
  const std::string folder = resources_folder(option);
  int faults = 0;
  for (const std::string& file : unread(folder)) {
    complain(file);
    ++faults;
  }
  const auto report = [&faults](const auto& result) {
    if (result) return true;
    complain(result.error().describe());
    ++faults;
    return false;
  };
  report(text::DocumentBuilder::load(folder));
  report(reader_options(folder));
  std::set<std::string> rows;  // both languages read the same lists
  for (const auto& [language, model] : usual_models()) {
    report(nlp::load_likenesses(std::filesystem::path(folder) / language / "text" / "seen_as.toml"));
    report(voice::Voice::load(folder, language));
    const auto grounder = ground::Grounder::load(folder, language);
    if (!report(grounder)) continue;
    for (const std::string& row : grounder->diagnostics()) rows.insert(row);
    const auto coder = code::Coder::load(folder, language, grounder->grammar());
    if (report(coder)) {
      for (const std::string& lack : unproved(coder->frames())) {
        complain(lack);
        ++faults;
      }
      std::cout << fmt::format("{}: {} classes of frames, {} entries\n", language, coder->frames().classes().size(),
                               coder->frames().size());
    }
  }
  for (const std::string& row : rows) complain(row);
  faults += static_cast<int>(rows.size());
  if (faults > 0) {
    complain(fmt::format("{} faults", faults));
    return kCannotStart;
  }
  std::cout << "all files are well\n";
  return kOk;
}

}  // namespace

void add_check_resources(CLI::App& app, Command& chosen) {
  auto folder = std::make_shared<std::string>();
  CLI::App* const command = app.add_subcommand(
      "check-resources", "Checks the files of the resources folder; names file and line of each fault");
  command->add_option("--resources", *folder, "The folder of lists and rules");
  command->callback([folder, &chosen] { chosen = [folder] { return run(*folder); }; });
}

}  // namespace depeche::app
