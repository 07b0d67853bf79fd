// Questions to a database, as a table, CSV or JSON Lines.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <memory>
#include <tuple>

#include "base/resource.h"
#include "commands.h"
#include "record/csv.h"
#include "record/display.h"
#include "record/json_writer.h"
#include "store/query.h"

namespace depeche::app {
namespace {

struct Settings {
  store::Query query;
  std::string database, format, of = "events";
  int64_t story = 0, dispute = 0;
};

std::string words_of(const store::Cell& cell) {
  if (const auto* const number = std::get_if<int64_t>(&cell)) return std::to_string(*number);
  if (const auto* const number = std::get_if<double>(&cell)) return fmt::format("{}", *number);
  const auto* const text = std::get_if<std::string_view>(&cell);
  return text ? std::string(*text) : std::string();
}

void add_csv(std::string_view words, bool first, std::string& out) {
  if (!first) out += ',';
  record::append_csv_cell(words, out);
}

void add_json(const std::vector<std::string>& names, const std::vector<store::Cell>& cells, std::string& out) {
  record::JsonWriter json(out);
  json.begin('{');
  for (size_t i = 0; i < cells.size(); ++i) {
    json.key(names[i]);
    if (const auto* const whole = std::get_if<int64_t>(&cells[i])) {
      // Flags are numbers in the database.
      names[i] == "hedged" || names[i] == "historical" ? json.flag(*whole != 0) : json.number(*whole);
    } else if (const auto* const number = std::get_if<double>(&cells[i])) {
      json.number(*number);
    } else if (const auto* const text = std::get_if<std::string_view>(&cells[i])) {
      json.text(*text);
    } else {
      json.null();
    }
  }
  json.end('}');
  out += '\n';
}

// Columns of a screen, as wide as what stands in them, the widest cut until a line fits.
class ScreenTable {
 public:
  ScreenTable(bool grouped, std::vector<std::string> shown) : grouped_(grouped), wanted_(std::move(shown)) {}
  void header(const std::vector<std::string>& names) {
    for (size_t i = 0; i < names.size(); ++i) {
      if (grouped_ || std::find(wanted_.begin(), wanted_.end(), names[i]) != wanted_.end()) shown_.push_back(i);
    }
    if (!grouped_) {
      std::sort(shown_.begin(), shown_.end(), [&](size_t a, size_t b) {
        return std::find(wanted_.begin(), wanted_.end(), names[a]) <
               std::find(wanted_.begin(), wanted_.end(), names[b]);
      });
    }
    rows_.emplace_back();
    for (const size_t i : shown_) rows_.back().push_back(names[i]);
  }
  void row(const std::vector<store::Cell>& cells) {
    rows_.emplace_back();
    for (const size_t i : shown_) rows_.back().push_back(record::one_line(words_of(cells[i])));
  }
  void write(int width, std::string& out) const {
    if (rows_.empty()) return;
    std::vector<int> widths(shown_.size(), 0);
    for (const auto& row : rows_) {
      for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], record::display_width(row[i]));
    }
    constexpr int kGap = 2, kLeast = 4;
    int all = -kGap;
    for (const int w : widths) all += w + kGap;
    for (; all > width; --all) {
      const auto widest = std::max_element(widths.begin(), widths.end());
      if (*widest <= kLeast) break;
      --*widest;
    }
    for (const auto& row : rows_) {
      std::string line;
      for (size_t i = 0; i < row.size(); ++i) {
        const std::string cell = record::cut_to(row[i], widths[i]);
        line += cell;
        if (i + 1 < row.size()) line.append(static_cast<size_t>(widths[i] - record::display_width(cell) + kGap), ' ');
      }
      line.erase(line.find_last_not_of(' ') + 1);
      out += line + "\n";
    }
  }

 private:
  bool grouped_;
  std::vector<std::string> wanted_;
  std::vector<size_t> shown_;
  std::vector<std::vector<std::string>> rows_;
};

std::vector<std::string> columns_on_screen(const Settings& settings) {
  if (settings.story != 0)
    return {"published", "publisher", "language", "actor", "recipient", "place", "killed", "why", "sentence"};
  if (settings.dispute != 0) return {"published", "publisher", "side", "holder", "words", "sentence"};
  if (settings.of == "stories")
    return {"story", "date", "type", "actor", "recipient", "place", "killed", "reports", "differs"};
  if (settings.of == "disputes")
    return {"dispute", "date", "type", "actor", "recipient", "asserted_by", "denied_by", "reports"};
  return {"date", "type", "actor", "recipient", "place", "status", "according_to", "trigger", "article"};
}

Result<void> ask(const Settings& settings, const store::Sink& sink) {
  auto db = DEPECHE_TRY(store::Database::open(settings.database));
  if (settings.story == 0 && settings.dispute == 0) return db.run(settings.query, sink);
  const auto [what, view, number] = settings.story != 0 ? std::tuple("story", "story_reports", settings.story)
                                                        : std::tuple("dispute", "dispute_positions", settings.dispute);
  bool is_there = false;
  const auto row = [&](const std::vector<store::Cell>& cells) {
    is_there = true;
    return sink.row(cells);
  };
  DEPECHE_CHECK(db.look_up(view, what, number, {.header = sink.header, .row = row}));
  if (is_there) return {};
  return fail(Error::Code::NotFound, fmt::format("there is no {} {}", what, number), {.file = settings.database});
}

