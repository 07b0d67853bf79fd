// String ids and embedding hashes, bit for bit those that the models were trained with.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace depeche::nlp {

using StringId = uint64_t;

// MurmurHash64A, seed 1.
uint64_t hash64(std::string_view bytes);
// 0 for "", the symbol's number for one of spaCy's 457 symbols ("det", "PERSON" …), else hash64.
StringId string_id(std::string_view text);
// The symbol of a number, "" where there is none.
std::string_view symbol_name(StringId id);
// spaCy's fixed norms of punctuation and currency signs; empty where the text has none.
std::string_view base_norm(std::string_view text);
// Four row hashes of a key: MurmurHash3 x64_128 over its 8 bytes.
std::array<uint32_t, 4> embedding_hash(uint64_t key, uint32_t seed);

}  // namespace depeche::nlp
