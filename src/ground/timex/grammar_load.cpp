// Reads the grammar's TOML files; see resources/TIMES.md for the format.
#include <fmt/format.h>

#include <algorithm>

#include "base/layers.h"
#include "base/toml_file.h"
#include "base/unicode.h"
#include "ground/timex/feasts.h"
#include "ground/timex/grammar.h"

namespace depeche::ground::timex {
namespace {

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  return out;
}

constexpr std::pair<Symbol, Field> kNumberFields[] = {
    {kNum, Field::Count},         {kDecimal, Field::Count},       {kDayNumber, Field::Day},
    {kMonthNumber, Field::Month}, {kYearNumber, Field::Year},     {kShortYear, Field::Year2},
    {kHourNumber, Field::Hour},   {kMinuteNumber, Field::Minute}, {kHhmm, Field::Hhmm},
    {kOrdinal, Field::Ordinal},   {kDecadeNumber, Field::Decade}, {kDayDigits, Field::Day},
};

struct File {
  std::string path;
  std::string label;  // "fr/dates.toml"
  toml::table table;
};

}  // namespace

class GrammarLoader {
 public:
  Result<Grammar> load(const std::filesystem::path& resources, std::string_view language) {
    const std::filesystem::path folder = resources / language / "time";
    const std::vector<std::filesystem::path> paths = files_in(folder, ".toml");
    // A language without the folder has no time expressions.
    if (paths.empty() && is_in_layers(folder)) return fail(Error::Code::NotFound, "no *.toml files", {folder.string()});
    for (const auto& path : paths) files_.push_back(DEPECHE_TRY(parse(path, language)));
    grammar_.lexicon_.symbol("NUM");
    for (const auto& [symbol, field] : kNumberFields) fields_[symbol] = field;
    for (const File& file : files_) DEPECHE_CHECK(settings(file));
    for (const File& file : files_) DEPECHE_CHECK(classes(file));
    for (const File& file : files_) DEPECHE_CHECK(macros(file));
    for (const File& file : files_) DEPECHE_CHECK(rules(file));
    grammar_.lexicon_.freeze();
    finish(grammar_.lexicon_, grammar_.automaton_);
    const auto known = [&](std::string_view name) { return grammar_.lexicon_.find_symbol(name); };
    grammar_.determiner = known("DET");
    grammar_.future = known("FUTURE");
    grammar_.past = known("PAST");
    grammar_.since = known("SINCE");
    grammar_.forward = known("FORWARD");
    grammar_.future_auxiliary = known("FUTURE_AUXILIARY");
    grammar_.function = known("FUNCTION");
    grammar_.published = known("PUBLISHED");
    grammar_.demonstrative = known("DEMONSTRATIVE");
    return std::move(grammar_);
  }

 private:
  static Result<File> parse(const std::filesystem::path& path, std::string_view language) {
    File file{path.string(), fmt::format("{}/{}", language, path.filename().string()), {}};
    file.table = DEPECHE_TRY(read_toml(path));
    return file;
  }

  Result<std::vector<std::string>> strings(const File& file, const toml::node* node) {
    std::vector<std::string> out;
    if (!node) return out;
    const toml::array* array = node->as_array();
    if (!array)
      return fail(Error::Code::Malformed, "expected a list of strings", toml_where(file.path, node->source()));
    for (const toml::node& item : *array) {
      const auto text = item.value_exact<std::string>();
      if (!text) return fail(Error::Code::Malformed, "expected a string", toml_where(file.path, item.source()));
      out.push_back(*text);
    }
    return out;
  }

  Result<void> settings(const File& file) {
    if (const toml::table* scan = file.table["scan"].as_table()) {
      ScanOptions& options = grammar_.lexicon_.scan;
      options.thousands = (*scan)["thousands"].value_or(std::string());
      const std::string decimal = (*scan)["decimal"].value_or(std::string(","));
      options.decimal = decimal.empty() ? ',' : decimal[0];
      options.elision = (*scan)["elision"].value_or(true);
      options.ordinal_suffixes = DEPECHE_TRY(strings(file, scan->get("ordinal_suffixes")));
      options.decade_suffixes = DEPECHE_TRY(strings(file, scan->get("decade_suffixes")));
      options.number_links = DEPECHE_TRY(strings(file, scan->get("number_links")));
      options.plural_suffixes = DEPECHE_TRY(strings(file, scan->get("plural_suffixes")));
    }
    if (const toml::table* tense = file.table["tense"].as_table()) {
      grammar_.future_suffixes = DEPECHE_TRY(strings(file, tense->get("future_suffixes")));
      grammar_.past_suffixes = DEPECHE_TRY(strings(file, tense->get("past_suffixes")));
    }
    return {};
  }

