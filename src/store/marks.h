// What of an event's report tells which event it is: what stories are made by. Same in every language that the coder
// reads.
//
//   for (const Marks& marks : marks_of(record)) …      one for each event of the record, in its order
//
// Pure: the marks depend on the record alone, never on what else is stored.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/few.h"
#include "store/record_reader.h"

namespace depeche::store {

constexpr int32_t kNoDay = INT32_MIN;

// An actor or recipient. Countries and sectors are three letters in a number, 0 where unknown; id: who it is, 0 for
// what has no name of its own.
struct Party {
  uint16_t country = 0, sector = 0;
  uint32_t id = 0;
};

struct Marks {
  int64_t event = 0;  // row; not part of what is compared
  uint64_t rank = 0;  // of article and event by their ids: what is the first of equals, whatever came first
  uint8_t type = 0;   // place in the list of types, from 1; 0: none of PLOVER's
  uint16_t mode = 0;  // 0: none
  uint8_t language = 0;
  // Days since 1970. `day`: where it is looked for. Vague: the text does not tell the day.
  int32_t first = kNoDay, last = kNoDay, day = kNoDay, published = kNoDay;
  bool vague = false;
  bool has_place = false, wide = false;  // wide: a country or a sea rather than a town
  uint16_t place_country = 0;
  float lat = 0, lon = 0;
  Few<Party, 4> actors, recipients;
  // Hashes, sorted: names of the sentence by their sound, beginnings of its long words, its numbers; who and what the
  // article names.
  Few<uint32_t, 16> names;
  Few<uint32_t, 20> stems;
  Few<uint32_t, 4> numbers;
  Few<uint32_t, 16> context;
};

std::vector<Marks> marks_of(const StoredRecord& record);
std::string packed(const Marks& marks);                            // without `event`
bool unpack(std::string_view bytes, int64_t event, Marks& marks);  // false: bytes are no marks
uint64_t rank_of(std::string_view bytes);                          // of packed marks

uint8_t type_of(std::string_view name);  // as Marks::type
// Types that tell the same deed where coders differ stand together.
int family_of(uint8_t type);
// Actor and recipient may change places: both meet, both sign.
bool is_mutual(uint8_t type);

// Two events are compared where they share a key and their days lie close.
using Keys = Few<uint32_t, 9>;  // each once
Keys keys_of(const Marks& marks);
constexpr int kNearDays = 1, kVagueDays = 4;

}  // namespace depeche::store
