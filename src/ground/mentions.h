// What the ground stage hands on: who, where and when, each with every place in the text that says so.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/span.h"
#include "nlp/analysis.h"

namespace depeche::ground {

using EntityId = int32_t;
constexpr EntityId kNoEntity = -1;

enum class EntityKind { Person, State, Government, Organisation, ArmedGroup, Party, Medium, People };
std::string_view name_of(EntityKind kind);  // as in the record: "armed_group"
std::optional<EntityKind> entity_kind_from(std::string_view name);

enum class MentionForm { Name, Nominal, Pronoun };
std::string_view name_of(MentionForm form);  // as in the record: "nominal"

struct Mention {
  ByteSpan span;
  nlp::TokenRange tokens;
  nlp::TokenIndex head = 0;  // the token that the tree attaches
  MentionForm form = MentionForm::Name;
  bool as_place = false;  // does not act here: behind a preposition of place, or in an adjective
};

// What an entity rests on: what `confidence` follows from.
struct Basis {
  // How it is known who it is, the surest first.
  enum class Found : uint8_t {
    List,      // by its whole name, as a list has it; a state also by its adjective or a place in it
    Family,    // listed, told by family name alone
    Likeness,  // listed, by another spelling, an initial, a slip of the pen
    Office,    // listed, by the office held on the document's date
    Name,      // by a name of no list
    Demonym,   // by a noun of a state's people
    Noun,      // by another noun
  };
  enum class Country : uint8_t { List, Said, Focus /* what the text is about there */, None };
  enum class Sector : uint8_t { List, Said, Supposed, None };
  // Whether the model's kinds of its names are of its kind, most often; None where the model sees no name.
  enum class Label : uint8_t { Agrees, Differs, None };
  Found found = Found::Noun;
  Country country = Country::None;
  Sector sector = Sector::None;
  Label label = Label::None;
};

struct Entity {
  std::string name;  // fullest usual form in the article's language
  EntityKind kind = EntityKind::Organisation;
  std::string country;            // ISO 3166-1 alpha-3, or UNO EUR IGO NGO IMG MNC, or ""
  std::string sector;             // PLOVER sector
  std::string wikidata;           // "Q…" or ""
  std::string title;              // as the text has it; "" where none is said
  std::vector<EntityId> members;  // of a group; its mentions are also mentions of each member
  std::vector<Mention> mentions;  // in text order
  Basis basis = {};
  double confidence = 0;  // that country and sector are right
};

// How closely a place is told: a building or square, a town, a region or a sea, a country, a continent.
enum class Precision : uint8_t { Point, Town, Region, Country, Wide };
std::string_view name_of(Precision precision);  // as in the record: "town"
std::optional<Precision> precision_from(std::string_view name);

struct Place {
  std::string name, country, admin1;  // country alpha-3
  double latitude = 0, longitude = 0;
  int64_t geonames = 0;  // 0 = not known
  bool is_country = false;
  Precision precision = Precision::Town;
  std::vector<ByteSpan> spans;         // mentions in text order
  std::vector<nlp::TokenIndex> heads;  // the head token of each mention
};

enum class TimeType { Date, Time, Duration, Set };

// What a time is counted from, where its own words do not say all: the document's date, or a time told before it.
constexpr int32_t kNoAnchor = -1, kDocumentAnchor = -2;

// A TIMEX3 of TimeML.
struct TimeExpression {
  ByteSpan span;
  TimeType type = TimeType::Date;
  std::string value;           // "2023-08-15", "2023-W33", "PRESENT_REF", "P2D"; "" where it cannot be resolved
  std::string mod;             // TimeML mod: "START", "END", "APPROX", … or ""
  std::string rule;            // which rule of resources/<lang>/time made it
  int32_t anchor = kNoAnchor;  // an index of Mentions::times, or one of the two above
  // Where the stretch of time begins and ends, as values; both "" where it is one point or not known where it lies.
  std::string begin = {}, end = {};
  bool background = false;  // when somebody was born: no event's time
  bool joined = false;      // makes a list or range with the time before it
};

enum class DateBasis { Given, Inferred, Unknown };

// What a date of the document was worked out from.
enum class DateClue { PublicationLine, Dateline, LoneDate, Today, Anniversary, LatestDate, Age, ThisYear };
std::string_view name_of(DateClue clue);  // "publication line"

struct DateCandidate {
  std::string date;  // ISO, as precise as it follows
  double confidence = 0;
  DateClue clue = DateClue::LatestDate;
  std::vector<ByteSpan> evidence;
};

struct Published {
  std::string date;  // ISO, "" where unknown
  DateBasis basis = DateBasis::Unknown;
  std::vector<ByteSpan> evidence;              // the expressions an inferred date follows from
  double confidence = 0;                       // 1 for a given date
  std::vector<DateCandidate> candidates = {};  // of an inferred or unknown date, the surest first, each date once
};

struct Mentions {
  std::vector<Entity> entities;
  std::vector<Place> places;
  std::vector<TimeExpression> times;  // in text order
  Published published;
  std::vector<std::vector<EntityId>> entities_at;  // per token: entities with a mention whose head it is
};

}  // namespace depeche::ground
