#include "text/residue.h"

#include <fmt/format.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/toml_file.h"
#include "base/unicode.h"
#include "base/utf8.h"

namespace depeche::text {

namespace fs = std::filesystem;

namespace {

constexpr size_t kMaxBytes = 1000;  // longer blocks are never tried
constexpr size_t kHeadBlocks = 5;   // "head": the first so many
constexpr size_t kTailBlocks = 12;  // "tail": the last so many, but not the first paragraph
constexpr int kListItemWords = 25;  // a list that follows ends at a longer block
constexpr int kNameWords = 5;       // of an author's name on a line of its own
constexpr uint32_t kMatchLimit = 50'000;

enum class Place { Anywhere, Head, Tail };
enum class Takes { Block, List, NameBefore };

template <class E>
struct Option {
  std::string_view name;
  E value;
};
constexpr Option<Place> kPlaces[] = {{"anywhere", Place::Anywhere}, {"head", Place::Head}, {"tail", Place::Tail}};
constexpr Option<Takes> kTakes[] = {{"block", Takes::Block}, {"list", Takes::List}, {"name_before", Takes::NameBefore}};

struct FreeCode {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
using Code = std::unique_ptr<pcre2_code, FreeCode>;

struct Rule {
  std::string name;
  Where where;
  Code pattern;
  bool folded = true;
  Place place = Place::Anywhere;
  Takes takes = Takes::Block;
  int max_words = 30;
  bool not_after_quote = false;
  std::vector<std::string> examples, negative;
};

// A call's scratch memory for matching.
class Matcher {
 public:
  Matcher() : data_(pcre2_match_data_create(1, nullptr)), context_(pcre2_match_context_create(nullptr)) {
    pcre2_set_match_limit(context_, kMatchLimit);
  }
  Matcher(const Matcher&) = delete;
  Matcher& operator=(const Matcher&) = delete;
  ~Matcher() {
    pcre2_match_context_free(context_);
    pcre2_match_data_free(data_);
  }
  bool matches(const Rule& rule, std::string_view text) const {
    return pcre2_match(rule.pattern.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0,
                       PCRE2_NO_UTF_CHECK, data_, context_) >= 0;
  }

 private:
  pcre2_match_data* data_;
  pcre2_match_context* context_;
};

// Blanks of any kind and number as one space; `folded` also without case and accents.
std::string plain(std::string_view text, bool folded) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const auto [c, length] = utf8::decode(text, at);
    if (!unicode::is_space(c)) {
      out.append(text, at, length);
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
    at += length;
  }
  return folded ? unicode::fold(out) : out;
}

bool has_word(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const auto [c, length] = utf8::decode(text, at);
    if (unicode::is_alpha(c) || unicode::is_digit(c)) return true;
    at += length;
  }
  return false;
}

bool is_link(std::string_view text, int words) {
  return words == 1 && (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www."));
}

bool ends_with_quote(std::string_view text) {
  for (const std::string_view mark : {"»", "”", "\"", "».", "”.", "\"."}) {
    if (text.ends_with(mark)) return true;
  }
  return false;
}

// All words begin with a capital, and nothing ends a sentence: how a name stands on a line of its own.
bool is_name(std::string_view text, int words) {
  if (words > kNameWords || ends_sentence(text)) return false;
  bool at_start = true;
  for (size_t at = 0; at < text.size();) {
    if (at_start && (starts_lower(text.substr(at)) || unicode::is_digit(utf8::decode(text, at).code_point)))
      return false;
    const auto [c, length] = utf8::decode(text, at);
    at_start = unicode::is_space(c);
    at += length;
  }
  return true;
}

class Loader {
 public:
  explicit Loader(std::string file) : file_(std::move(file)) {}

  Result<Rule> rule(const toml::table& table) {
    Rule rule;
    rule.where = toml_where(file_, table.source());
    rule.name = table["name"].value_or("");
    if (rule.name.empty()) return fault(table, "a rule without 'name'");
    for (const auto& [key, node] : table) {
      static constexpr std::string_view kKeys[] = {"name",      "pattern",  "folded",          "where",   "takes",
                                                   "max_words", "examples", "not_after_quote", "negative"};
      if (std::find(std::begin(kKeys), std::end(kKeys), key.str()) == std::end(kKeys)) {
        return fault(node, fmt::format("rule '{}': unknown key '{}'", rule.name, key.str()));
      }
    }
    rule.folded = table["folded"].value_or(true);
    rule.max_words = table["max_words"].value_or(rule.max_words);
    rule.not_after_quote = table["not_after_quote"].value_or(false);
    DEPECHE_CHECK(option(table, "where", kPlaces, rule.place));
    DEPECHE_CHECK(option(table, "takes", kTakes, rule.takes));
    DEPECHE_CHECK(strings(table, "examples", rule.examples));
    DEPECHE_CHECK(strings(table, "negative", rule.negative));
    if (rule.examples.empty()) return fault(table, fmt::format("rule '{}' has no examples", rule.name));
    const std::string pattern = table["pattern"].value_or("");
    if (pattern.empty()) return fault(table, fmt::format("rule '{}' has no pattern", rule.name));
    int error = 0;
    PCRE2_SIZE offset = 0;
    rule.pattern.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                                     PCRE2_UTF | PCRE2_UCP, &error, &offset, nullptr));
    if (!rule.pattern) {
      PCRE2_UCHAR message[256];
      pcre2_get_error_message(error, message, sizeof message);
      return fault(*table.get("pattern"), fmt::format("rule '{}': pattern at byte {}: {}", rule.name, offset,
                                                      reinterpret_cast<const char*>(message)));
    }
    pcre2_jit_compile(rule.pattern.get(), PCRE2_JIT_COMPLETE);  // without it the same answer, slower
    return rule;
  }

