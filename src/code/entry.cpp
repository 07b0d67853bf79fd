#include "code/entry.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "base/resource.h"
#include "base/unicode.h"

namespace depeche::code {

using ground::Syntax;
using nlp::TokenIndex;

namespace {

// A phrase as words; a word ends at a blank or after an apostrophe, hyphens stand alone.
std::vector<std::string> raw_words(std::string_view text) {
  std::vector<std::string> words(1);
  for (size_t i = 0; i < text.size(); ++i) {
    std::string_view rest = text.substr(i);
    if (rest.starts_with("’")) {
      words.back() += '\'';
      words.emplace_back();
      i += 2;
    } else if (text[i] == ' ') {
      words.emplace_back();
    } else {
      words.back() += text[i];
      if (text[i] == '\'') words.emplace_back();
    }
  }
  std::erase_if(words, [](const std::string& w) { return w.empty(); });
  return words;
}

Result<Alternative> parse_alternative(std::string_view text, const WordClasses& classes,
                                      const ground::Grammar& grammar) {
  Alternative out;
  if (const size_t colon = text.find(':'); colon != std::string_view::npos) {
    out.marker = entry_words(trim(text.substr(0, colon)), grammar);
    if (!out.marker.empty())
      out.marker_hashes = {HashedText(out.marker[0]).hash, HashedText(grammar.plain(out.marker[0])).hash};
    text = trim(text.substr(colon + 1));
  }
  if (text.empty() && !out.marker.empty()) {
    out.words = std::make_shared<WordSet>();  // a preposition and nothing behind it: any phrase with that preposition
    return out;
  }
  if (text == "@name") {
    auto names = std::make_shared<WordSet>();
    names->add_names();
    out.words = std::move(names);
    return out;
  }
  if (text.starts_with('@')) {
    const auto at = classes.find(text.substr(1));
    if (at == classes.end()) return fail(Error::Code::Malformed, fmt::format("no word class '{}'", text));
    out.words = at->second;
    return out;
  }
  auto words = std::make_shared<WordSet>();
  words->add(text, grammar);
  out.words = std::move(words);
  return out;
}

}  // namespace

std::vector<std::string> entry_words(std::string_view text, const ground::Grammar& grammar) {
  std::vector<std::string> words = raw_words(text);
  for (std::string& word : words) word = std::string(grammar.plain(word));
  return words;
}

void WordSet::add(std::string_view text, const ground::Grammar& grammar) {
  std::vector<std::string> words = raw_words(unicode::lower(text));
  if (words.size() == 1) {
    filter_.add(HashedText(words[0]));
    add_beginning(HashedText(words[0]));
    single_.insert(std::move(words[0]));
  } else if (!words.empty()) {
    // By its first word as it stands and without contraction, as `spells` compares both.
    const auto id = static_cast<uint32_t>(phrases_.size());
    const std::string plain(grammar.plain(words[0]));
    for (const std::string& first : {words[0], plain}) {
      if (!by_first_[first].empty() && by_first_[first].back() == id) continue;
      by_first_[first].push_back(id);
      first_filter_.add(HashedText(first));
      add_beginning(HashedText(first));
    }
    if (std::find(lengths_.begin(), lengths_.end(), words.size()) == lengths_.end()) lengths_.push_back(words.size());
    phrases_.push_back(std::move(words));
  }
}

namespace {

bool is_name(const Syntax& syntax, TokenIndex i) {
  if (syntax.pos(i) == nlp::Upos::Propn) return true;
  const std::vector<nlp::EntitySpan>& entities = syntax.analysis().entities;
  const auto after = std::upper_bound(entities.begin(), entities.end(), i, [](TokenIndex wanted, const auto& entity) {
    return wanted < entity.tokens.begin;
  });
  return after != entities.begin() && std::prev(after)->tokens.contains(i);
}

}  // namespace

bool Need::set(const std::vector<size_t>& hashes) {
  if (hashes.empty() || hashes.size() > any_of_.size()) return false;
  size_ = 0;
  for (const size_t hash : hashes) any_of_[size_++] = SentenceWords::small(hash);
  return true;
}

std::vector<size_t> Alternative::need() const {
  const std::vector<size_t>* const inside = words->empty() ? nullptr : words->beginnings();
  if (marker.empty()) return inside ? *inside : std::vector<size_t>{};
  std::vector<size_t> before = {marker_hashes[0]};
  if (marker_hashes[1] != marker_hashes[0]) before.push_back(marker_hashes[1]);
  return inside && inside->size() < before.size() ? *inside : before;
}

void WordSet::add_beginning(const HashedText& word) {
  if (beginnings_.size() <= kMostBeginnings) beginnings_.push_back(word.hash);
}

bool WordSet::may_match(const SentenceWords& sentence) const {
  return names_ || beginnings_.size() > kMostBeginnings ||
         std::any_of(beginnings_.begin(), beginnings_.end(), [&](size_t hash) { return sentence.may_hold(hash); });
}

bool WordSet::matches(const Syntax& syntax, TokenIndex i) const {
  if (names_ && is_name(syntax, i)) return true;
  const Syntax::Forms& forms = syntax.forms(i);
  if (holds(forms.lemma) || holds(forms.lower)) return true;
  if (phrases_.empty()) return false;
  if (phrase_at(syntax, i, 0)) return true;
  // A compound: a phrase whose last word is its head.
  return std::any_of(lengths_.begin(), lengths_.end(), [&](size_t length) {
    const TokenIndex first = i + 1 - static_cast<TokenIndex>(length);
    return first >= 0 && syntax[first].head == i && phrase_at(syntax, first, length);
  });
}

bool WordSet::phrase_at(const Syntax& syntax, TokenIndex first, size_t length) const {
  const Syntax::Forms& forms = syntax.forms(first);
  for (const HashedText& word : {forms.lemma, forms.lower, forms.plain}) {
    if (!first_filter_.may_hold(word)) continue;
    const auto at = by_first_.find(word);
    if (at == by_first_.end()) continue;
    for (const uint32_t id : at->second) {
      if ((length == 0 || phrases_[id].size() == length) && spells(syntax, first, phrases_[id])) return true;
    }
  }
  return false;
}

bool is_word(const Syntax& syntax, TokenIndex i, std::string_view word) {
  return syntax.lemma(i) == word || syntax.lower(i) == word || syntax.plain(i) == word;
}

bool spells(const Syntax& syntax, TokenIndex i, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (i >= syntax.size()) return false;
    // Phrases of class lists keep their contractions and elisions: compare them undone.
    if (!is_word(syntax, i, word) && syntax.plain(i) != syntax.grammar().plain(word)) return false;
    ++i;
  }
  return true;
}

