// depeche: reads the news and keeps the record.
#include <csignal>
#include <iostream>
#include <string>

#include "commands.h"

namespace {

constexpr const char* kExitStatus =
    "Exit status: 0 all done, 1 some inputs failed, 2 wrong command line, 3 model or resources missing.";

// What a command shows instead of the program's examples.
constexpr struct {
  const char *name, *examples;
} kExamples[] = {
    {"ingest",
     "  depeche ingest news/ more.jsonl --db news.db          codes and stores; run it again and it goes on\n"
     "  depeche code news.jsonl --format jsonl > records      coded here or on another machine …\n"
     "  depeche ingest records --db news.db                   … and stored as they are\n"},
    {"query",
     "  depeche query --db news.db --country UKR --type ASSAULT --from 2023-02    events, the oldest first\n"
     "  depeche query --db news.db --dyad USA-RUS --group-by month --group-by type --once\n"
     "  depeche query stories --db news.db --text ceasefire   each event once, as all its reports tell it\n"
     "  depeche query --db news.db --story 17                 its reports, and why they are one\n"
     "  depeche query disputes --db news.db --country KOR     what one side says and another denies\n"
     "  depeche query --db news.db --dispute 4                who takes which side, in which words\n"},
    {"export",
     "  depeche export --db news.db --format parquet -o events.parquet\n"
     "  depeche export --db news.db --format gdelt --from 2023 -o events.tsv\n"
     "  depeche export --db news.db --format gexf --country SDN > network.gexf\n"
     "  depeche export --db news.db --format brat -o folder\n"},
    {"db",
     "  depeche db check news.db                              each fault, or that there is none\n"
     "  depeche db backup news.db copy.db                     also while others write to it\n"
     "  depeche db vacuum news.db                             brings an older file up to date too\n"},
    {"watch",
     "  depeche watch feeds.toml --db news.db                 until it is stopped\n"
     "  depeche watch feeds.toml --db news.db --once          for cron\n"}};

}  // namespace

int main(int argc, char** argv) {
  using namespace depeche::app;
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is told as a failed write
  std::ios::sync_with_stdio(false);
  CLI::App app{
      "Reads French and English news and records who did or said what to whom, when, where, and according to whom."};
  app.name("depeche");
  app.set_version_flag("--version", "depeche " DEPECHE_VERSION);
  app.require_subcommand(1);
  app.footer(std::string("Examples:\n") +
             "  depeche code dispatch.txt                       a table of its events\n"
             "  depeche code news.jsonl --format jsonl > out    a record for each article\n"
             "  depeche read page.html                          the report on a page, and nothing else of it\n"
             "  depeche times dispatch.txt                      the times it tells, and its date\n"
             "  depeche voice dispatch.txt                      who says what in it, and how surely\n"
             "  depeche ingest news/ --db news.db               the record of all of them, in one file\n"
             "  depeche query --db news.db --group-by month     how many events a month\n"
             "  depeche serve --db news.db                      a page to look at them\n"
             "  depeche export --db news.db --format csv        its events for other programs\n"
             "  depeche parse dispatch.txt --format conllu      what the model says of it\n" +
             kExitStatus);
  Command chosen;
  add_code(app, chosen);
  add_read(app, chosen);
  add_explain(app, chosen);
  add_times(app, chosen);
  add_voice(app, chosen);
  add_parse(app, chosen);
  add_ingest(app, chosen);
  add_watch(app, chosen);
  add_stream(app, chosen);
  add_query(app, chosen);
  add_export(app, chosen);
  add_db(app, chosen);
  add_serve(app, chosen);
  add_actors(app, chosen);
  add_check_resources(app, chosen);
  for (const auto& [name, examples] : kExamples) {
    const std::string footer = std::string("Examples:\n") + examples + kExitStatus;
    CLI::App* const command = app.get_subcommand(name);
    command->footer(footer);
    for (CLI::App* const part : command->get_subcommands([](const CLI::App*) { return true; })) part->footer(footer);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kOk : kUsage;
  }
  return chosen ? chosen() : kUsage;
}
