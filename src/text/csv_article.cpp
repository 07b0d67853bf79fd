#include "text/csv_article.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/resource.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "text/decode.h"

namespace depeche::text {
namespace {

constexpr std::array<const char*, 4> kTextNames = {"text", "body", "content", "article"};
constexpr std::array<std::pair<const char*, std::string Article::*>, 11> kFields = {{{"id", &Article::id},
                                                                                     {"title", &Article::title},
                                                                                     {"headline", &Article::title},
                                                                                     {"url", &Article::url},
                                                                                     {"link", &Article::url},
                                                                                     {"publisher", &Article::publisher},
                                                                                     {"author", &Article::author},
                                                                                     {"published", &Article::published},
                                                                                     {"date", &Article::published},
                                                                                     {"language", &Article::language},
                                                                                     {"lang", &Article::language}}};

}  // namespace

std::optional<CsvColumns> CsvColumns::of(std::string_view line, const std::string& text_column) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  std::string decoded;
  if (utf8::first_invalid(line)) {
    decoded = decode_bytes(std::string(line)).text;
    line = decoded;
  }
  CsvColumns out;
  for (const char separator : {';', '\t'}) {
    if (std::count(line.begin(), line.end(), separator) > std::count(line.begin(), line.end(), out.separator_))
      out.separator_ = separator;
  }
  auto names = out.split(line);
  if (!names || (names->size() < 2 && text_column.empty())) return std::nullopt;
  for (std::string& name : *names) name = unicode::lower(trim(name));
  const auto find = [&](const std::string& name) { return std::find(names->begin(), names->end(), name); };
  auto text = names->end();
  if (!text_column.empty()) {
    text = find(unicode::lower(decode_bytes(text_column).text));
  } else {
    for (const char* const name : kTextNames) {
      if (text == names->end()) text = find(name);
    }
  }
  if (text == names->end()) return std::nullopt;
  out.text_ = static_cast<size_t>(text - names->begin());
  out.names_ = std::move(*names);
  return out;
}

std::optional<std::vector<std::string>> CsvColumns::split(std::string_view row) const {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (size_t at = 0; at < row.size(); ++at) {
    const char c = row[at];
    if (quoted) {
      if (c != '"') {
        cells.back() += c;
      } else if (at + 1 < row.size() && row[at + 1] == '"') {
        cells.back() += '"';
        ++at;
      } else {
        quoted = false;
      }
    } else if (c == separator_) {
      cells.emplace_back();
    } else if (c == '"' && cells.back().empty() && separator_ != '\t') {
      quoted = true;
    } else if (c != '\r' || at + 1 != row.size()) {
      cells.back() += c;
    }
  }
  if (quoted) return std::nullopt;
  return cells;
}

Result<Article> CsvColumns::read(const std::vector<std::string>& cells, const Where& where) const {
  if (cells.size() != names_.size())
    return fail(Error::Code::Malformed, fmt::format("{} cells, the first line has {}", cells.size(), names_.size()),
                where);
  Article article;
  article.where = where;
  article.text = cells[text_];
  if (trim(article.text).empty())
    return fail(Error::Code::Malformed, fmt::format("'{}' is empty", names_[text_]), where);
  for (size_t i = 0; i < cells.size(); ++i) {
    if (i == text_ || cells[i].empty()) continue;
    const auto field =
        std::find_if(kFields.begin(), kFields.end(), [&](const auto& one) { return names_[i] == one.first; });
    if (field != kFields.end() && (article.*field->second).empty()) {
      article.*field->second = cells[i];
      continue;
    }
    add_extra(article, names_[i], cells[i]);
  }
  return article;
}

}  // namespace depeche::text