namespace {

// The second word of a phrase, or what the first wish that few words tell asks for.
Need need_of(const Entry& entry) {
  Need need;
  if (entry.words.size() > 1 && need.set({entry.hashes[1]})) return need;
  for (const Constraint& constraint : entry.constraints) {
    if (constraint.negated) continue;
    std::vector<size_t> all;
    bool told = true;
    for (const Alternative& alternative : constraint.alternatives) {
      // Where in the sentence is all that counts, the preposition does not.
      const std::vector<size_t>* const inside = alternative.words->beginnings();
      const std::vector<size_t> own = !constraint.anywhere ? alternative.need()
                                      : inside             ? *inside
                                                           : std::vector<size_t>{};
      told = told && !own.empty();
      all.insert(all.end(), own.begin(), own.end());
    }
    if (told && need.set(all)) return need;
  }
  return need;
}

}  // namespace

Result<Entry> parse_entry(std::string_view text, const WordClasses& classes, const ground::Grammar& grammar) {
  Entry entry;
  entry.text = text;
  std::string head;
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '!' || c == '~' || c == '{') {
      Constraint constraint;
      const size_t begin = i;
      while (i < text.size() && text[i] != '{') {
        if (text[i] == '!')
          constraint.negated = true;
        else if (text[i] == '~')
          constraint.anywhere = true;
        else
          return fail(Error::Code::Malformed, fmt::format("'{}': expected '{{' after '!' or '~'", text));
        ++i;
      }
      const size_t end = text.find('}', i);
      if (end == std::string_view::npos)
        return fail(Error::Code::Malformed, fmt::format("'{}': '{{' is never closed", text));
      for (const std::string_view part : split(text.substr(i + 1, end - i - 1), '|')) {
        constraint.alternatives.push_back(DEPECHE_TRY(parse_alternative(part, classes, grammar)));
      }
      if (constraint.alternatives.empty()) return fail(Error::Code::Malformed, fmt::format("'{}': empty braces", text));
      constraint.text = text.substr(begin, end + 1 - begin);
      entry.constraints.push_back(std::move(constraint));
      i = end + 1;
    } else if (c == '=') {
      const size_t end = std::min(text.find(' ', i), text.size());
      try {
        entry.prior = std::stod(std::string(text.substr(i + 1, end - i - 1)));
      } catch (const std::exception&) {
        entry.prior = -1;
      }
      if (entry.prior < 0 || entry.prior > 1) {
        return fail(Error::Code::Malformed, fmt::format("'{}': a prior lies between 0 and 1", text));
      }
      i = end;
    } else {
      head += c;
      ++i;
    }
  }
  entry.words = entry_words(trim(head), grammar);
  if (entry.words.size() > 1 && grammar.is_reflexive(entry.words[0])) {
    entry.reflexive = true;
    entry.words.erase(entry.words.begin());
  }
  if (entry.words.empty()) return fail(Error::Code::Malformed, fmt::format("'{}': an entry needs a word", text));
  for (const std::string& word : entry.words) entry.hashes.push_back(HashedText(word).hash);
  entry.need = need_of(entry);
  entry.specificity = 2 * static_cast<int>(entry.words.size()) + entry.reflexive;
  for (const Constraint& c : entry.constraints) entry.specificity += c.negated ? 0 : 2;
  return entry;
}

}  // namespace depeche::code
