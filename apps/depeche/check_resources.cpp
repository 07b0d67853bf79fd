#include <fmt/format.h>

#include <iostream>
#include <memory>
#include <set>
#include <string>

#include "code/coder.h"
#include "commands.h"
#include "ground/grounder.h"
#include "text/builder.h"
#include "voice/voice.h"

namespace depeche::app {
namespace {

int run(const std::string& option) {
  const std::string folder = resources_folder(option);
  int faults = 0;
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
    report(voice::Voice::load(folder, language));
    const auto grounder = ground::Grounder::load(folder, language);
    if (!report(grounder)) continue;
    for (const std::string& row : grounder->diagnostics()) rows.insert(row);
    const auto coder = code::Coder::load(folder, language, grounder->grammar());
    if (report(coder)) {
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
