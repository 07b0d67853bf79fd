// Care of a database: check, backup, vacuum.
#include <iostream>
#include <memory>

#include "commands.h"
#include "store/store.h"

namespace depeche::app {
namespace {

struct Settings {
  std::string database, to;
};

int check(const Settings& settings) {
  const auto faults = store::check(settings.database);
  if (!faults) return cannot_start(faults.error());
  for (const std::string& fault : *faults) complain(settings.database + ": " + fault);
  if (faults->empty()) {
    std::cout << settings.database << ": in order\n";
    return kOk;
  }
  complain(settings.database + ": take the last backup, or ingest the same inputs into a new file");
  return kSomeFailed;
}

int done(const Result<void>& result) { return result ? kOk : cannot_start(result.error()); }

}  // namespace

void add_db(CLI::App& app, Command& chosen) {
  auto settings = std::make_shared<Settings>();
  CLI::App* const command = app.add_subcommand("db", "Checks a database, copies it, gives back its unused room");
  command->require_subcommand(1);
  const auto add = [&](const char* name, const char* help) {
    CLI::App* const one = command->add_subcommand(name, help);
    one->add_option("FILE", settings->database, "The database")->required();
    return one;
  };
  add("check", "Whether the file keeps all that it promises")->callback([settings, &chosen] {
    chosen = [settings] { return check(*settings); };
  });
  CLI::App* const backup = add("backup", "Copies the file as it is now, also while others write to it");
  backup->add_option("TO", settings->to, "The copy, which must not be there yet")->required();
  backup->callback(
      [settings, &chosen] { chosen = [settings] { return done(store::backup(settings->database, settings->to)); }; });
  add("vacuum", "Gives back the room of what was replaced")->callback([settings, &chosen] {
    chosen = [settings] { return done(store::vacuum(settings->database)); };
  });
}

}  // namespace depeche::app
