#include "ground/word_trie.h"

#include <algorithm>
#include <bit>

namespace depeche::ground {

void WordTrie::add(std::string_view name, int32_t value, bool any_case) {
  const std::vector<Word> words = words_of(name);
  if (words.empty() || words.size() >= kNoCapital) return;
  int32_t node = 0;
  Entry entry{value, -1, kNoCapital, false};
  for (size_t i = 0; i < words.size(); ++i) {
    const auto id = vocabulary_.try_emplace(words[i].folded, static_cast<int32_t>(vocabulary_.size())).first->second;
    const auto [at, is_new] = edges_.try_emplace(edge(node, id), static_cast<int32_t>(nodes_.size()));
    node = at->second;
    if (is_new) nodes_.emplace_back();
    if (is_new && i == 0) note_begin(words[i].hash);
    if (words[i].capital && !any_case) {
      entry.capital_at = static_cast<uint8_t>(i);
      entry.acronym = words[i].all_caps && words[i].span.size() <= 5;
    }
  }
  Node& end = nodes_[node];
  // The names of one value are added one after another.
  if (end.last >= 0 && entries_[end.last].value == value) {
    Entry& e = entries_[end.last];
    if (e.capital_at != entry.capital_at || e.acronym != entry.acronym)
      e.capital_at = std::min(e.capital_at, entry.capital_at), e.acronym = false;
    return;
  }
  const auto index = static_cast<int32_t>(entries_.size());
  entries_.push_back(entry);
  (end.last >= 0 ? entries_[end.last].next : end.first) = index;
  end.last = index;
}

void WordTrie::note_begin(size_t hash) {
  constexpr size_t kBitsOfWord = 16;
  if (++begin_count_ * kBitsOfWord > begins_.size() * 64) return note_begins();
  begins_[hash >> 6 & (begins_.size() - 1)] |= uint64_t{1} << (hash & 63);
}

void WordTrie::note_begins() {
  constexpr size_t kLeast = 16, kBitsOfWord = 32;  // room for as many again
  std::vector<size_t> hashes;
  for (const auto& [word, id] : vocabulary_) {
    if (next_node(0, id) >= 0) hashes.push_back(StringHash{}(word));
  }
  begins_.assign(std::bit_ceil(std::max(kLeast, hashes.size() * kBitsOfWord / 64)), 0);
  begin_count_ = hashes.size();
  for (const size_t hash : hashes) begins_[hash >> 6 & (begins_.size() - 1)] |= uint64_t{1} << (hash & 63);
}

int32_t WordTrie::word_id(const Word& word) const {
  HashedText folded;
  folded.text = word.folded;
  folded.hash = word.hash;
  const auto at = vocabulary_.find(folded);
  return at == vocabulary_.end() ? -1 : at->second;
}

int32_t WordTrie::next_node(int32_t node, int32_t word) const {
  const auto at = edges_.find(edge(node, word));
  return at == edges_.end() ? -1 : at->second;
}

bool WordTrie::fits(const Entry& entry, std::span<const Word> words) {
  if (entry.capital_at == kNoCapital) return true;
  const Word& word = words[entry.capital_at];
  if (!word.capital) return false;
  // A long acronym is also written with one capital, a short one is told apart from words only by its capitals.
  return !entry.acronym || word.all_caps || word.span.size() >= 4;
}

WordTrie::Found WordTrie::longest(std::span<const Word> words, size_t at) const {
  Found found;
  if (at >= words.size() || !may_begin(words[at].hash)) return found;
  int32_t node = 0;
  for (size_t i = at; i < words.size(); ++i) {
    if (i > at && words[i].joint == Joint::Break) break;
    const int32_t id = word_id(words[i]);
    if (id < 0) break;
    node = next_node(node, id);
    if (node < 0) break;
    if (nodes_[node].first < 0) continue;
    std::vector<int32_t> values;
    for (int32_t e = nodes_[node].first; e >= 0; e = entries_[e].next) {
      if (fits(entries_[e], words.subspan(at, i - at + 1))) values.push_back(entries_[e].value);
    }
    if (!values.empty()) found = {i - at + 1, std::move(values)};
  }
  return found;
}

std::vector<int32_t> WordTrie::exact(std::string_view name) const {
  int32_t node = 0;
  for (const Word& word : words_of(name)) {
    const int32_t id = word_id(word);
    if (id < 0) return {};
    node = next_node(node, id);
    if (node < 0) return {};
  }
  std::vector<int32_t> values;
  for (int32_t e = nodes_[node].first; e >= 0; e = entries_[e].next) values.push_back(entries_[e].value);
  return values;
}

}  // namespace depeche::ground
