#include "record/json.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <charconv>

#include "base/utf8.h"
#include "record/json_writer.h"
#include "record/names.h"

namespace depeche::record {
namespace {

constexpr std::string_view kFields[] = {"id",    "url",     "publisher", "language",    "published",
                                        "text",  "residue", "sentences", "entities",    "places",
                                        "times", "quotes",  "events",    "diagnostics", "coder"};

// Unknown input fields that may be written, and the names of those that may not.
struct Extra {
  std::string members;
  std::vector<std::string> diagnostics;
};

Extra allowed(const std::string& members) {
  Extra extra;
  if (members.empty()) return extra;
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse("{" + members + "}").get(object)) {
    extra.diagnostics.push_back("unknown input fields left out: bad JSON");
    return extra;
  }
  for (const simdjson::dom::key_value_pair member : object) {
    if (std::find(std::begin(kFields), std::end(kFields), member.key) != std::end(kFields)) {
      extra.diagnostics.push_back(fmt::format("input field '{}' left out: the record has its own", member.key));
      continue;
    }
    if (!extra.members.empty()) extra.members += ", ";
    extra.members += simdjson::to_string(member);
  }
  return extra;
}

class RecordWriter {
 public:
  RecordWriter(const Record& record, std::string& out)
      : record_(record),
        points_(record.document.text),
        size_(static_cast<uint32_t>(record.document.text.size())),
        entities_(record.mentions.entities.size()),
        json_(out) {}

  void write() {
    const text::Document& document = record_.document;
    const Extra extra = allowed(document.extra);
    json_.begin('{');
    json_.key("id").text(document.id);
    json_.key("url").text_or_null(document.url);
    json_.key("publisher").text_or_null(document.publisher);
    json_.key("language").text_or_null(document.language);
    published();
    json_.key("text").text(document.text);
    json_.key("residue").begin('[');
    for (const text::Block& block : document.blocks) {
      if (block.kind == text::BlockKind::Residue) span(block.span);
    }
    json_.end(']');
    sentences();
    list("entities", record_.mentions.entities, [this](size_t i, const ground::Entity& e) { entity(i, e); });
    places();
    list("times", record_.mentions.times, [this](size_t, const ground::TimeExpression& t) { time(t); });
    list("quotes", record_.statements.quotes, [this](size_t, const voice::Quote& q) { quote(q); });
    list("events", record_.events, [this](size_t i, const code::Event& e) { event(i, e); });
    json_.key("diagnostics").begin('[');
    for (const std::string& line : document.diagnostics) json_.text(line);
    for (const std::string& line : extra.diagnostics) json_.text(line);
    json_.end(']');
    json_.key("coder").begin('{');
    json_.key("version").text(record_.coder.version);
    json_.key("model").text(record_.coder.model);
    json_.key("resources").text(record_.coder.resources).end('}');
    json_.raw(extra.members).end('}');
  }

 private:
  template <class T, class F>
  void list(std::string_view name, const std::vector<T>& items, F&& write_item) {
    json_.key(name).begin('[');
    for (size_t i = 0; i < items.size(); ++i) write_item(i, items[i]);
    json_.end(']');
  }

  void span(ByteSpan s) {
    json_.begin('[').number(points_.at(std::min(s.begin, size_))).number(points_.at(std::min(s.end, size_))).end(']');
  }

  void spans(std::string_view name, const std::vector<ByteSpan>& all) {
    list(name, all, [this](size_t, ByteSpan s) { span(s); });
  }

  void id(char kind, size_t index) {
    char text[24] = {kind};
    const char* end = std::to_chars(text + 1, text + sizeof text, index + 1).ptr;
    json_.text({text, static_cast<size_t>(end - text)});
  }

  bool is_entity(ground::EntityId e) const { return e >= 0 && static_cast<size_t>(e) < entities_; }

  void entity_or_null(ground::EntityId e) {
    if (is_entity(e)) {
      id('e', static_cast<size_t>(e));
    } else {
      json_.null();
    }
  }

  void entity_ids(std::string_view name, const std::vector<ground::EntityId>& ids) {
    json_.key(name).begin('[');
    for (const ground::EntityId e : ids) {
      if (is_entity(e)) id('e', static_cast<size_t>(e));
    }
    json_.end(']');
  }

  void published() {
    const ground::Published& p = record_.mentions.published;
    json_.key("published").begin('{');
    json_.key("date").text_or_null(p.date);
    json_.key("basis").text(word_for(p.basis));
    spans("evidence", p.evidence);
    // What the text itself tells of its date, the surest first.
    if (!p.candidates.empty()) {
      json_.key("confidence").number(p.confidence);
      list("candidates", p.candidates, [this](size_t, const ground::DateCandidate& c) {
        json_.begin('{').key("date").text(c.date).key("confidence").number(c.confidence);
        json_.key("from").text(ground::name_of(c.clue));
        spans("evidence", c.evidence);
        json_.end('}');
      });
    }
    json_.end('}');
  }

  void sentences() {
    const auto& tokens = record_.analysis.tokens;
    json_.key("sentences").begin('[');
    for (const nlp::TokenRange range : record_.analysis.sentences) {
      if (range.begin < 0 || range.size() <= 0 || static_cast<size_t>(range.end) > tokens.size()) continue;
      span({tokens[static_cast<size_t>(range.begin)].span.begin, tokens[static_cast<size_t>(range.end - 1)].span.end});
    }
    json_.end(']');
  }

