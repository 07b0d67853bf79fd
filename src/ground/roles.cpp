#include "ground/roles.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/layers.h"
#include "base/toml_file.h"
#include "base/unicode.h"

namespace depeche::ground {
namespace {

struct ListName {
  std::string_view table, key;
};
constexpr std::array<ListName, kWordLists> kLists = {{{"words", "of"},
                                                      {"words", "courtesy"},
                                                      {"words", "masculine"},
                                                      {"words", "feminine"},
                                                      {"words", "former"},
                                                      {"words", "former_prefix"},
                                                      {"words", "indefinite"},
                                                      {"words", "demonstrative"},
                                                      {"words", "possessive"},
                                                      {"words", "not_people"},
                                                      {"groups", "states"},
                                                      {"groups", "people"},
                                                      {"groups", "bodies"},
                                                      {"pronouns", "masculine"},
                                                      {"pronouns", "feminine"},
                                                      {"pronouns", "masculine_plural"},
                                                      {"pronouns", "feminine_plural"},
                                                      {"pronouns", "any"},
                                                      {"pronouns", "any_plural"},
                                                      {"pronouns", "dative"},
                                                      {"pronouns", "dative_plural"},
                                                      {"pronouns", "possessive"},
                                                      {"pronouns", "possessive_plural"},
                                                      {"pronouns", "latter_heads"},
                                                      {"pronouns", "latter_plural_heads"},
                                                      {"pronouns", "impersonal_verbs"},
                                                      {"place", "locative"},
                                                      {"place", "dative_verbs"},
                                                      {"place", "dative_nouns"},
                                                      {"place", "town_verbs"},
                                                      {"place", "acting_nouns"},
                                                      {"place", "named_after"},
                                                      {"words", "compound_prefix"},
                                                      {"words", "naming_verbs"},
                                                      {"words", "identity_verbs"},
                                                      {"words", "origin_words"},
                                                      {"words", "naming_nouns"},
                                                      {"words", "compound_suffix"},
                                                      {"pronouns", "neuter"},
                                                      {"pronouns", "neuter_possessive"},
                                                      {"groups", "definite"},
                                                      {"words", "elsewhere"},
                                                      {"place", "kinds"},
                                                      {"place", "parts"},
                                                      {"place", "facilities"},
                                                      {"pronouns", "latter"},
                                                      {"words", "name_particles"},
                                                      {"place", "where"},
                                                      {"words", "platforms"},
                                                      {"words", "on_platform"}}};

// Without the accent at its end it is another word.
bool ends_accented(std::string_view noun) {
  size_t end = noun.size();
  while (end > 0 && (noun[end - 1] == 's' || noun[end - 1] == 'e')) --end;
  return end > 0 && static_cast<unsigned char>(noun[end - 1]) >= 0x80;
}

// Lists of languages that have such words.
constexpr auto kOptionalFrom = static_cast<size_t>(WordList::CompoundSuffix);

}  // namespace

class RoleBookLoader {
 public:
  explicit RoleBookLoader(std::string file) : file_(std::move(file)) {}

  Result<RoleBook> load() {
    table_ = DEPECHE_TRY(read_toml(file_));
    const toml::array* roles = table_["role"].as_array();
    if (!roles) return fail(Error::Code::Malformed, "no [[role]]", {file_});
    for (const toml::node& node : *roles) DEPECHE_CHECK(add_role(node));
    if (const toml::array* fields = table_["portfolio"].as_array()) {
      for (const toml::node& node : *fields) DEPECHE_CHECK(add_portfolio(node));
    }
    for (size_t i = 0; i < kLists.size(); ++i) {
      const toml::array* words = table_[kLists[i].table][kLists[i].key].as_array();
      if (!words && i >= kOptionalFrom) continue;
      if (!words)
        return fail(Error::Code::Malformed, fmt::format("no list '{}' in [{}]", kLists[i].key, kLists[i].table),
                    {file_});
      for (const toml::node& word : *words) {
        const auto text = word.value<std::string>();
        if (!text) return wrong("expected a word in quotes", word.source());
        std::string folded = unicode::fold(*text);
        // Elided words end in a mark, which the words of a text leave out.
        if (folded.ends_with('\'')) book_.lists_[i].insert(folded.substr(0, folded.size() - 1));
        book_.lists_[i].insert(std::move(folded));
      }
    }
    for (const std::string& idiom : DEPECHE_TRY(words(*table_["words"].as_table(), "idioms")))
      book_.idioms_.add(idiom, 0, true);
    if (const toml::table* numbers = table_["groups"]["number"].as_table()) {
      for (const auto& [key, value] : *numbers) {
        book_.numbers_[unicode::fold(key.str())] = static_cast<int>(value.value_or<int64_t>(0));
      }
    }
    return std::move(book_);
  }

 private:
  tl::unexpected<Error> wrong(std::string message, const toml::source_region& at) const {
    return fail(Error::Code::Malformed, std::move(message), toml_where(file_, at));
  }