  tl::unexpected<Error> fault(const toml::node& node, std::string message) const {
    return fail(Error::Code::Malformed, std::move(message), toml_where(file_, node.source()));
  }

 private:
  template <class E, size_t N>
  Result<void> option(const toml::table& table, std::string_view key, const Option<E> (&options)[N], E& value) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    const std::string name = node->value_or("");
    for (const Option<E>& candidate : options) {
      if (candidate.name == name) {
        value = candidate.value;
        return {};
      }
    }
    return fault(*node, fmt::format("unknown value '{}' of '{}'", name, key));
  }

  Result<void> strings(const toml::table& table, std::string_view key, std::vector<std::string>& out) {
    const toml::array* array = table[key].as_array();
    if (array == nullptr) return {};
    for (const toml::node& node : *array) {
      if (!node.is_string()) return fault(node, fmt::format("'{}' holds something that is no string", key));
      out.push_back(**node.as_string());
    }
    return {};
  }

  std::string file_;
};

}  // namespace

struct ResidueRules::Impl {
  std::vector<Rule> rules;
  int most_words = 0;  // of a block that some rule tries

  // Whether the rule's pattern fits a block, given both readings of its words.
  static bool fits(const Matcher& matcher, const Rule& rule, const std::string& as_is, const std::string& folded,
                   int words) {
    return words <= rule.max_words && matcher.matches(rule, rule.folded ? folded : as_is);
  }
};

ResidueRules::ResidueRules() : impl_(std::make_unique<Impl>()) {}
ResidueRules::ResidueRules(ResidueRules&&) noexcept = default;
ResidueRules& ResidueRules::operator=(ResidueRules&&) noexcept = default;
ResidueRules::~ResidueRules() = default;

Result<ResidueRules> ResidueRules::load(const fs::path& file) {
  const toml::table table = DEPECHE_TRY(read_toml(file));
  ResidueRules rules;
  Loader loader(file.string());
  const toml::array* array = table["rule"].as_array();
  if (array == nullptr) return loader.fault(table, "no [[rule]]");
  for (const toml::node& node : *array) {
    if (!node.is_table()) return loader.fault(node, "a rule is a table");
    rules.impl_->rules.push_back(DEPECHE_TRY(loader.rule(*node.as_table())));
    rules.impl_->most_words = std::max(rules.impl_->most_words, rules.impl_->rules.back().max_words);
  }
  return rules;
}

std::vector<bool> ResidueRules::find(std::string_view text, const std::vector<RawBlock>& blocks) const {
  std::vector<bool> residue(blocks.size(), false);
  const Matcher matcher;
  bool in_list = false;
  for (size_t i = 0; i < blocks.size(); ++i) {
    const std::string_view block = slice(text, blocks[i].span);
    const int words = blocks[i].words;
    if (!has_word(block) || is_link(block, words)) {
      residue[i] = true;
      continue;
    }
    if (in_list && words > kListItemWords) in_list = false;
    if (in_list) residue[i] = true;
    if (block.size() > kMaxBytes || words > impl_->most_words) continue;
    const std::string as_is = plain(block, false);
    const std::string folded = unicode::fold(as_is);
    for (const Rule& rule : impl_->rules) {
      if (rule.place == Place::Head && i >= kHeadBlocks) continue;
      if (rule.place == Place::Tail && (i + kTailBlocks < blocks.size() || i < 2)) continue;
      if (!Impl::fits(matcher, rule, as_is, folded, words)) continue;
      if (rule.not_after_quote && i > 0 && ends_with_quote(slice(text, blocks[i - 1].span))) continue;
      residue[i] = true;
      in_list |= rule.takes == Takes::List;
      if (rule.takes == Takes::NameBefore && i > 1) {
        const std::string_view before = slice(text, blocks[i - 1].span);
        residue[i - 1] = residue[i - 1] || is_name(before, blocks[i - 1].words);
      }
      break;
    }
  }
  return residue;
}

std::vector<std::string> ResidueRules::failing_examples() const {
  std::vector<std::string> failing;
  const Matcher matcher;
  for (const Rule& rule : impl_->rules) {
    const auto check = [&](const std::string& example, bool wanted) {
      const std::vector<RawBlock> blocks = find_blocks(example, 0);
      const bool fits =
          blocks.size() == 1 && Impl::fits(matcher, rule, plain(example, false), plain(example, true), blocks[0].words);
      if (fits == wanted) return;
      failing.push_back(Error{Error::Code::Malformed,
                              fmt::format("rule '{}' {}: {}", rule.name, wanted ? "misses" : "takes", example),
                              rule.where}
                            .describe());
    };
    for (const std::string& example : rule.examples) check(example, true);
    for (const std::string& example : rule.negative) check(example, false);
  }
  return failing;
}

}  // namespace depeche::text
