#include "store/record_reader.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <tuple>
#include <unordered_map>

#include "base/utf8.h"

namespace depeche::store {
namespace {

namespace dom = simdjson::dom;

// What has rows of its own. Places are kept as they are too: their mentions, and those that no event names, have none.
constexpr std::string_view kKept[] = {"id",       "url",   "publisher", "language", "published", "text",
                                      "entities", "times", "quotes",    "events",   "coder"};

std::string text_of(const dom::object& object, std::string_view name) {
  std::string_view value;
  return object[name].get(value) ? std::string() : std::string(value);
}

double real_of(const dom::object& object, std::string_view name) {
  double value = 0;
  return object[name].get(value) ? 0 : value;
}

bool flag_of(const dom::object& object, std::string_view name, bool otherwise = false) {
  bool value = otherwise;
  return object[name].get(value) ? otherwise : value;
}

std::optional<double> degrees_of(const dom::object& object, std::string_view name) {
  double value = 0;
  if (object[name].get(value)) return std::nullopt;
  return value;
}

std::string json_of(const dom::object& object, std::string_view name) {
  dom::element value;
  return object[name].get(value) ? "[]" : simdjson::minify(value);
}

dom::array array_of(const dom::object& object, std::string_view name) {
  static const dom::array kNone = [] {
    static dom::parser parser;
    return dom::array(parser.parse(std::string_view("[]")));
  }();
  dom::array array;
  return object[name].get(array) ? kNone : array;
}

Span span_of(const dom::object& object, std::string_view name) {
  dom::array ends;
  Span span;
  if (object[name].get(ends) || ends.size() != 2) return {};
  if (ends.at(0).get(span.begin) || ends.at(1).get(span.end) || span.begin < 0 || span.end < span.begin) return {};
  return span;
}

// Code points; -1 where one of them is null, behind which SQLite sees no more of a text.
int64_t length_of(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return -1;
  return static_cast<int64_t>(utf8::count(text));
}

// Of its own mentions' spans.
bool mentions_lie_within(const dom::object& entity, int64_t length) {
  dom::element all;
  if (!entity["mentions"].get(all) && !all.is_array()) return false;
  for (const dom::element item : array_of(entity, "mentions")) {
    dom::object mention;
    if (item.get(mention)) return false;
    const Span span = span_of(mention, "span");
    if (span.begin < 0 || span.end > length) return false;
  }
  return true;
}

// Those of events, quotations and times.
Result<void> check_spans(const StoredRecord& r, int64_t length) {
  const auto lies_within = [length](const Span& span) { return span.end <= length; };
  for (const StoredEvent& e : r.events) {
    const bool is_right = lies_within(e.trigger) && lies_within(e.sentence) &&
                          std::all_of(e.positions.begin(), e.positions.end(),
                                      [&](const StoredPosition& p) { return lies_within(p.span); });
    if (!is_right)
      return fail(Error::Code::Malformed,
                  fmt::format("event '{}' points beyond the text of {} characters", e.id, length));
  }
  for (const StoredQuote& q : r.quotes) {
    if (!lies_within(q.span) || !lies_within(q.cue))
      return fail(Error::Code::Malformed, fmt::format("a quotation points beyond the text of {} characters", length));
  }
  for (const StoredTime& t : r.times) {
    if (!lies_within(t.span))
      return fail(Error::Code::Malformed, fmt::format("a time points beyond the text of {} characters", length));
  }
  return {};
}

using Ids = std::unordered_map<std::string, int>;

int index_of(const Ids& ids, std::string_view id) {
  const auto at = ids.find(std::string(id));
  return at == ids.end() ? -1 : at->second;
}

int index_of(const Ids& ids, const dom::object& object, std::string_view name) {
  return index_of(ids, text_of(object, name));
}

std::vector<int> indices_of(const Ids& ids, const dom::object& object, std::string_view name) {
  std::vector<int> all;
  for (const dom::element item : array_of(object, name)) {
    std::string_view id;
    if (item.get(id)) continue;
    const int index = index_of(ids, id);
    if (index >= 0) all.push_back(index);
  }
  return all;
}

Result<StoredEvent> event_of(const dom::object& object, const Ids& entities, const Ids& places) {
  StoredEvent e;
  e.id = text_of(object, "id");
  e.type = text_of(object, "event");
  e.status = text_of(object, "status");
  if (e.type.empty()) return fail(Error::Code::Malformed, fmt::format("event '{}' has no type", e.id));
  e.mode = text_of(object, "mode");
  e.contexts = json_of(object, "context");
  e.quad = static_cast<int64_t>(real_of(object, "quad"));
  e.score = real_of(object, "score");
  e.cameo = text_of(object, "cameo");
  e.goldstein = real_of(object, "goldstein");
  e.actor = indices_of(entities, object, "actor");
  e.recipient = indices_of(entities, object, "recipient");
  e.source = indices_of(entities, object, "according_to");
  e.denier = indices_of(entities, object, "denied_by");
  e.confirmer = indices_of(entities, object, "confirmed_by");
  e.date = text_of(object, "date");
  std::tie(e.date_first, e.date_last) = days_of(e.date);
  e.time_basis = text_of(object, "time_basis");
  dom::object place;
  if (!object["place"].get(place)) e.place = index_of(places, place, "id");
  e.confidence = real_of(object, "confidence");
  for (const dom::element item : array_of(object, "positions")) {
    dom::object position;
    if (item.get(position)) continue;
    e.positions.push_back({index_of(entities, position, "by"), text_of(position, "stance"), span_of(position, "span")});
  }
  e.historical = flag_of(object, "historical");
  e.hedged = flag_of(object, "hedged");
  e.trigger = span_of(object, "trigger");
  e.sentence = span_of(object, "sentence");
  e.evidence = json_of(object, "evidence");
  e.links = json_of(object, "links");
  e.rule = text_of(object, "rule");
  return e;
}

int number_at(std::string_view text, size_t at, size_t count) {
  int value = -1;
  if (text.size() < at + count) return -1;
  const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + count, value);
  return error == std::errc() && end == text.data() + at + count ? value : -1;
}

int days_in(int year, int month) {
  constexpr std::array kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && is_leap ? 29 : kDays[static_cast<size_t>(month - 1)];
}

// The day itself, or the first or last of a month or year; "" where `date` is neither.
std::string day_of(std::string_view date, bool last) {
  const int year = number_at(date, 0, 4);
  if (year < 0) return "";
  if (date.size() == 4) return fmt::format("{:04}-{}", year, last ? "12-31" : "01-01");
  const int month = date[4] == '-' ? number_at(date, 5, 2) : -1;
  if (month < 1 || month > 12) return "";
  if (date.size() == 7) return fmt::format("{:04}-{:02}-{:02}", year, month, last ? days_in(year, month) : 1);
  const int day = date[7] == '-' && date.size() >= 10 ? number_at(date, 8, 2) : -1;
  return day < 1 || day > days_in(year, month) ? "" : std::string(date.substr(0, 10));
}

}  // namespace

