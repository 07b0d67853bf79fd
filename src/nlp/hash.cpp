#include "nlp/hash.h"

#include <bit>
#include <cstring>
#include <unordered_map>

#include "nlp/symbols.h"

namespace depeche::nlp {

static_assert(std::endian::native == std::endian::little, "the models' files and hashes are little-endian");

uint64_t hash64(std::string_view bytes) {
  constexpr uint64_t kMul = 0xc6a4a7935bd1e995;
  constexpr int kShift = 47;
  uint64_t h = 1 ^ (bytes.size() * kMul);
  size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    uint64_t k;
    std::memcpy(&k, bytes.data() + i, 8);
    k *= kMul;
    k ^= k >> kShift;
    k *= kMul;
    h = (h ^ k) * kMul;
  }
  if (i < bytes.size()) {
    uint64_t tail = 0;
    std::memcpy(&tail, bytes.data() + i, bytes.size() - i);
    h = (h ^ tail) * kMul;
  }
  h ^= h >> kShift;
  h *= kMul;
  return h ^ (h >> kShift);
}

StringId string_id(std::string_view text) {
  static const auto symbols = [] {
    std::unordered_map<std::string_view, StringId> map;
    for (size_t i = 0; i < kSymbolCount; ++i) map.emplace(kSymbols[i], i);
    return map;
  }();
  if (text.empty()) return 0;
  const auto at = symbols.find(text);
  return at != symbols.end() ? at->second : hash64(text);
}

std::string_view symbol_name(StringId id) { return id < kSymbolCount ? kSymbols[id] : std::string_view{}; }

std::string_view base_norm(std::string_view text) {
  for (size_t i = 0; i < kBaseNormCount; ++i) {
    if (kBaseNorms[i].text == text) return kBaseNorms[i].norm;
  }
  return {};
}

std::array<uint32_t, 4> embedding_hash(uint64_t key, uint32_t seed) {
  const auto finish = [](uint64_t h) {
    h ^= h >> 33;
    h *= 0xff51afd7ed558ccd;
    h ^= h >> 33;
    h *= 0xc4ceb9fe1a85ec53;
    return h ^ (h >> 33);
  };
  uint64_t h1 = std::rotl(key * 0x87c37b91114253d5, 31) * 0x4cf5ad432745937f;
  h1 ^= seed;
  h1 ^= 8;
  uint64_t h2 = seed ^ 8u;
  h1 += h2;
  h2 += h1;
  h1 = finish(h1);
  h2 = finish(h2);
  h1 += h2;
  h2 += h1;
  return {static_cast<uint32_t>(h1), static_cast<uint32_t>(h1 >> 32), static_cast<uint32_t>(h2),
          static_cast<uint32_t>(h2 >> 32)};
}

}  // namespace depeche::nlp
