#include "ground/timex/pattern.h"

#include <fmt/format.h>

#include <algorithm>

namespace depeche::ground::timex {
namespace {

constexpr int kMaxMacroDepth = 16;
constexpr size_t kMaxPositions = 60'000;

// A piece of the construction: where it can begin and end.
struct Fragment {
  bool nullable = true;
  std::vector<PositionId> first, last;
};

bool is_one_of(std::string_view set, char c) { return set.find(c) != std::string_view::npos; }
void append(std::vector<PositionId>& to, const std::vector<PositionId>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

class Compiler {
 public:
  Compiler(uint16_t rule, const Macros& macros, Lexicon& lexicon, const std::map<Symbol, Field>& fields,
           Automaton& automaton, std::vector<std::vector<PositionId>>& follow)
      : rule_(rule), macros_(macros), lexicon_(lexicon), fields_(fields), automaton_(automaton), follow_(follow) {}

  Result<Fragment> compile(std::string_view pattern) {
    braces_ = has_braces(pattern);
    text_ = pattern;
    at_ = 0;
    Fragment all = DEPECHE_TRY(alternatives(0));
    if (at_ < text_.size()) return error("unexpected", text_.substr(at_, 1));
    return all;
  }
  int groups() const { return braces_ ? groups_ : 1; }

 private:
  tl::unexpected<Error> error(std::string_view what, std::string_view piece) const {
    return fail(Error::Code::Malformed, fmt::format("pattern: {} '{}' in '{}'", what, piece, text_));
  }
  static bool has_braces(std::string_view text) { return text.find('{') != std::string_view::npos; }

  void blanks() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  Fragment join(Fragment a, Fragment b) {
    for (const PositionId last : a.last) append(follow_[last], b.first);
    Fragment out;
    out.nullable = a.nullable && b.nullable;
    out.first = a.first;
    if (a.nullable) append(out.first, b.first);
    out.last = b.last;
    if (b.nullable) append(out.last, a.last);
    return out;
  }

  Result<Fragment> alternatives(int depth) {
    Fragment all = DEPECHE_TRY(sequence(depth));
    while (at_ < text_.size() && text_[at_] == '|') {
      ++at_;
      const Fragment next = DEPECHE_TRY(sequence(depth));
      all.nullable = all.nullable || next.nullable;
      append(all.first, next.first);
      append(all.last, next.last);
    }
    return all;
  }

  Result<Fragment> sequence(int depth) {
    Fragment all;
    for (blanks(); at_ < text_.size() && !is_one_of("|)]}", text_[at_]); blanks()) {
      all = join(std::move(all), DEPECHE_TRY(item(depth)));
    }
    return all;
  }

  Result<Fragment> item(int depth) {
    Fragment out = DEPECHE_TRY(unit(depth));
    if (at_ < text_.size() && text_[at_] == '?') {
      ++at_;
      out.nullable = true;
    }
    return out;
  }

  Result<Fragment> unit(int depth) {
    const char open = text_[at_];
    if (open == '(' || open == '[' || open == '{') {
      ++at_;
      const int8_t outer = group_;
      const char close = open == '(' ? ')' : open == '[' ? ']' : '}';
      if (open == '[') group_ = kContext;
      if (open == '{') group_ = static_cast<int8_t>(groups_++);
      Fragment out = DEPECHE_TRY(alternatives(depth));
      group_ = outer;
      if (at_ >= text_.size() || text_[at_] != close) return error("no closing", std::string(1, close));
      ++at_;
      return out;
    }
    if (open == '<') return macro(depth);
    return leaf();
  }

  Result<Fragment> macro(int depth) {
    const size_t end = text_.find('>', at_);
    if (end == std::string_view::npos) return error("no closing", ">");
    const std::string_view name = text_.substr(at_ + 1, end - at_ - 1);
    const auto found = macros_.find(name);
    if (found == macros_.end()) return error("no macro", name);
    if (depth >= kMaxMacroDepth) return error("macro contains itself:", name);
    const std::string_view outer = text_;
    text_ = found->second;
    at_ = 0;
    Fragment out = DEPECHE_TRY(alternatives(depth + 1));
    if (at_ < text_.size()) return error("unexpected", text_.substr(at_, 1));
    text_ = outer;
    at_ = end + 1;
    return out;
  }

  // An elided article and its noun as one word would hide the two that all other rules ask for.
  bool glued_article(std::string_view word) const {
    const Symbol determiner = lexicon_.find_symbol("DET");
    const size_t apostrophe = word.find('\'');
    return determiner != Lexicon::kNoSymbol && apostrophe != std::string_view::npos && apostrophe + 1 < word.size() &&
           lexicon_.has(word.substr(0, apostrophe + 1), determiner);
  }

  Result<Fragment> leaf() {
    Position position;
    position.rule = rule_;
    position.group = group_ == kContext              ? kContext
                     : braces_ && group_ == kOutside ? kContext
                     : group_ == kOutside            ? 0
                                                     : group_;
    if (text_[at_] == '~') {
      position.adjoins = true;
      ++at_;
    }
    std::string name;
    while (at_ < text_.size() && !is_one_of(" |()[]{}?<>", text_[at_])) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      name += text_[at_++];
    }
    if (name.empty()) return error("expected a word at", text_.substr(at_));
    std::string_view wanted = name;
    std::optional<Field> field;
    if (const size_t equals = wanted.find('='); equals != std::string_view::npos && equals > 0) {
      field = wanted.substr(0, equals) == "none" ? std::optional(Field::None) : field_from(wanted.substr(0, equals));
      if (!field) return error("no field", wanted.substr(0, equals));
      wanted.remove_prefix(equals + 1);
    }
    const bool is_class =
        wanted.size() > 1 &&
        std::all_of(wanted.begin(), wanted.end(),
                    [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }) &&
        wanted[0] >= 'A';
    if (is_class) {
      position.symbol = lexicon_.find_symbol(wanted);
      if (position.symbol == Lexicon::kNoSymbol) return error("no class", wanted);
      const auto usual = fields_.find(position.symbol);
      position.field = field ? *field : usual != fields_.end() ? usual->second : Field::None;
    } else {
      if (glued_article(wanted)) return error("an article of its own, to be set apart by a blank, begins", wanted);
      position.symbol = lexicon_.symbol(wanted);
      lexicon_.add(wanted, position.symbol, 0);
      if (field) return error("a word has no value for", name);
    }
    if (automaton_.positions.size() >= kMaxPositions) return error("too many positions at", name);
    const auto id = static_cast<PositionId>(automaton_.positions.size());
    automaton_.positions.push_back(position);
    follow_.emplace_back();
    return Fragment{false, {id}, {id}};
  }

  static constexpr int8_t kOutside = -2;

  uint16_t rule_;
  const Macros& macros_;
  Lexicon& lexicon_;
  const std::map<Symbol, Field>& fields_;
  Automaton& automaton_;
  std::vector<std::vector<PositionId>>& follow_;
  std::string_view text_;
  size_t at_ = 0;
  bool braces_ = false;
  int8_t group_ = kOutside;
  int groups_ = 0;
};

}  // namespace

Result<void> add_pattern(std::string_view pattern, uint16_t rule, const Macros& macros, Lexicon& lexicon,
                         const std::map<Symbol, Field>& fields, Automaton& automaton, int& groups) {
  const size_t before = automaton.positions.size();
  std::vector<std::vector<PositionId>> follow(before);
  Compiler compiler(rule, macros, lexicon, fields, automaton, follow);
  const Fragment all = DEPECHE_TRY(compiler.compile(pattern));
  if (all.nullable) return fail(Error::Code::Malformed, fmt::format("pattern '{}' matches nothing at all", pattern));
  groups = compiler.groups();
  if (groups > 8) return fail(Error::Code::Malformed, fmt::format("pattern '{}' has more than 8 expressions", pattern));
  for (size_t i = before; i < automaton.positions.size(); ++i) {
    Position& position = automaton.positions[i];
    position.follow_begin = static_cast<uint32_t>(automaton.follow.size());
    append(automaton.follow, follow[i]);
    position.follow_end = static_cast<uint32_t>(automaton.follow.size());
  }
  for (const PositionId last : all.last) automaton.positions[last].accepts = true;
  append(automaton.first, all.first);
  return {};
}

void finish(const Lexicon& lexicon, Automaton& automaton) {
  automaton.first_by_letter.assign(lexicon.letters(), {});
  for (size_t letter = 0; letter < lexicon.letters(); ++letter) {
    for (const PositionId p : automaton.first) {
      if (lexicon.answers(static_cast<Letter>(letter), automaton.positions[p].symbol)) {
        automaton.first_by_letter[letter].push_back(p);
      }
    }
  }
}

}  // namespace depeche::ground::timex
