#include "store/knowledge.h"

#include <fmt/format.h>

#include "base/resource.h"
#include "base/toml_file.h"
#include "base/unicode.h"
#include "base/utf8.h"

namespace depeche::store {
namespace {

namespace fs = std::filesystem;

struct Token {
  size_t begin, end;
  std::string word;  // folded
  int64_t number = -1;
};

constexpr int kBetween = 4;  // words between a number and its verb, at most

Result<std::vector<std::string>> words_in(const toml::table& table, std::string_view name, const std::string& file) {
  const toml::array* const array = table[name].as_array();
  if (!array)
    return fail(Error::Code::Malformed, fmt::format("'{}' is missing or no list of words", name), {.file = file});
  std::vector<std::string> words;
  for (const toml::node& node : *array) {
    const auto word = node.value<std::string>();
    if (!word)
      return fail(Error::Code::Malformed, fmt::format("'{}' holds what is no word", name),
                  toml_where(file, node.source()));
    words.push_back(unicode::fold(*word));
  }
  return words;
}

// Letters and hyphens, or digits with blanks, points or commas between groups of three.
std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> all;
  size_t at = 0;
  const auto code_point = [&](size_t i) { return utf8::decode(text, i); };
  while (at < text.size()) {
    const auto first = code_point(at);
    const size_t begin = at;
    if (first.code_point >= '0' && first.code_point <= '9') {
      int64_t value = 0;
      while (at < text.size()) {
        const char c = text[at];
        if (c >= '0' && c <= '9') {
          value = value < 100'000'000 ? value * 10 + (c - '0') : value;
          ++at;
          continue;
        }
        const auto separator = code_point(at);
        const size_t next = at + separator.length;
        const bool groups = c == ',' || c == '.' || unicode::is_space(separator.code_point);
        size_t digits = 0;
        while (next + digits < text.size() && text[next + digits] >= '0' && text[next + digits] <= '9') ++digits;
        if (!groups || digits != 3) break;
        at = next;
      }
      all.push_back({begin, at, "", value});
    } else if (unicode::is_alpha(first.code_point)) {
      while (at < text.size() &&
             (unicode::is_alpha(code_point(at).code_point) ||
              (text[at] == '-' && at + 1 < text.size() && unicode::is_alpha(code_point(at + 1).code_point)))) {
        at += code_point(at).length;
      }
      all.push_back({begin, at, unicode::fold(text.substr(begin, at - begin)), -1});
    } else {
      at += first.length;
    }
  }
  return all;
}

}  // namespace

Result<Knowledge> Knowledge::load(const fs::path& resources) {
  Knowledge k;
  std::error_code ignored;
  for (const char* const language : {"en", "fr"}) {
    const fs::path path = resources / language / "tolls.toml";
    const std::string file = path.string();
    const toml::table table = DEPECHE_TRY(read_toml(path));
    auto words = std::make_shared<Words>();
    for (std::string& w : DEPECHE_TRY(words_in(table, "people", file))) words->people.emplace(std::move(w), true);
    words->least = DEPECHE_TRY(words_in(table, "least", file));
    const toml::table* const kinds = table["words"].as_table();
    const toml::table* const numbers = table["numbers"].as_table();
    if (!kinds || !numbers) return fail(Error::Code::Malformed, "[words] or [numbers] is missing", {.file = file});
    for (const auto& [kind, node] : *kinds) {
      if (kind != "killed" && kind != "wounded" && kind != "held")
        return fail(Error::Code::Malformed, fmt::format("'{}' is no kind of toll", kind.str()),
                    toml_where(file, node.source()));
      for (std::string& w : DEPECHE_TRY(words_in(*kinds, kind.str(), file)))
        words->kinds.emplace(std::move(w), std::string(kind.str()));
    }
    for (const auto& [word, node] : *numbers) {
      const auto value = node.value<int64_t>();
      if (!value)
        return fail(Error::Code::Malformed, fmt::format("'{}' is given no number", word.str()),
                    toml_where(file, node.source()));
      words->numbers.emplace(unicode::fold(word.str()), *value);
    }
    k.words_.emplace(language, std::move(words));
  }
  const Table media = DEPECHE_TRY(read_table(resources / "actors" / "media.tsv", {"country", "names"}));
  const int country = media.column("country");
  for (const Table::Row& row : media.rows) {
    for (const std::string_view column : {"names", "names_en"}) {
      for (const std::string_view name : split(Table::cell(row, media.column(column)), '|'))
        k.media_.emplace(unicode::fold(name), std::string(Table::cell(row, country)));
    }
  }
  return k;
}

std::string_view Knowledge::country_of(std::string_view publisher) const {
  if (publisher.empty()) return "";
  const auto at = media_.find(unicode::fold(publisher));
  return at == media_.end() ? std::string_view() : std::string_view(at->second);
}

std::vector<Toll> Knowledge::tolls(std::string_view language, std::string_view text) const {
  std::vector<Toll> found;
  const auto known = words_.find(language);
  if (known == words_.end()) return found;
  const Words& words = *known->second;
  std::vector<Token> tokens = tokens_of(text);
  bool tells = false;
  for (Token& t : tokens) {
    if (t.number < 0) {
      if (const auto at = words.numbers.find(t.word); at != words.numbers.end()) t.number = at->second;
    }
    tells = tells || words.kinds.count(t.word) > 0;
  }
  if (!tells) return found;
  const auto add = [&](const std::string& kind, size_t number, size_t word) {
    for (const Toll& t : found) {
      if (t.kind == kind) return;
    }
    const size_t first = std::min(number, word), last = std::max(number, word);
    Toll toll{kind, tokens[number].number, false, tokens[first].begin, tokens[last].end};
    const std::string before = unicode::fold(text.substr(0, tokens[number].begin));
    for (const std::string& least : words.least) {
      const size_t at = before.rfind(least);
      toll.at_least = toll.at_least || (at != std::string::npos && at + least.size() + 1 >= before.size());
    }
    found.push_back(std::move(toll));
  };
  for (size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].number < 0) continue;
    // A number before the word: no other number between, and a word for people unless they touch.
    bool has_people = false;
    for (size_t j = i + 1; j < tokens.size() && j <= i + 1 + kBetween && tokens[j].number < 0; ++j) {
      const auto kind = words.kinds.find(tokens[j].word);
      if (kind != words.kinds.end() && (has_people || j == i + 1)) {
        add(kind->second, i, j);
        break;
      }
      has_people = has_people || words.people.count(tokens[j].word) > 0;
    }
    // A number behind the word.
    for (size_t j = i; j-- > 0 && i - j <= kBetween && tokens[j].number < 0;) {
      const auto kind = words.kinds.find(tokens[j].word);
      if (kind == words.kinds.end()) continue;
      const bool followed = i + 1 < tokens.size() && words.people.count(tokens[i + 1].word) > 0;
      if (followed || (i + 1 == tokens.size() && i - j <= 3)) add(kind->second, i, j);
      break;
    }
  }
  return found;
}

}  // namespace depeche::store
