#include "base/resource.h"

#include "base/layers.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace depeche {

Result<std::string> read_file(const std::filesystem::path& named) {
  const std::filesystem::path path = top_layer(named);
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return fail(Error::Code::NotFound, "no such file", {path.string()});
  if (std::filesystem::is_directory(status)) {
    return fail(Error::Code::Unreadable, "is a folder, expected a file", {path.string()});
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(Error::Code::Unreadable, std::strerror(errno), {path.string()});
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) return fail(Error::Code::Unreadable, "read failed", {path.string()});
  return bytes;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t at = text.find(separator);
    const std::string_view part = trim(text.substr(0, at));
    if (!part.empty()) parts.push_back(part);
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

int Table::column(std::string_view name) const {
  const auto at = std::find(columns.begin(), columns.end(), name);
  return at == columns.end() ? -1 : static_cast<int>(at - columns.begin());
}

std::string_view Table::cell(const Row& row, int column) {
  return column >= 0 && column < static_cast<int>(row.cells.size()) ? row.cells[column] : std::string_view{};
}

Result<Table> read_table(const std::filesystem::path& path, const std::vector<std::string_view>& wanted) {
  Table table;
  table.file = top_layer(path).string();
  table.bytes = DEPECHE_TRY(read_file(path));
  std::string_view rest = table.bytes;
  for (int line = 1; !rest.empty(); ++line) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view text = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
    if (trim(text).empty() || text.front() == '#') continue;
    std::vector<std::string_view> cells;
    for (size_t at = 0;;) {
      const size_t tab = std::min(text.find('\t', at), text.size());
      cells.push_back(trim(text.substr(at, tab - at)));
      if (tab == text.size()) break;
      at = tab + 1;
    }
    if (table.columns.empty()) {
      table.columns = std::move(cells);
      continue;
    }
    if (cells.size() > table.columns.size()) {
      return fail(Error::Code::Malformed,
                  fmt::format("{} cells, the table has {} columns", cells.size(), table.columns.size()),
                  {table.file, line});
    }
    table.rows.push_back({line, std::move(cells)});
  }
  for (const std::string_view name : wanted) {
    if (table.column(name) < 0)
      return fail(Error::Code::Malformed, fmt::format("no column '{}'", name), {table.file, 1});
  }
  return table;
}

}  // namespace depeche
