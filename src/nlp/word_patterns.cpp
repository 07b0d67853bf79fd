#include "nlp/word_patterns.h"

#include <fmt/format.h>

#include <charconv>
#include <unordered_map>

#include "base/unicode.h"
#include "base/utf8.h"

namespace depeche::nlp {

bool WordPatterns::CharacterSet::contains(char32_t c) const {
  const size_t page = c >> 8;
  if (page >= page_of.size() || page_of[page] == 0) return false;
  if (page_of[page] == 1) return true;
  return pages[size_t{page_of[page] - 2u} * 4 + (c >> 6 & 3)] >> (c & 63) & 1;
}

void WordPatterns::CharacterSet::add(char32_t first, char32_t last) {
  for (uint64_t c = first; c <= last; ++c) {
    const size_t page = c >> 8;
    if (page >= page_of.size()) page_of.resize(page + 1, 0);
    if ((c & 0xFF) == 0 && c + 0xFF <= last) {
      page_of[page] = 1;
      c += 0xFF;
      continue;
    }
    if (page_of[page] == 1) continue;
    if (page_of[page] == 0) {
      pages.resize(pages.size() + 4, 0);
      page_of[page] = static_cast<uint16_t>(pages.size() / 4 + 1);
    }
    pages[size_t{page_of[page] - 2u} * 4 + (c >> 6 & 3)] |= uint64_t{1} << (c & 63);
  }
}

// Recursive descent; groups nest as deep as the pattern writes them, at most kMaxDepth.
class WordPatternParser {
 public:
  WordPatternParser(WordPatterns& out, std::string_view text, Where where)
      : out_(out), text_(text), where_(std::move(where)) {}

  Result<void> run() {
    if (text_.starts_with("(?")) {
      const size_t close = text_.find(')');
      const std::string_view flags = text_.substr(2, close == std::string_view::npos ? 0 : close - 2);
      if (!flags.empty() && flags.find_first_not_of("iu") == std::string_view::npos) {
        out_.ignore_case_ = flags.find('i') != std::string_view::npos;
        at_ = close + 1;
      }
    }
    bool all_gated = true;
    do {
      if (!text_.substr(at_).starts_with("(?:^")) return stop("expected (?:^");
      at_ += 4;
      first_set_ = kUnknown;
      gate_set_ = kUnknown;
      const int32_t accept = add({WordPatterns::State::Kind::Accept, 0, -1, -1});
      const Fragment body = DEPECHE_TRY(sequence(0));
      if (!text_.substr(at_).starts_with("$)")) return stop("expected $)");
      at_ += 2;
      patch(body, accept);
      out_.alternatives_.push_back({body.start >= 0 ? body.start : accept, first_set_});
      if (gate_set_ == kUnknown)
        all_gated = false;
      else
        merge(out_.gate_, out_.sets_[gate_set_]);
    } while (at_ < text_.size() && text_[at_] == '|' && ++at_);
    if (at_ < text_.size()) return stop("unexpected sign");
    out_.gated_ = all_gated;
    return {};
  }

 private:
  static constexpr uint32_t kUnknown = UINT32_MAX;
  static constexpr int kMaxDepth = 50;
  using State = WordPatterns::State;
  // A piece of the machine: where it begins and the states whose way out is still open. start -1: reads nothing.
  struct Fragment {
    int32_t start = -1;
    std::vector<std::pair<int32_t, bool>> open;  // state, its `other` instead of its `next`
  };

  tl::unexpected<Error> stop(std::string_view what) {
    Where where = where_;
    return fail(Error::Code::Unsupported, fmt::format("word pattern not understood at {}: {}", at_, what),
                std::move(where));
  }
  int32_t add(State state) {
    out_.states_.push_back(state);
    return static_cast<int32_t>(out_.states_.size()) - 1;
  }
  void patch(const Fragment& fragment, int32_t to) {
    for (const auto& [state, other] : fragment.open) {
      State& s = out_.states_[static_cast<size_t>(state)];
      (other ? s.other : s.next) = to;
    }
  }
  static void append(Fragment& a, Fragment b, WordPatternParser& self) {
    if (b.start < 0) return;
    if (a.start < 0) {
      a = std::move(b);
      return;
    }
    self.patch(a, b.start);
    a.open = std::move(b.open);
  }
  static void merge(WordPatterns::CharacterSet& into, const WordPatterns::CharacterSet& from) {
    for_each(from, [&into](char32_t c) { into.add(c, c); });
  }
  template <class F>
  static void for_each(const WordPatterns::CharacterSet& set, F&& f) {
    for (char32_t c = 0; c < set.page_of.size() << 8; ++c) {
      if (set.page_of[c >> 8] == 0)
        c |= 0xFF;
      else if (set.contains(c))
        f(c);
    }
  }

