#include <fmt/format.h>

#include <iostream>
#include <memory>

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
  report(voice::Voice::load(folder, "fr"));
  const auto grounder = ground::Grounder::load(folder, "fr");
  if (report(grounder)) {
    for (const std::string& row : grounder->diagnostics()) {
      complain(row);
      ++faults;
    }
    const auto coder = code::Coder::load(folder, "fr", grounder->grammar());
    if (report(coder)) {
      std::cout << fmt::format("fr: {} classes of frames, {} entries\n", coder->frames().classes().size(),
                               coder->frames().size());
    }
  }
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