  Result<void> classes(const File& file) {
    for (const std::string_view table_name : {"cardinal", "ordinal"}) {
      const toml::table* table = file.table[table_name].as_table();
      if (!table) continue;
      for (const auto& [key, node] : *table) {
        const auto value = node.value_exact<int64_t>();
        if (!value || *value < 0)
          return fail(Error::Code::Malformed, "expected a number", toml_where(file.path, node.source()));
        for (const std::string& form : forms_of(key.str())) {
          if (table_name == "cardinal") grammar_.lexicon_.add_cardinal(form, static_cast<int32_t>(*value));
          if (table_name == "ordinal") grammar_.lexicon_.add_ordinal(form, static_cast<int32_t>(*value));
        }
      }
    }
    const toml::table* all = file.table["class"].as_table();
    if (!all) return {};
    for (const auto& [name, node] : *all) {
      const toml::table* table = node.as_table();
      if (!table) return fail(Error::Code::Malformed, "expected a table", toml_where(file.path, node.source()));
      const Symbol symbol = grammar_.lexicon_.symbol(name.str());
      const std::string field_name = (*table)["field"].value_or(lower_ascii(name.str()));
      if (const auto field = field_from(field_name)) fields_[symbol] = *field;
      for (const auto& [key, value] : *table) {
        if (key.str() == "field") continue;
        if (key.str() == "capital") {
          if (value.value_or(false)) grammar_.lexicon_.require_capital(symbol);
          continue;
        }
        if (key.str() == "words") {
          for (const std::string& word : DEPECHE_TRY(strings(file, &value)))
            DEPECHE_CHECK(add_word(file, value, word, symbol, 0));
          continue;
        }
        const int32_t code = DEPECHE_TRY(code_of(file, symbol, value));
        DEPECHE_CHECK(add_word(file, value, key.str(), symbol, code));
      }
    }
    return {};
  }

  // The word as written, and without accents where that is no word of its own.
  static std::vector<std::string> forms_of(std::string_view word) {
    std::vector<std::string> out{unicode::lower(word)};
    std::string plain = unicode::fold(word);
    if (plain != out[0] && plain.size() > 3) out.push_back(std::move(plain));
    return out;
  }

  Result<void> add_word(const File& file, const toml::node& node, std::string_view word, Symbol symbol, int32_t value) {
    if (word.empty()) return fail(Error::Code::Malformed, "an empty word", toml_where(file.path, node.source()));
    for (const std::string& form : forms_of(word)) grammar_.lexicon_.add(form, symbol, value);
    return {};
  }

  Result<int32_t> code_of(const File& file, Symbol symbol, const toml::node& node) {
    if (const auto number = node.value_exact<int64_t>()) return static_cast<int32_t>(*number);
    const auto text = node.value_exact<std::string>();
    if (!text)
      return fail(Error::Code::Malformed, "expected a number or a string", toml_where(file.path, node.source()));
    const auto field = fields_.find(symbol);
    if (field != fields_.end() && field->second == Field::Feast) {
      if (const auto feast = parse_feast(*text)) return *feast;
      return fail(Error::Code::Malformed, fmt::format("no feast '{}'", *text), toml_where(file.path, node.source()));
    }
    if (field != fields_.end() && (field->second == Field::Name || field->second == Field::Zone)) {
      grammar_.names_.push_back(*text);
      return static_cast<int32_t>(grammar_.names_.size() - 1);
    }
    if (const auto code = code_from(*text)) return *code;
    return fail(Error::Code::Malformed, fmt::format("no code '{}'", *text), toml_where(file.path, node.source()));
  }

  Result<void> macros(const File& file) {
    const toml::table* table = file.table["macro"].as_table();
    if (!table) return {};
    for (const auto& [name, node] : *table) {
      const auto text = node.value_exact<std::string>();
      if (!text) return fail(Error::Code::Malformed, "expected a pattern", toml_where(file.path, node.source()));
      if (!macros_.emplace(name.str(), *text).second) {
        return fail(Error::Code::Malformed, fmt::format("macro '{}' twice", name.str()),
                    toml_where(file.path, node.source()));
      }
    }
    return {};
  }

  Result<void> rules(const File& file) {
    const toml::array* array = file.table["rule"].as_array();
    if (!array) return {};
    for (const toml::node& node : *array) {
      const toml::table* table = node.as_table();
      if (!table) return fail(Error::Code::Malformed, "expected [[rule]]", toml_where(file.path, node.source()));
      DEPECHE_CHECK(rule(file, *table));
    }
    return {};
  }