  Result<Fragment> sequence(int depth) {
    Fragment out;
    bool first = true;
    while (at_ < text_.size() && text_[at_] != ')' && text_[at_] != '|' && text_[at_] != '$') {
      uint32_t set = kUnknown;
      Fragment atom;
      if (text_.substr(at_).starts_with("(?:")) {
        at_ += 3;
        atom = DEPECHE_TRY(group(depth + 1));
      } else {
        set = DEPECHE_TRY(text_[at_] == '[' ? character_class() : literal());
        const int32_t state = add({State::Kind::Read, set, -1, -1});
        atom = {state, {{state, false}}};
      }
      const char quantifier = at_ < text_.size() ? text_[at_] : '\0';
      const bool optional = quantifier == '?' || quantifier == '*';
      if (optional || quantifier == '+') {
        ++at_;
        const int32_t split = add({State::Kind::Split, 0, atom.start, -1});
        if (quantifier != '?') patch(atom, split);
        Fragment repeated{optional ? split : atom.start, {{split, true}}};
        if (quantifier == '?') repeated.open.insert(repeated.open.end(), atom.open.begin(), atom.open.end());
        atom = std::move(repeated);
      } else if (quantifier == '{') {
        return stop("counted repetition");
      }
      if (depth == 0 && !optional && set != kUnknown) {
        if (first) first_set_ = set;
        if (gate_set_ == kUnknown && !has_letters(set)) gate_set_ = set;
      }
      first = false;
      append(out, std::move(atom), *this);
    }
    return out;
  }

  Result<Fragment> group(int depth) {
    if (depth > kMaxDepth) return stop("groups nest too deep");
    Fragment out = DEPECHE_TRY(sequence(depth));
    while (at_ < text_.size() && text_[at_] == '|') {
      ++at_;
      Fragment other = DEPECHE_TRY(sequence(depth));
      if (out.start < 0 || other.start < 0) return stop("an empty alternative");
      out.start = add({State::Kind::Split, 0, out.start, other.start});
      out.open.insert(out.open.end(), other.open.begin(), other.open.end());
    }
    if (at_ >= text_.size() || text_[at_] != ')') return stop("a group is not closed");
    ++at_;
    if (out.start < 0) return stop("an empty group");
    return out;
  }

  bool has_letters(uint32_t set) {
    const auto [at, fresh] = letters_.try_emplace(set, false);
    if (fresh) {
      for_each(out_.sets_[set], [&found = at->second](char32_t c) { found = found || unicode::is_alpha(c); });
    }
    return at->second;
  }

  void add_folded(WordPatterns::CharacterSet& set, char32_t first, char32_t last) {
    set.add(first, last);
    if (!out_.ignore_case_) return;
    for (char32_t c = first; c <= last; ++c) {
      if (const char32_t low = unicode::lower(c); low != c) set.add(low, low);
    }
  }

  // A code point, written as itself or as an escape.
  Result<char32_t> code_point() {
    if (text_[at_] != '\\') {
      const auto [c, length] = utf8::decode(text_, at_);
      at_ += length;
      return c;
    }
    if (at_ + 1 >= text_.size()) return stop("a lone backslash");
    const char kind = text_[at_ + 1];
    const size_t digits = kind == 'u' ? 4 : kind == 'U' ? 8 : kind == 'x' ? 2 : 0;
    if (digits == 0) {
      if (unicode::is_alpha(static_cast<unsigned char>(kind)) || unicode::is_digit(static_cast<unsigned char>(kind)))
        return stop("an escape that is not known");
      const auto [c, length] = utf8::decode(text_, at_ + 1);
      at_ += 1 + length;
      return c;
    }
    uint32_t value = 0;
    const std::string_view hex = text_.substr(at_ + 2, digits);
    const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
    if (error != std::errc() || end != hex.data() + hex.size() || hex.size() != digits || value > 0x10FFFF)
      return stop("a broken escape");
    at_ += 2 + digits;
    return static_cast<char32_t>(value);
  }

