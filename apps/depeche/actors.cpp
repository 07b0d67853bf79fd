// The lists of actors: whether they are in order, and who a name is.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <optional>

#include "commands.h"
#include "ground/actors.h"
#include "ground/actors_check.h"
#include "ground/actors_source.h"
#include "ground/name_sounds.h"

namespace depeche::app {
namespace {

using ground::Actor;
using ground::ActorBook;
using ground::ActorIndex;
using ground::NameUse;

struct Settings {
  std::vector<std::string> files;
  std::string resources, actors, language = "fr", name, date;
  bool counts = false;
};

Result<ActorBook> book_of(const Settings& settings, const std::string& overlay) {
  return ActorBook::load(resources_folder(settings.resources), settings.language, overlay, packs_folder());
}

// Rows that cannot be read are faults; what is only strange is told and hurts nothing.
int check(const Settings& settings) {
  std::vector<std::string> files = settings.files;
  if (files.empty()) files.push_back(own_actors(settings.actors));
  size_t faults = 0, notes = 0;
  for (size_t i = 0; i < files.size(); ++i) {
    const auto book = book_of(settings, files[i]);
    if (!book) return cannot_start(book.error());
    // Of several tables each is read beside the lists, which are told of once.
    const std::string own = files[i] + ":";
    const auto told = [&](const std::string& line) { return i == 0 || line.starts_with(own); };
    for (const std::string& fault : book->diagnostics()) {
      if (told(fault)) complain(fault), ++faults;
    }
    for (const std::string& note : ground::check_actors(*book)) {
      if (told(note)) std::cout << note << '\n', ++notes;
    }
    if (settings.counts) {
      for (const auto& [what, count] : ground::count_actors(*book)) std::cout << fmt::format("{}\t{}\n", count, what);
    }
  }
  std::cout << fmt::format("{} rows cannot be used, {} to be looked at\n", faults, notes);
  return end_output(true, faults > 0 ? kSomeFailed : kOk);
}

std::string_view word_for(NameUse use) {
  switch (use) {
    case NameUse::Name:
      return "name";
    case NameUse::Demonym:
      return "people or adjective";
    case NameUse::Capital:
      return "capital";
    case NameUse::Family:
      return "family name";
  }
  return "";
}

// By what rows can be checked. A row of the user's own has no other source than its file.
class Sources {
 public:
  explicit Sources(const ActorBook& book) : book_(book) {}

  std::string of(ground::RowAt row) {
    const std::string& file = book_.files()[static_cast<size_t>(row.file)];
    auto at = lists_.find(row.file);
    if (at == lists_.end()) at = lists_.emplace(row.file, ground::ActorList::read(file)).first;
    const std::optional<ground::ActorList::Row> told =
        at->second ? at->second->at(row.line) : std::optional<ground::ActorList::Row>();
    if (told && !told->source.empty()) return std::string(told->source);
    return book_.is_own(row.file) ? file : "-";
  }

 private:
  const ActorBook& book_;
  std::map<int32_t, Result<ground::ActorList>> lists_;  // by file
};

// Each note once, with the rows that it is of.
void print_sources(const ActorBook& book, const Actor& actor, Sources& sources) {
  std::vector<std::pair<std::string, std::vector<std::string>>> notes;
  const auto add = [&](ground::RowAt row) {
    const std::string note = sources.of(row), place = book.place_of(row);
    auto at = std::find_if(notes.begin(), notes.end(), [&](const auto& n) { return n.first == note; });
    if (at == notes.end()) at = notes.insert(at, {note, {}});
    if (std::find(at->second.begin(), at->second.end(), place) == at->second.end()) at->second.push_back(place);
  };
  add(actor.row);
  for (const int32_t t : actor.terms) add(book.terms()[static_cast<size_t>(t)].row);
  for (const auto& [note, places] : notes)
    std::cout << fmt::format("  source\t{}\t{}\n", note, fmt::join(places, ", "));
}

void print(const ActorBook& book, ActorIndex index, std::string_view how, const std::string& date, Sources& sources) {
  const Actor& actor = book[index];
  const ActorBook::Role role = book.role_on(index, date);
  std::cout << fmt::format("{}\t{}\t{}\t{}\t{}\tby {}\t{}\n", actor.name, name_of(actor.kind),
                           role.country.empty() ? "-" : role.country, role.sector, actor.id, how,
                           book.place_of(actor.row));
  for (const int32_t t : actor.terms) {
    const ground::Term& term = book.terms()[static_cast<size_t>(t)];
    const bool now = !date.empty() && term.covers(date);
    std::cout << fmt::format("  {} {} {}\t{} to {}\t{}\t{}\n", now ? '*' : ' ', term.office, term.of,
                             term.from.empty() ? "?" : term.from, term.to.empty() ? "now" : term.to, term.sector,
                             book.place_of(term.row));
  }
  if (!actor.wikidata.empty()) std::cout << fmt::format("  wikidata\t{}\n", actor.wikidata);
  print_sources(book, actor, sources);
}

int find(const Settings& settings) {
  const auto book = book_of(settings, own_actors(settings.actors));
  if (!book) return cannot_start(book.error());
  std::vector<std::pair<ActorIndex, std::string>> found;
  for (const ground::NameEntry& entry : book->exact(settings.name)) {
    const auto same = [&](const auto& f) { return f.first == entry.actor; };
    if (std::none_of(found.begin(), found.end(), same)) found.emplace_back(entry.actor, word_for(entry.use));
  }
  if (found.empty()) {
    const ground::NameSounds sounds(*book);
    ActorIndex heard = sounds.person(book->transliteration(), settings.name);
    if (heard == ground::kNoActor) heard = sounds.namesake(book->transliteration(), settings.name);
    if (heard != ground::kNoActor) found.emplace_back(heard, "sound");
  }
  if (found.empty()) {
    complain(fmt::format("'{}': nobody of the lists", settings.name));
    return kSomeFailed;
  }
  Sources sources(*book);
  for (const auto& [actor, how] : found) print(*book, actor, how, settings.date, sources);
  return end_output(true, kOk);
}

}  // namespace

void add_actors(CLI::App& app, Command& chosen) {
  auto settings = std::make_shared<Settings>();
  CLI::App* const command = app.add_subcommand("actors", "Checks the lists of actors; tells who a name is");
  command->require_subcommand(1);
  const auto add = [&](const char* name, const char* help) {
    CLI::App* const one = command->add_subcommand(name, help);
    one->add_option("--resources", settings->resources, "The folder of lists and rules");
    one->add_option("--actors", settings->actors, "A table of your own that adds to the lists");
    one->add_option("--language", settings->language, "Whose names: fr or en")
        ->check(CLI::IsMember({"fr", "en"}))
        ->capture_default_str();
    return one;
  };
  CLI::App* const checks =
      add("check",
          "Rows that cannot be used; names and ids of two, overlapping terms, rows never reached or without a source");
  checks->add_option("FILES", settings->files, "Tables of your own; without any, the lists and --actors");
  checks->add_flag("--counts", settings->counts, "Also how many there are of each kind and office");
  checks->callback([settings, &chosen] { chosen = [settings] { return check(*settings); }; });
  CLI::App* const finds =
      add("find", "Who bears a name, with offices, rows and their sources; * marks those held on --on");
  finds->add_option("NAME", settings->name, "As it is written in a text")->required();
  finds->add_option("--on", settings->date, "A date, as precise as you like: 2017, 2017-03, 2017-03-02");
  finds->callback([settings, &chosen] { chosen = [settings] { return find(*settings); }; });
}

}  // namespace depeche::app