  void entity(size_t index, const ground::Entity& e) {
    json_.begin('{').key("id");
    id('e', index);
    json_.key("name").text(e.name);
    json_.key("kind").text(ground::name_of(e.kind));
    json_.key("country").text_or_null(e.country);
    json_.key("sector").text(e.sector.empty() ? "UNK" : e.sector);
    json_.key("wikidata").text_or_null(e.wikidata);
    json_.key("title").text_or_null(e.title);
    json_.key("confidence").number(e.confidence);
    if (!e.members.empty()) entity_ids("members", e.members);
    json_.key("mentions").begin('[');
    for (const ground::Mention& mention : e.mentions) {
      json_.begin('{').key("span");
      span(mention.span);
      json_.key("form").text(name_of(mention.form));
      if (mention.as_place) json_.key("as_place").flag(true);
      json_.end('}');
    }
    json_.end(']').end('}');
  }

  // A state that only acts is a place where an event happens there.
  void places() {
    json_.key("places").begin('[');
    for (size_t i = 0; i < record_.mentions.places.size(); ++i) {
      const ground::Place& p = record_.mentions.places[i];
      const bool told =
          !p.spans.empty() || std::any_of(record_.events.begin(), record_.events.end(),
                                          [i](const auto& e) { return e.place == static_cast<int32_t>(i); });
      if (told) place(i, p);
    }
    json_.end(']');
  }

  void place(size_t index, const ground::Place& p) {
    const bool is_located = p.latitude != 0 || p.longitude != 0;
    json_.begin('{').key("id");
    id('p', index);
    json_.key("name").text(p.name);
    json_.key("country").text_or_null(p.country);
    json_.key("admin1").text_or_null(p.admin1);
    for (const auto& [name, degrees] : {std::pair("lat", p.latitude), std::pair("lon", p.longitude)}) {
      json_.key(name);
      if (is_located) {
        json_.number(degrees);
      } else {
        json_.null();
      }
    }
    json_.key("geonames");
    if (p.geonames != 0) {
      json_.number(p.geonames);
    } else {
      json_.null();
    }
    json_.key("precision").text(ground::name_of(p.precision));
    spans("mentions", p.spans);
    json_.end('}');
  }

  void time(const ground::TimeExpression& t) {
    json_.begin('{').key("span");
    span(t.span);
    json_.key("type").text(word_for(t.type));
    json_.key("value").text_or_null(t.value);
    if (!t.mod.empty()) json_.key("mod").text(t.mod);
    if (!t.begin.empty()) json_.key("begin").text(t.begin).key("end").text(t.end);
    json_.end('}');
  }

  void quote(const voice::Quote& q) {
    json_.begin('{').key("span");
    span(q.span);
    json_.key("form").text(word_for(q.form)).key("speaker");
    entity_or_null(q.speaker);
    entity_ids("via", q.via);
    json_.key("cue");
    if (q.cue.empty()) {
      json_.null();
    } else {
      span(q.cue);
    }
    json_.key("closed").flag(q.closed).end('}');
  }

  void event(size_t index, const code::Event& e) {
    json_.begin('{').key("id");
    id('v', index);
    json_.key("event").text(code::name_of(e.type));
    json_.key("mode").text(e.mode);
    list("context", e.contexts, [this](size_t, const std::string& context) { json_.text(context); });
    json_.key("quad").number(e.quad);
    json_.key("score").number(e.score);
    json_.key("cameo").text_or_null(e.cameo);
    json_.key("goldstein").number(e.goldstein);
    entity_ids("actor", e.actor);
    entity_ids("recipient", e.recipient);
    json_.key("date").text_or_null(e.date);
    json_.key("time_basis").text(word_for(e.time_basis));
    event_place(e.place, word_for(e.place_basis));
    json_.key("confidence").number(e.confidence);
    json_.key("status").text(word_for(e.status));
    entity_ids("according_to", e.according_to);
    list("positions", e.positions, [this](size_t, const code::Position& p) {
      json_.begin('{').key("by");
      entity_or_null(p.by);
      json_.key("stance").text(voice::name_of(p.stance)).key("span");
      span(p.span);
      json_.end('}');
    });
    entity_ids("denied_by", e.denied_by);
    entity_ids("confirmed_by", e.confirmed_by);
    json_.key("historical").flag(e.historical);
    json_.key("hedged").flag(e.hedged);
    json_.key("trigger");
    span(e.trigger);
    json_.key("sentence");
    span(e.sentence);
    spans("evidence", e.evidence);
    json_.key("rule").text(e.rule);
    json_.key("links").begin('[');
    for (const code::Link& link : e.links) {
      if (link.event < 0 || static_cast<size_t>(link.event) >= record_.events.size()) continue;
      json_.begin('{').key("kind").text(link.kind).key("event");
      id('v', static_cast<size_t>(link.event));
      json_.end('}');
    }
    json_.end(']').end('}');
  }

  void event_place(int32_t index, std::string_view basis) {
    json_.key("place");
    if (index < 0 || static_cast<size_t>(index) >= record_.mentions.places.size()) {
      json_.null();
      return;
    }
    const ground::Place& p = record_.mentions.places[static_cast<size_t>(index)];
    json_.begin('{').key("id");
    id('p', static_cast<size_t>(index));
    json_.key("name").text(p.name).key("country").text_or_null(p.country).key("basis").text(basis).end('}');
  }

  const Record& record_;
  const utf8::CodePointMap points_;
  const uint32_t size_;
  const size_t entities_;
  JsonWriter json_;
};

}  // namespace

void write_json(const Record& record, std::string& out) { RecordWriter(record, out).write(); }

}  // namespace depeche::record
