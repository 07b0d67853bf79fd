// What the code stage hands on: events by PLOVER's types, with who, when, where, how surely, and the words and rule
// behind each.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "ground/mentions.h"
#include "voice/statements.h"

namespace depeche::code {

enum class EventType : uint8_t {
  Agree,
  Consult,
  Support,
  Concede,
  Cooperate,
  Aid,
  Retreat,
  Request,
  Accuse,
  Reject,
  Threaten,
  Protest,
  Sanction,
  Mobilize,
  Coerce,
  Assault,
};
constexpr size_t kEventTypes = 16;
std::string_view name_of(EventType type);  // "AGREE" …

enum class Status { Occurred, Planned, Claimed, Alleged, Hypothetical, Negated };
enum class TimeBasis { Text, Document, None };
enum class PlaceBasis { Text, Context, None };  // told in its sentence; by what the report is about there

// Who takes which stance on this very event, with the words that say so.
struct Position {
  ground::EntityId by = ground::kNoEntity;
  voice::Stance stance = voice::Stance::Asserts;
  ByteSpan span;
};

struct Link {
  std::string kind;  // "denied_in", "same_as"
  int32_t event = -1;
};

// A choice that was weighed, by the names of its features. Kept only where asked for.
struct Considered {
  std::vector<ground::EntityId> parties;
  std::vector<std::string> features;
  std::vector<double> weights;  // what each of them adds to the score
  double score = 0;             // by itself, without who it would be paired with
  double share = 0;             // how likely it is the right one, by all pairs that were weighed: 0 to 1
};
struct Reasons {
  std::string type, kind;                    // what the features are crossed with
  std::vector<Considered> actor, recipient;  // best first
  struct Pair {
    size_t actor = 0, recipient = 0;  // into those
    std::vector<std::string> features;
  };
  std::vector<Pair> pairs;
  std::vector<std::string> event;  // features of its being one
  std::vector<double> weights;     // what each of them adds to the log-odds
};

struct Event {
  EventType type = EventType::Agree;
  std::string mode;  // "" where none
  std::vector<std::string> contexts;
  int quad = 0;
  double score = 0;
  std::string cameo;
  double goldstein = 0;
  std::vector<ground::EntityId> actor, recipient;
  std::string date;  // ISO, as precise as the text; "" where none
  TimeBasis time_basis = TimeBasis::None;
  int32_t place = -1;  // into Mentions::places
  PlaceBasis place_basis = PlaceBasis::None;
  double confidence = 0;  // that type and trigger are right
  Status status = Status::Occurred;
  std::vector<ground::EntityId> according_to;  // chain of sources, outermost first
  std::vector<Position> positions;
  std::vector<ground::EntityId> denied_by, confirmed_by;
  bool historical = false;
  bool hedged = false;
  nlp::TokenIndex trigger_token = 0;
  ByteSpan trigger, sentence;
  std::vector<ByteSpan> evidence;
  std::string rule;  // language, file and class: "fr/aid.toml:CLASS"
  std::vector<Link> links;
  Reasons reasons;
};

}  // namespace depeche::code
