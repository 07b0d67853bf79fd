#include "ground/actors_source.h"

#include <algorithm>
#include <utility>

#include "base/resource.h"

namespace depeche::ground {
namespace {

constexpr std::string_view kMark = "source:";

// What a comment says of the rows below it is the note from there on.
bool read_note(std::string_view line, std::string_view& note) {
  if (!line.starts_with('#')) return false;
  const std::string_view text = trim(line.substr(1));
  if (!text.starts_with(kMark)) return false;
  note = trim(text.substr(kMark.size()));
  return true;
}

bool is_row(std::string_view line) { return !line.starts_with('#') && !trim(line).empty(); }

std::string_view cell(std::string_view line, int column) {
  for (; column > 0; --column) {
    const size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return {};
    line.remove_prefix(tab + 1);
  }
  return column < 0 ? std::string_view() : trim(line.substr(0, line.find('\t')));
}

}  // namespace

Result<ActorList> ActorList::read(const std::filesystem::path& file) { return ActorList(DEPECHE_TRY(read_file(file))); }

ActorList::ActorList(std::string text) : text_(std::make_unique<const std::string>(std::move(text))) {
  std::string_view rest = *text_;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    lines_.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const auto header = std::find_if(lines_.begin(), lines_.end(), is_row);
  if (header == lines_.end()) return;
  header_ = static_cast<int>(header - lines_.begin()) + 1;
  std::string_view names = *header;
  for (int column = 0;; ++column) {
    const size_t tab = names.find('\t');
    const std::string_view name = trim(names.substr(0, tab));
    if (name == "id") id_ = column;
    if (name == "wikidata") wikidata_ = column;
    if (name == "source") source_ = column;
    if (tab == std::string_view::npos) break;
    names.remove_prefix(tab + 1);
  }
}

ActorList::Row ActorList::row(int line, std::string_view note) const {
  const std::string_view text = lines_[static_cast<size_t>(line) - 1], own = cell(text, source_);
  return {line, cell(text, id_), cell(text, wikidata_), own.empty() ? note : own};
}

std::vector<ActorList::Row> ActorList::rows() const {
  std::vector<Row> out;
  std::string_view note;
  for (int line = 1; line <= static_cast<int>(lines_.size()); ++line) {
    const std::string_view text = lines_[static_cast<size_t>(line) - 1];
    if (!read_note(text, note) && line > header_ && is_row(text)) out.push_back(row(line, note));
  }
  return out;
}

std::optional<ActorList::Row> ActorList::at(int line) const {
  if (header_ == 0 || line <= header_ || line > static_cast<int>(lines_.size())) return std::nullopt;
  if (!is_row(lines_[static_cast<size_t>(line) - 1])) return std::nullopt;
  std::string_view note;
  for (int above = line - 1; above > 0 && !read_note(lines_[static_cast<size_t>(above) - 1], note);) --above;
  return row(line, note);
}

bool is_wikidata_id(std::string_view text) {
  return text.size() > 1 && text[0] == 'Q' && text[1] != '0' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace depeche::ground