  Result<uint32_t> literal() {
    static constexpr std::string_view kSpecial = "(^.{?*+";
    if (kSpecial.find(text_[at_]) != std::string_view::npos) return stop(fmt::format("'{}'", text_[at_]));
    const char32_t c = DEPECHE_TRY(code_point());
    const auto [at, fresh] = literals_.try_emplace(c, static_cast<uint32_t>(out_.sets_.size()));
    if (fresh) {
      out_.sets_.emplace_back();
      add_folded(out_.sets_.back(), c, c);
    }
    return at->second;
  }

  Result<uint32_t> character_class() {
    // The same class stands hundreds of times in a pattern: its text is its key.
    size_t close = at_ + 1;
    while (close < text_.size() && text_[close] != ']') close += text_[close] == '\\' ? 2 : 1;
    if (close >= text_.size()) return stop("a class is not closed");
    const std::string_view spelled = text_.substr(at_, close - at_);
    if (const auto at = classes_.find(spelled); at != classes_.end()) {
      at_ = close + 1;
      return at->second;
    }
    WordPatterns::CharacterSet set;
    ++at_;
    if (text_[at_] == '^') return stop("a negated class");
    while (at_ < close) {
      const char32_t first = DEPECHE_TRY(code_point());
      char32_t last = first;
      if (at_ + 1 < close && text_[at_] == '-') {
        ++at_;
        last = DEPECHE_TRY(code_point());
        if (last < first) return stop("a range that runs backwards");
      }
      add_folded(set, first, last);
    }
    ++at_;
    const auto id = static_cast<uint32_t>(out_.sets_.size());
    out_.sets_.push_back(std::move(set));
    classes_.emplace(spelled, id);
    return id;
  }

  WordPatterns& out_;
  std::string_view text_;
  Where where_;
  size_t at_ = 0;
  uint32_t first_set_ = kUnknown, gate_set_ = kUnknown;
  std::unordered_map<std::string_view, uint32_t> classes_;
  std::unordered_map<char32_t, uint32_t> literals_;
  std::unordered_map<uint32_t, bool> letters_;
};

Result<WordPatterns> WordPatterns::compile(std::string_view pattern, Where where) {
  WordPatterns out;
  if (utf8::first_invalid(pattern))
    return fail(Error::Code::Malformed, "the word pattern is not UTF-8", std::move(where));
  WordPatternParser parser(out, pattern, std::move(where));
  DEPECHE_CHECK(parser.run());
  return out;
}

bool WordPatterns::matches(std::string_view word) const {
  if (alternatives_.empty() || word.empty()) return false;
  std::u32string folded;
  bool open = !gated_;
  for (size_t at = 0; at < word.size();) {
    const auto [c, length] = utf8::decode(word, at);
    at += length;
    open = open || gate_.contains(c);
    folded += ignore_case_ ? unicode::lower(c) : c;
  }
  if (!open) return false;
  for (const Alternative& alternative : alternatives_) {
    if (alternative.first_set != UINT32_MAX && !sets_[alternative.first_set].contains(folded[0])) continue;
    if (runs(alternative.start, folded)) return true;
  }
  return false;
}

bool WordPatterns::runs(int32_t start, const std::u32string& word) const {
  std::vector<int32_t> now, next;
  std::vector<uint32_t> seen(states_.size(), UINT32_MAX);
  std::vector<int32_t> waiting;
  const auto reach = [&](int32_t from, uint32_t step, std::vector<int32_t>& set) {
    waiting.assign(1, from);
    while (!waiting.empty()) {
      const int32_t at = waiting.back();
      waiting.pop_back();
      if (at < 0 || seen[static_cast<size_t>(at)] == step) continue;
      seen[static_cast<size_t>(at)] = step;
      const State& state = states_[static_cast<size_t>(at)];
      if (state.kind == State::Kind::Split) {
        waiting.push_back(state.other);
        waiting.push_back(state.next);
      } else {
        set.push_back(at);
      }
    }
  };
  reach(start, 0, now);
  for (size_t i = 0; i < word.size() && !now.empty(); ++i) {
    next.clear();
    for (const int32_t at : now) {
      const State& state = states_[static_cast<size_t>(at)];
      if (state.kind == State::Kind::Read && sets_[state.set].contains(word[i])) {
        reach(state.next, static_cast<uint32_t>(i) + 1, next);
      }
    }
    now.swap(next);
  }
  for (const int32_t at : now) {
    if (states_[static_cast<size_t>(at)].kind == State::Kind::Accept) return true;
  }
  return false;
}

}  // namespace depeche::nlp
