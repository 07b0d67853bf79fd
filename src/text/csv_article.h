// Tables of articles: CSV (RFC 4180, also with semicolons) and TSV whose first line names the columns.
//
//   if (auto columns = CsvColumns::of(first_line, "")) article = columns->read(cells, where);
//
// Columns are called as the fields of JSON Lines; others are kept in Article::extra. Internal to depeche::text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "text/article.h"

namespace depeche::text {

class CsvColumns {
 public:
  // By a first line: its separator is the one of , ; and tab that parts it most. None where no column is called
  // `text_column` ("": text, body, content or article), or it is the only one.
  static std::optional<CsvColumns> of(std::string_view line, const std::string& text_column);

  // Whether cells may stand in quotation marks: in CSV, not in TSV.
  bool quotes() const { return separator_ != '\t'; }
  // The cells of a whole row, quotation marks undone; none where a quoted cell does not end.
  std::optional<std::vector<std::string>> split(std::string_view row) const;
  // Malformed where the row has another number of cells, or an empty text.
  [[nodiscard]] Result<Article> read(const std::vector<std::string>& cells, const Where& where) const;

 private:
  char separator_ = ',';
  std::vector<std::string> names_;
  size_t text_ = 0;
};

}  // namespace depeche::text
