// Reading the files that people edit: whole files, and tables of tab-separated columns that keep their line numbers.
#pragma once

#include <charconv>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace depeche {

// The bytes of a regular file; NotFound or Unreadable otherwise.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);

// A TSV file: first line names the columns, '#' starts a comment line, empty lines are skipped. Cells are not quoted.
// Cells are views into `bytes`, which the table owns.
struct Table {
  struct Row {
    int line;  // from 1
    std::vector<std::string_view> cells;
  };
  std::string file;
  std::string bytes;
  std::vector<std::string_view> columns;
  std::vector<Row> rows;

  // Index of a column, or -1.
  int column(std::string_view name) const;
  // The cell, or "" where the row is short or the column is -1.
  static std::string_view cell(const Row& row, int column);
};

// Fails where a wanted column is missing. Rows with more cells than columns are an error that names the line.
[[nodiscard]] Result<Table> read_table(const std::filesystem::path& path, const std::vector<std::string_view>& wanted);

// "a|b|c" -> the parts, trimmed, empty ones left out.
std::vector<std::string_view> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);

// The number that the whole text spells, or none. T: an integer or floating type.
template <class T>
std::optional<T> parse_number(std::string_view text) {
  T value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace depeche