std::pair<std::string, std::string> days_of(std::string_view date) {
  const size_t slash = date.find('/');
  std::string first = day_of(date.substr(0, slash), false);
  std::string last = day_of(slash == std::string_view::npos ? date : date.substr(slash + 1), true);
  if (first.empty() || last.empty() || last < first) return {};
  return {std::move(first), std::move(last)};
}

struct RecordReader::Scratch {
  dom::parser parser;
};

RecordReader::RecordReader() : scratch_(std::make_unique<Scratch>()) {}
RecordReader::RecordReader(RecordReader&&) noexcept = default;
RecordReader::~RecordReader() = default;

bool RecordReader::is_record(std::string_view line) {
  dom::object object;
  dom::array array;
  return !scratch_->parser.parse(line.data(), line.size()).get(object) && !object["events"].get(array) &&
         !object["entities"].get(array);
}

Result<StoredRecord> RecordReader::read(std::string_view line) {
  dom::element root;
  if (const auto error = scratch_->parser.parse(line.data(), line.size()).get(root))
    return fail(Error::Code::Malformed, fmt::format("bad JSON: {}", simdjson::error_message(error)));
  dom::object object;
  dom::array array;
  if (root.get(object)) return fail(Error::Code::Malformed, "not a JSON object");
  StoredRecord r;
  r.id = text_of(object, "id");
  if (r.id.empty()) return fail(Error::Code::Malformed, "the record has no 'id'");
  if (object["events"].get(array) || object["entities"].get(array))
    return fail(Error::Code::Malformed, "no record: 'entities' or 'events' is missing");
  std::string_view text;
  if (object["text"].get(text)) return fail(Error::Code::Malformed, "the record has no 'text'");
  r.text = std::string(text);
  const int64_t length = length_of(r.text);
  if (length < 0) return fail(Error::Code::Malformed, "the text holds a null character");
  r.url = text_of(object, "url");
  r.publisher = text_of(object, "publisher");
  r.language = text_of(object, "language");
  dom::object inner;
  if (!object["published"].get(inner)) {
    r.published = text_of(inner, "date");
    r.published_basis = text_of(inner, "basis");
  }
  if (!object["coder"].get(inner)) {
    r.coder_version = text_of(inner, "version");
    r.coder_model = text_of(inner, "model");
    r.coder_resources = text_of(inner, "resources");
  }
  Ids entities, places, events;
  std::string sure;  // of each entity that says it, by id
  for (const dom::element item : array_of(object, "entities")) {
    if (item.get(inner)) return fail(Error::Code::Malformed, "an entity is no object");
    StoredEntity e{text_of(inner, "id"),      text_of(inner, "name"),    text_of(inner, "kind"),
                   text_of(inner, "country"), text_of(inner, "sector"),  text_of(inner, "wikidata"),
                   text_of(inner, "title"),   json_of(inner, "mentions")};
    if (!entities.emplace(e.id, static_cast<int>(r.entities.size())).second)
      return fail(Error::Code::Malformed, fmt::format("two entities have the id '{}'", e.id));
    if (!mentions_lie_within(inner, length))
      return fail(Error::Code::Malformed,
                  fmt::format("a mention of entity '{}' has no place in the text of {} characters", e.id, length));
    double confidence = 0;
    if (inner["id"].is_string() && !inner["confidence"].get(confidence))
      sure += fmt::format("{}{}:{}", sure.empty() ? "" : ",", json_of(inner, "id"), confidence);
    r.entities.push_back(std::move(e));
  }
  for (const dom::element item : array_of(object, "places")) {
    if (item.get(inner)) return fail(Error::Code::Malformed, "a place is no object");
    places.emplace(text_of(inner, "id"), static_cast<int>(r.places.size()));
    r.places.push_back({text_of(inner, "name"), text_of(inner, "country"), text_of(inner, "admin1"),
                        degrees_of(inner, "lat"), degrees_of(inner, "lon"),
                        static_cast<int64_t>(real_of(inner, "geonames"))});
    const StoredPlace& place = r.places.back();
    if (std::abs(place.lat.value_or(0)) > 90 || std::abs(place.lon.value_or(0)) > 180)
      return fail(Error::Code::Malformed, fmt::format("place '{}' lies on no degree", text_of(inner, "id")));
  }
  for (const dom::element item : array_of(object, "times")) {
    if (item.get(inner)) continue;
    r.times.push_back({span_of(inner, "span"), text_of(inner, "type"), text_of(inner, "value")});
  }
  for (const dom::element item : array_of(object, "quotes")) {
    if (item.get(inner)) continue;
    r.quotes.push_back({span_of(inner, "span"), span_of(inner, "cue"), text_of(inner, "form"), json_of(inner, "via"),
                        index_of(entities, inner, "speaker"), flag_of(inner, "closed", true)});
  }
  for (const dom::element item : array_of(object, "events")) {
    if (item.get(inner)) return fail(Error::Code::Malformed, "an event is no object");
    r.events.push_back(DEPECHE_TRY(event_of(inner, entities, places)));
    const std::string& id = r.events.back().id;
    if (!events.emplace(id, 0).second)
      return fail(Error::Code::Malformed, fmt::format("two events have the id '{}'", id));
  }
  DEPECHE_CHECK(check_spans(r, length));
  r.rest = "{";
  for (const dom::key_value_pair member : object) {
    if (std::find(std::begin(kKept), std::end(kKept), member.key) != std::end(kKept)) continue;
    if (member.key == kEntityConfidence) continue;
    if (r.rest.size() > 1) r.rest += ',';
    r.rest += simdjson::to_string(member);
  }
  if (!sure.empty()) r.rest += fmt::format("{}\"{}\":{{{}}}", r.rest.size() > 1 ? "," : "", kEntityConfidence, sure);
  r.rest += '}';
  return r;
}

}  // namespace depeche::store
