#include "ground/word_trie.h"

#include <algorithm>

namespace depeche::ground {

void WordTrie::add(std::string_view name, int32_t value, bool any_case) {
  const std::vector<Word> words = words_of(name);
  if (words.empty() || words.size() >= kNoCapital) return;
  int32_t node = 0;
  Entry entry{value, kNoCapital, false};
  for (size_t i = 0; i < words.size(); ++i) {
    const auto id = vocabulary_.try_emplace(words[i].folded, static_cast<int32_t>(vocabulary_.size())).first->second;
    const auto [at, is_new] = nodes_[node].next.try_emplace(id, static_cast<int32_t>(nodes_.size()));
    node = at->second;
    if (is_new) nodes_.emplace_back();
    if (words[i].capital && !any_case) {
      entry.capital_at = static_cast<uint8_t>(i);
      entry.acronym = words[i].all_caps && words[i].span.size() <= 5;
    }
  }
  auto& entries = nodes_[node].entries;
  for (Entry& e : entries) {
    if (e.value != value) continue;
    if (e.capital_at != entry.capital_at || e.acronym != entry.acronym)
      e = {value, std::min(e.capital_at, entry.capital_at), false};
    return;
  }
  entries.push_back(entry);
}

int32_t WordTrie::word_id(std::string_view folded) const {
  const auto at = vocabulary_.find(folded);
  return at == vocabulary_.end() ? -1 : at->second;
}

bool WordTrie::fits(const Entry& entry, std::span<const Word> words) {
  if (entry.capital_at == kNoCapital) return true;
  const Word& word = words[entry.capital_at];
  if (!word.capital) return false;
  // "Otan" for "OTAN" is usual, "Onu" and shorter are told apart from words only by their capitals.
  return !entry.acronym || word.all_caps || word.span.size() >= 4;
}

WordTrie::Found WordTrie::longest(std::span<const Word> words, size_t at) const {
  Found found;
  int32_t node = 0;
  for (size_t i = at; i < words.size(); ++i) {
    if (i > at && words[i].joint == Joint::Break) break;
    const int32_t id = word_id(words[i].folded);
    if (id < 0) break;
    const auto next = nodes_[node].next.find(id);
    if (next == nodes_[node].next.end()) break;
    node = next->second;
    std::vector<int32_t> values;
    for (const Entry& entry : nodes_[node].entries) {
      if (fits(entry, words.subspan(at, i - at + 1))) values.push_back(entry.value);
    }
    if (!values.empty()) found = {i - at + 1, std::move(values)};
  }
  return found;
}

std::vector<int32_t> WordTrie::exact(std::string_view name) const {
  int32_t node = 0;
  for (const Word& word : words_of(name)) {
    const int32_t id = word_id(word.folded);
    if (id < 0) return {};
    const auto next = nodes_[node].next.find(id);
    if (next == nodes_[node].next.end()) return {};
    node = next->second;
  }
  std::vector<int32_t> values;
  for (const Entry& entry : nodes_[node].entries) values.push_back(entry.value);
  return values;
}

}  // namespace depeche::ground
