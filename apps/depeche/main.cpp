// depeche: reads the news and keeps the record.
#include <csignal>
#include <iostream>

#include "commands.h"

int main(int argc, char** argv) {
  using namespace depeche::app;
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is told as a failed write
  std::ios::sync_with_stdio(false);
  CLI::App app{
      "Reads French and English news and records who did or said what to whom, when, where, and according to whom."};
  app.name("depeche");
  app.set_version_flag("--version", "depeche " DEPECHE_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Examples:\n"
      "  depeche code dispatch.txt                       a table of its events\n"
      "  depeche code news.jsonl --format jsonl > out    a record for each article\n"
      "  depeche read page.html                          the report on a page, and nothing else of it\n"
      "  depeche times dispatch.txt                      the times it tells, and its date\n"
      "  depeche voice dispatch.txt                      who says what in it, and how surely\n"
      "  depeche ingest news/ --db news.db               the record of all of them, in one file\n"
      "  depeche query --db news.db --group-by month     how many events a month\n"
      "  depeche serve --db news.db                      a page to look at them\n"
      "  depeche export --db news.db --format csv        its events for other programs\n"
      "  depeche parse dispatch.txt --format conllu      what the model says of it\n"
      "Exit status: 0 all done, 1 some inputs failed, 2 wrong command line, 3 model or resources missing.");
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
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kOk : kUsage;
  }
  return chosen ? chosen() : kUsage;
}
