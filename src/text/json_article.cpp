// The whole line is validated (simdjson's DOM), since unknown members are written out again.
#include "text/json_article.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string_view>
#include <unordered_set>

namespace depeche::text {
namespace {

namespace dom = simdjson::dom;

struct Field {
  std::string_view name;
  std::string Article::*member;
};
// In the order in which a name wins over its alias.
constexpr Field kFields[] = {
    {"id", &Article::id},          {"title", &Article::title},         {"text", &Article::text},
    {"url", &Article::url},        {"publisher", &Article::publisher}, {"published", &Article::published},
    {"date", &Article::published}, {"language", &Article::language},   {"lang", &Article::language},
};

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos; }

// A string, or a number where an id or a year is written as one.
bool to_text(dom::element value, std::string& out) {
  if (value.is_string()) {
    out = std::string(value.get_string().value_unsafe());
    return true;
  }
  if (!value.is_int64() && !value.is_uint64()) return false;
  out = simdjson::to_string(value);
  return true;
}

}  // namespace

struct JsonArticleReader::Scratch {
  dom::parser parser;
};

JsonArticleReader::JsonArticleReader() : scratch_(std::make_unique<Scratch>()) {}
JsonArticleReader::JsonArticleReader(JsonArticleReader&&) noexcept = default;
JsonArticleReader& JsonArticleReader::operator=(JsonArticleReader&&) noexcept = default;
JsonArticleReader::~JsonArticleReader() = default;

Result<Article> JsonArticleReader::read(const std::string& line, const Where& where) {
  dom::element root;
  if (const auto error = scratch_->parser.parse(line).get(root)) {
    return fail(Error::Code::Malformed, fmt::format("bad JSON: {}", simdjson::error_message(error)), where);
  }
  dom::object object;
  if (root.get(object)) return fail(Error::Code::Malformed, "not a JSON object", where);

  Article article;
  article.where = where;
  std::unordered_set<std::string_view> seen;
  std::array<std::optional<dom::element>, std::size(kFields)> known;
  for (const dom::key_value_pair member : object) {
    if (!seen.insert(member.key).second) {
      article.diagnostics.push_back(fmt::format("field '{}' stands twice: the first one counts", member.key));
      continue;
    }
    const auto field =
        std::find_if(std::begin(kFields), std::end(kFields), [&](const Field& f) { return f.name == member.key; });
    if (field != std::end(kFields)) {
      known[static_cast<size_t>(field - kFields)] = member.value;
      continue;
    }
    if (!article.extra.empty()) article.extra += ", ";
    article.extra += simdjson::to_string(member);
  }
  for (size_t i = 0; i < known.size(); ++i) {
    std::string& target = article.*kFields[i].member;
    if (!known[i] || known[i]->is_null() || !target.empty()) continue;
    if (!to_text(*known[i], target)) {
      if (kFields[i].name == "text") return fail(Error::Code::Malformed, "'text' is not a string", where);
      article.diagnostics.push_back(fmt::format("field '{}' is not a string: left out", kFields[i].name));
    }
  }
  if (!seen.contains("text")) return fail(Error::Code::Malformed, "no 'text'", where);
  if (is_blank(article.text)) return fail(Error::Code::Malformed, "'text' is empty", where);
  return article;
}

}  // namespace depeche::text