  Result<std::vector<std::string>> words(const toml::table& table, const char* key) const {
    std::vector<std::string> out;
    if (!table.contains(key)) return out;
    const toml::array* array = table[key].as_array();
    if (!array) return wrong(fmt::format("{}: expected a list", key), table[key].node()->source());
    for (const toml::node& word : *array) {
      const auto text = word.value<std::string>();
      if (!text) return wrong(fmt::format("{}: expected a word in quotes", key), word.source());
      out.push_back(*text);
    }
    return out;
  }

  Result<void> add_role(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (!table) return wrong("[[role]]: expected a table", node.source());
    Role role;
    role.name = (*table)["name"].value_or(std::string());
    if (role.name.empty()) return wrong("[[role]] without a name", node.source());
    if (book_.find(role.name) >= 0) return wrong(fmt::format("role '{}': named before", role.name), node.source());
    const std::string kind = (*table)["kind"].value_or(std::string());
    const auto known = entity_kind_from(kind);
    if (!known) return wrong(fmt::format("role '{}': no kind '{}'", role.name, kind), node.source());
    role.kind = *known;
    role.sector = (*table)["sector"].value_or(std::string("UNK"));
    role.offices = DEPECHE_TRY(words(*table, "offices"));
    role.fixed_country = (*table)["fixed_country"].value_or(std::string());
    role.of_body = (*table)["of_body"].value_or(std::string());
    const auto flag = [&](const char* key) { return (*table)[key].value_or(false); };
    role.head = flag("head");
    role.of = flag("of");
    role.portfolio = flag("portfolio");
    role.needs_portfolio = flag("needs_portfolio");
    role.unique = flag("unique");
    role.acting_only = flag("acting_only");
    role.anaphor = flag("anaphor");
    role.noun_only = flag("noun_only");
    role.needs_body = flag("needs_body");
    role.counterpart = flag("counterpart");
    role.member = flag("member");
    role.needs_determiner = flag("needs_determiner");
    role.inherits_country = (*table)["country"].value_or(std::string()) == "inherit";
    const auto index = static_cast<int32_t>(book_.roles_.size());
    // A noun listed with a capital alone is none without it.
    const std::vector<std::string> nouns = DEPECHE_TRY(words(*table, "nouns"));
    std::vector<std::string> folded;
    for (const std::string& noun : nouns) folded.push_back(unicode::fold(noun));
    for (size_t i = 0; i < nouns.size(); ++i) {
      const std::string& noun = nouns[i];
      const bool capital = unicode::capitalize(noun) == noun;
      bool both = false;
      for (size_t j = 0; capital && j < nouns.size() && !both; ++j) both = folded[j] == folded[i] && nouns[j] != noun;
      book_.role_nouns_.add(noun, index, !capital || both);
      if (const std::vector<Word> in = words_of(noun); in.size() == 1 && ends_accented(noun))
        book_.accented_.insert(in.front().folded);
    }
    role.never = DEPECHE_TRY(words(*table, "never"));
    book_.roles_.push_back(std::move(role));
    return {};
  }

  Result<void> add_portfolio(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (!table) return wrong("[[portfolio]]: expected a table", node.source());
    const std::string office = (*table)["office"].value_or(std::string());
    if (office.empty()) return wrong("[[portfolio]] without an office", node.source());
    const auto index = static_cast<int32_t>(book_.portfolio_offices_.size());
    for (const std::string& word : DEPECHE_TRY(words(*table, "words"))) book_.portfolio_words_.add(word, index, true);
    book_.portfolio_offices_.push_back(office);
    return {};
  }

  std::string file_;
  toml::table table_;
  RoleBook book_;
};

Result<RoleBook> RoleBook::load(const std::filesystem::path& file) {
  // Without the file, actors have names alone.
  if (!is_in_layers(file) && is_in_layers(file.parent_path())) return RoleBook{};
  return RoleBookLoader(file.string()).load();
}

int32_t RoleBook::find(std::string_view name) const {
  const auto at = std::find_if(roles_.begin(), roles_.end(), [&](const Role& r) { return r.name == name; });
  return at == roles_.end() ? -1 : static_cast<int32_t>(at - roles_.begin());
}

RoleBook::Found RoleBook::longest(std::span<const Word> words, std::span<const Word> lemmas, size_t at) const {
  const WordTrie::Found by_form = role_nouns_.longest(words, at);
  const WordTrie::Found by_lemma = role_nouns_.longest(lemmas, at);
  const WordTrie::Found& best = by_lemma.words > by_form.words ? by_lemma : by_form;
  if (best.words == 1 && words[at].plain && !words[at].all_caps) {
    const std::string& found = by_lemma.words > by_form.words ? lemmas[at].folded : words[at].folded;
    if (accented_.contains(found)) return {};
  }
  return best.words ? Found{best.words, best.values.front()} : Found{};
}

RoleBook::Field RoleBook::portfolio(std::span<const Word> words, size_t at) const {
  const WordTrie::Found found = portfolio_words_.longest(words, at);
  return found.words ? Field{found.words, portfolio_offices_[found.values.front()]} : Field{};
}

int RoleBook::group_number(std::string_view folded) const {
  const auto at = numbers_.find(folded);
  return at == numbers_.end() ? 0 : at->second;
}

}  // namespace depeche::ground
