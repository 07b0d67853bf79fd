#include "ground/actors_source.h"

#include <algorithm>
#include <utility>

namespace depeche::ground {
namespace {

constexpr std::string_view kMark = "source:";

// What a comment says of the rows below it is the note from there on.
void read_note(std::string_view line, std::string_view& note) {
  if (!line.starts_with('#')) return;
  const std::string_view text = trim(line.substr(1));
  if (text.starts_with(kMark)) note = trim(text.substr(kMark.size()));
}

}  // namespace

Result<ActorList> ActorList::read(const std::filesystem::path& file) {
  return ActorList(DEPECHE_TRY(read_table(file, {"id"})));
}

ActorList::ActorList(Table table) : table_(std::move(table)) {
  const int id = table_.column("id"), wikidata = table_.column("wikidata"), source = table_.column("source");
  rows_.reserve(table_.rows.size());
  std::string_view rest = table_.bytes, note;
  auto row = table_.rows.begin();
  for (int line = 1; row != table_.rows.end() && !rest.empty(); ++line) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    read_note(rest.substr(0, end), note);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (row->line != line) continue;
    const std::string_view own = Table::cell(*row, source);
    rows_.push_back({line, Table::cell(*row, id), Table::cell(*row, wikidata), own.empty() ? note : own});
    ++row;
  }
}

const ActorList::Row* ActorList::at(int line) const {
  const auto row = std::lower_bound(rows_.begin(), rows_.end(), line, [](const Row& r, int l) { return r.line < l; });
  return row == rows_.end() || row->line != line ? nullptr : &*row;
}

bool is_wikidata_id(std::string_view text) {
  return text.size() > 1 && text[0] == 'Q' && text[1] != '0' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace depeche::ground