  Result<void> rule(const File& file, const toml::table& table) {
    const auto bad = [&](const toml::node& node, std::string message) {
      return fail(Error::Code::Malformed, std::move(message), toml_where(file.path, node.source()));
    };
    Rule rule;
    const auto name = table["name"].value<std::string>();
    if (!name) return bad(table, "rule without name");
    rule.name = file.label + ":" + *name;
    std::vector<std::string> patterns;
    for (const auto& [key, node] : table) {
      const std::string_view k = key.str();
      if (k == "name") continue;
      if (k == "pattern") {
        if (const auto one = node.value_exact<std::string>()) {
          patterns = {*one};
        } else {
          patterns = DEPECHE_TRY(strings(file, &node));
        }
      } else if (k == "kind") {
        const std::string kind = node.value_or(std::string());
        if (kind == "point")
          rule.kind = Kind::Point;
        else if (kind == "duration")
          rule.kind = Kind::Duration;
        else if (kind == "set")
          rule.kind = Kind::Set;
        else if (kind == "reference")
          rule.kind = Kind::Reference;
        else if (kind == "skip")
          rule.kind = Kind::Skip;
        else if (kind == "same")
          rule.kind = Kind::Same;
        else if (kind == "anniversary")
          rule.kind = Kind::Anniversary;
        else
          return bad(node, fmt::format("no kind '{}'", kind));
      } else if (k == "base") {
        const std::string base = node.value_or(std::string());
        if (base != "document" && base != "context") return bad(node, fmt::format("no base '{}'", base));
        rule.base = base == "context" ? Base::Context : Base::Document;
      } else if (k == "clue") {
        const std::string clue = node.value_or(std::string());
        if (clue != "published" && clue != "anniversary") return bad(node, fmt::format("no clue '{}'", clue));
        rule.clue = clue == "published" ? Clue::Published : Clue::Anniversary;
      } else if (k == "value") {
        rule.value = node.value_or(std::string());
      } else if (k == "prefix") {
        rule.prefix = node.value_or(std::string());
      } else if (k == "days") {
        rule.days = node.value_or(0);
      } else if (k == "years") {
        rule.years = node.value_or(0);
        if (rule.years < 1 || rule.years > 10) return bad(node, "years is 1 to 10");
      } else if (k == "type") {
        rule.type = node.value_or(std::string());
        if (rule.type != "DATE" && rule.type != "TIME" && rule.type != "DURATION" && rule.type != "SET") {
          return bad(node, fmt::format("no type '{}'", rule.type));
        }
      } else if (k == "determiner") {
        rule.determiner = node.value_or(true);
      } else if (k == "background") {
        rule.background = node.value_or(false);
      } else if (k == "overnight") {
        rule.overnight = node.value_or(false);
      } else if (k == "range") {
        rule.range = node.value_or(false);
      } else if (k == "habitual") {
        rule.habitual = node.value_or(false);
      } else if (k == "guard_year") {
        if (node.value_or(std::string()) == "hundreds") {
          rule.guard_year = YearGuard::Hundreds;
        } else if (node.is_boolean()) {
          rule.guard_year = node.value_or(false) ? YearGuard::Any : YearGuard::None;
        } else {
          return bad(node, "guard_year is true or \"hundreds\"");
        }
      } else if (k == "not_before" || k == "not_after") {
        for (const std::string& s : DEPECHE_TRY(strings(file, &node))) {
          const Symbol symbol = grammar_.lexicon_.symbol(s);
          if (lower_ascii(s) == s) grammar_.lexicon_.add(s, symbol, 0);
          (k == "not_before" ? rule.not_before : rule.not_after).push_back(symbol);
        }
      } else if (k == "set") {
        const toml::table* set = node.as_table();
        if (!set) return bad(node, "expected a table of fields");
        for (const auto& [field_name, value] : *set) {
          const auto field = field_from(field_name.str());
          if (!field) return bad(value, fmt::format("no field '{}'", field_name.str()));
          const Symbol symbol = Lexicon::kNoSymbol;
          rule.set.set(*field, DEPECHE_TRY(code_of(file, symbol, value)));
        }
      } else if (k == "examples") {
        const toml::array* array = node.as_array();
        if (!array) return bad(node, "expected a list of examples");
        for (const toml::node& item : *array) {
          const std::string text = item.value_or(std::string());
          const size_t one = text.find(" | "), two = text.find(" | ", one == std::string::npos ? one : one + 3);
          if (two == std::string::npos) return bad(item, "an example is 'text | date | values'");
          rule.examples.push_back({text.substr(0, one), text.substr(one + 3, two - one - 3), text.substr(two + 3),
                                   static_cast<int>(item.source().begin.line)});
        }
      } else {
        return bad(node, fmt::format("unknown key '{}'", k));
      }
    }
    if (patterns.empty()) return bad(table, "rule without pattern");
    if (rule.examples.empty()) return bad(table, fmt::format("rule '{}' without examples", *name));
    for (const std::string& pattern : patterns) {
      Rule copy = rule;
      const auto added = add_pattern(pattern, static_cast<uint16_t>(grammar_.rules_.size()), macros_, grammar_.lexicon_,
                                     fields_, grammar_.automaton_, copy.groups);
      if (!added) return bad(table, fmt::format("rule '{}': {}", *name, added.error().message));
      if (&pattern != &patterns.front()) copy.examples.clear();
      grammar_.rules_.push_back(std::move(copy));
    }
    return {};
  }

  std::vector<File> files_;
  Grammar grammar_;
  std::map<Symbol, Field> fields_;
  Macros macros_;
};

Result<Grammar> Grammar::load(const std::filesystem::path& resources, std::string_view language) {
  return GrammarLoader().load(resources, language);
}

}  // namespace depeche::ground::timex
