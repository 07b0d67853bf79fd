#include "ground/names.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/resource.h"
#include "base/unicode.h"
#include "base/utf8.h"

namespace depeche::ground {
namespace {

bool is_word_letter(char32_t c) { return unicode::is_alpha(c) || unicode::is_digit(c) || unicode::is_mark(c); }

bool is_apostrophe(char32_t c) {
  return c == '\'' || c == 0x2019 || c == 0x2BC || c == 0x2BB || c == 0x2018 || c == '`';
}

bool is_hyphen(char32_t c) { return c == '-' || c == 0x2010 || c == 0x2011; }

// How the characters between two words join them. Spaces may be doubled, anything else stands alone.
Joint joint_of(std::string_view between, bool after_single_letter) {
  if (between.empty()) return Joint::Break;
  Joint joint = Joint::Break;
  int marks = 0, spaces = 0;
  for (size_t i = 0; i < between.size();) {
    const auto [c, length] = utf8::decode(between, i);
    i += length;
    if (c == '\n' || c == '\r') return Joint::Break;
    if (unicode::is_space(c)) {
      ++spaces;
    } else if (is_hyphen(c)) {
      joint = Joint::Hyphen, ++marks;
    } else if (is_apostrophe(c)) {
      joint = Joint::Apostrophe, ++marks;
    } else if (c == '.' && after_single_letter) {
      joint = Joint::Dot, ++marks;
    } else {
      return Joint::Break;
    }
  }
  if (marks == 0) return Joint::Space;
  if (marks > 2 || (marks == 2 && joint != Joint::Hyphen)) return Joint::Break;  // two marks: "É.-U."
  if (joint == Joint::Hyphen && spaces > 0) return Joint::Break;                 // a dash between spaces
  return joint;
}

bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

}  // namespace

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  size_t last_end = 0;
  size_t last_letters = 0;
  for (size_t i = 0; i < text.size();) {
    const auto [first, first_length] = utf8::decode(text, i);
    if (!is_word_letter(first)) {
      i += first_length;
      continue;
    }
    const size_t begin = i;
    size_t letters = 0;
    bool all_caps = true, plain = true;
    while (i < text.size()) {
      const auto [c, length] = utf8::decode(text, i);
      if (!is_word_letter(c)) break;
      ++letters;
      if (unicode::is_alpha(c) && !unicode::is_upper(c)) all_caps = false;
      plain = plain && length == 1;
      i += length;
    }
    Word word;
    word.plain = plain;
    word.span = {static_cast<uint32_t>(begin), static_cast<uint32_t>(i)};
    word.fold_to(unicode::fold(text.substr(begin, i - begin)));
    word.capital = unicode::is_upper(first);
    word.all_caps = all_caps && word.capital && letters > 1;
    word.joint = words.empty() ? Joint::Break : joint_of(text.substr(last_end, begin - last_end), last_letters == 1);
    words.push_back(std::move(word));
    last_end = i;
    last_letters = letters;
  }
  return words;
}

std::string fold_name(std::string_view name) {
  std::string out;
  for (const Word& word : words_of(name)) {
    if (!out.empty()) out += ' ';
    out += word.folded;
  }
  return out;
}

bool is_one_slip(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (a.empty() || b.size() - a.size() > 1 || a == b || a.front() != b.front()) return false;
  size_t same = 0;
  while (same < a.size() && a[same] == b[same]) ++same;
  const std::string_view rest_a = a.substr(same), rest_b = b.substr(same);
  if (a.size() < b.size()) return rest_a == rest_b.substr(1);
  if (rest_a.substr(1) == rest_b.substr(1)) return true;
  return rest_a.size() >= 2 && rest_a[0] == rest_b[1] && rest_a[1] == rest_b[0] && rest_a.substr(2) == rest_b.substr(2);
}

Result<Transliteration> Transliteration::load(const std::filesystem::path& file) {
  const Table table = DEPECHE_TRY(read_table(file, {"from", "to", "at"}));
  const int from = table.column("from"), to = table.column("to"), at = table.column("at");
  Transliteration rules;
  for (const Table::Row& row : table.rows) {
    const std::string_view place = Table::cell(row, at);
    Rule rule{std::string(Table::cell(row, from)), std::string(Table::cell(row, to)), At::Anywhere};
    if (place == "start") {
      rule.at = At::Start;
    } else if (place == "end") {
      rule.at = At::End;
    } else if (!place.empty()) {
      return fail(Error::Code::Malformed, fmt::format("at: expected start, end or nothing, found '{}'", place),
                  {table.file, row.line});
    }
    if (rule.from.empty()) return fail(Error::Code::Malformed, "from: empty", {table.file, row.line});
    rules.rules_.push_back(std::move(rule));
  }
  std::stable_sort(rules.rules_.begin(), rules.rules_.end(),
                   [](const Rule& a, const Rule& b) { return a.from.size() > b.from.size(); });
  return rules;
}

const Transliteration::Rule* Transliteration::rule_at(std::string_view word, size_t i) const {
  for (const Rule& rule : rules_) {
    if (rule.from.front() != word[i] || word.substr(i, rule.from.size()) != rule.from) continue;
    if (rule.at == At::Start && i != 0) continue;
    if (rule.at == At::End && i + rule.from.size() != word.size()) continue;
    return &rule;
  }
  return nullptr;
}

std::string Transliteration::sound(std::string_view name) const {
  std::string out;
  for (const Word& word : words_of(name)) {
    for (size_t i = 0; i < word.folded.size();) {
      const Rule* rule = rule_at(word.folded, i);
      const std::string_view piece = rule ? std::string_view(rule->to) : std::string_view(word.folded).substr(i, 1);
      for (const char c : piece) {
        if (out.empty() || out.back() != c) out += c;
      }
      i += rule ? rule->from.size() : 1;
    }
  }
  return out;
}

std::string Transliteration::coarse(std::string_view sound) {
  std::string out;
  for (char c : sound) {
    if (c == 'o') c = 'u';
    if (c == 'e') c = 'a';
    if (!out.empty() && (out.back() == c || (is_vowel(c) && is_vowel(out.back())))) continue;
    out += c;
  }
  return out;
}

bool Transliteration::same(std::string_view a, std::string_view b) const {
  const std::string x = sound(a), y = sound(b);
  if (x.empty() || y.empty()) return false;
  if (x == y) return true;
  const std::string p = coarse(x), q = coarse(y);
  return p.size() >= 4 && p == q;
}

}  // namespace depeche::ground