int run(Settings& settings) {
  settings.query.of = settings.of == "stories"    ? store::Query::Of::Stories
                      : settings.of == "disputes" ? store::Query::Of::Disputes
                                                  : store::Query::Of::Events;
  const bool terminal = isatty(STDOUT_FILENO);
  const std::string format = output_format(settings.format, terminal);
  ScreenTable table(!settings.query.group_by.empty(), columns_on_screen(settings));
  std::vector<std::string> names;
  std::string out;
  bool written = true;
  const auto flush = [&](size_t above) {
    if (out.size() <= above) return written;
    written = static_cast<bool>(std::cout.write(out.data(), static_cast<std::streamsize>(out.size())));
    out.clear();
    return written;
  };
  const auto done = ask(settings, {.header =
                                       [&](const std::vector<std::string>& columns) {
                                         names = columns;
                                         if (format == "table") table.header(names);
                                         if (format != "csv") return;
                                         for (size_t i = 0; i < names.size(); ++i) add_csv(names[i], i == 0, out);
                                         out += "\r\n";
                                       },
                                   .row =
                                       [&](const std::vector<store::Cell>& cells) {
                                         if (format == "table") {
                                           table.row(cells);
                                           return true;
                                         }
                                         if (format == "csv") {
                                           for (size_t i = 0; i < cells.size(); ++i)
                                             add_csv(words_of(cells[i]), i == 0, out);
                                           out += "\r\n";
                                         } else {
                                           add_json(names, cells, out);
                                         }
                                         constexpr size_t kChunk = 1 << 16;
                                         return flush(kChunk);
                                       }});
  if (done && format == "table") table.write(terminal ? terminal_width() : kUsualWidth, out);
  flush(0);
  if (const int status = end_output(written, kOk); status != kOk) return status;
  if (done) return kOk;
  complain(done.error().describe());
  if (done.error().code == Error::Code::NotFound && (settings.story != 0 || settings.dispute != 0)) return kSomeFailed;
  return done.error().code == Error::Code::InvalidArgument ? kUsage : kCannotStart;
}

CLI::Validator whole_number_from(int64_t least) {
  return CLI::Validator(
      [least](const std::string& value) {
        const auto number = parse_number<int64_t>(value);
        return number && *number >= least ? std::string()
                                          : fmt::format("'{}' is no whole number from {} on", value, least);
      },
      "");
}

// One story or dispute is all that is asked for: filters would say nothing there.
void check_alone(const CLI::App& command) {
  std::string one, others;
  for (const CLI::Option* const option : command.get_options()) {
    const std::string name = option->get_name();
    if (option->count() == 0 || name == "--db" || name == "--format" || name == "WHAT") continue;
    const bool is_one = one.empty() && (name == "--story" || name == "--dispute");
    (is_one ? one : others) += " " + name;
  }
  if (!one.empty() && !others.empty()) throw CLI::ValidationError(one.substr(1), "goes without" + others);
}

}  // namespace

void add_filters(CLI::App& command, store::Query& q) {
  const auto several = [&command](const char* name, std::vector<std::string>& values, const char* help) {
    command.add_option(name, values, help)->delimiter(',')->allow_extra_args(false);
  };
  several("--type", q.type, "PLOVER types (ASSAULT,COERCE)");
  several("--mode", q.mode, "Their modes");
  several("--context", q.context, "Contexts (military)");
  several("--status", q.status, "occurred, planned, claimed, alleged, hypothetical, negated");
  several("--actor", q.actor, "Who did it: a country (USA), a part of a name, or a whole one (=police/LBN)");
  several("--recipient", q.recipient, "To whom");
  several("--country", q.country, "Actor or recipient");
  several("--sector", q.sector, "Sector of actor or recipient (MIL)");
  several("--dyad", q.dyad, "Actor's and recipient's country (USA-RUS)");
  several("--source", q.source, "According to whom");
  several("--denied-by", q.denier, "Who denies it");
  several("--place", q.place, "Where: a country or a part of a name");
  several("--publisher", q.publisher, "Media");
  several("--language", q.language, "Languages of the articles");
  several("--article", q.article, "Ids of articles");
  command.add_option("--from", q.from, "On or after this day, month or year");
  command.add_option("--to", q.to, "On or before it");
  command.add_option("--box", q.box, "Between these degrees: south,west,north,east");
  command.add_option("--text", q.text, "Words that the article has");
  command.add_option("--min-confidence", q.least_confidence, "At least this sure")->check(CLI::Range(0.0, 1.0));
}

void add_query(CLI::App& app, Command& chosen) {
  auto settings = std::make_shared<Settings>();
  store::Query& q = settings->query;
  CLI::App* const command = app.add_subcommand(
      "query", "Events, stories or disputes of a database that meet all conditions, or how many by group");
  command
      ->add_option("WHAT", settings->of,
                   "events, stories (one event as all reports tell it) or disputes (what one says and another denies)")
      ->check(CLI::IsMember({"events", "stories", "disputes"}))
      ->capture_default_str();
  command->add_option("--db", settings->database, "The database that `depeche ingest` made")->required();
  add_filters(*command, q);
  for (const auto& [name, value, help] :
       {std::tuple("--story", &settings->story, "The reports of this story, and why they are joined"),
        std::tuple("--dispute", &settings->dispute, "Who takes which position in this dispute, in which words")})
    command->add_option(name, *value, help)->check(whole_number_from(1));
  command->add_flag("--once", q.once, "Of each story the first report alone");
  std::string groups;
  for (const std::string_view name : store::groupings()) groups += (groups.empty() ? "" : ", ") + std::string(name);
  command->add_option("--group-by", q.group_by, "How many events by each of: " + groups)
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--limit", q.limit, "At most so many rows")->check(whole_number_from(0));
  command->add_option("--format", settings->format, "table (usual on a terminal), jsonl (usual elsewhere) or csv")
      ->check(CLI::IsMember({"table", "jsonl", "csv"}));
  command->callback([settings, command, &chosen] {
    check_alone(*command);
    chosen = [settings] { return run(*settings); };
  });
}

}  // namespace depeche::app
