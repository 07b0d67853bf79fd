#include "store/export_texts.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/utf8.h"
#include "record/json_writer.h"
#include "store/export_graphs.h"
#include "store/plover_words.h"

namespace depeche::store {
namespace {

class Text {
 public:
  explicit Text(const std::string& text) : text_(text), map_(text), length_(static_cast<int64_t>(utf8::count(text))) {}
  bool holds(Span s) const { return s.begin >= 0 && s.begin < s.end && s.end <= length_; }
  std::string_view slice(int64_t begin, int64_t end) const {
    const size_t from = map_.byte_at(static_cast<uint32_t>(begin)), to = map_.byte_at(static_cast<uint32_t>(end));
    return std::string_view(text_).substr(from, to - from);
  }
  int64_t length() const { return length_; }

 private:
  const std::string& text_;
  utf8::CodePointMap map_;
  int64_t length_;
};

// "e1" mentioned at [3, 8] …, of the record's JSON.
std::vector<Span> mentions_of(const StoredEntity& entity) {
  std::vector<Span> spans;
  simdjson::dom::parser parser;
  simdjson::dom::array all;
  if (parser.parse(entity.mentions).get(all)) return spans;
  for (const simdjson::dom::element mention : all) {
    simdjson::dom::array ends;
    Span s;
    if (mention["span"].get(ends) || ends.at(0).get(s.begin) || ends.at(1).get(s.end)) continue;
    spans.push_back(s);
  }
  return spans;
}

// brat wants a span that goes over a line's end in pieces, and its words in one line.
std::string brat_spans(const Text& text, Span s, std::string& words) {
  std::string out;
  int64_t from = s.begin;
  for (int64_t at = s.begin; at <= s.end; ++at) {
    const bool ends = at == s.end || text.slice(at, at + 1) == "\n" || text.slice(at, at + 1) == "\r";
    if (!ends) continue;
    if (at > from) {
      out += fmt::format("{}{} {}", out.empty() ? "" : ";", from, at);
      words += (words.empty() ? "" : " ") + std::string(text.slice(from, at));
    }
    from = at + 1;
  }
  return out;
}

}  // namespace

void add_annotation(const ExportEvent& e, std::string& out) {
  record::JsonWriter json(out);
  const auto tag = [&json](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    json.begin('{')
        .key("type")
        .text("TextualBody")
        .key("purpose")
        .text("tagging")
        .key("value")
        .text(fmt::format("{}:{}", name, value))
        .end('}');
  };
  json.begin('{')
      .key("id")
      .text(fmt::format("urn:depeche:{}", e.event))
      .key("type")
      .text("Annotation")
      .key("motivation")
      .text("classifying");
  json.key("body").begin('[');
  tag("event", e.type);
  tag("mode", e.mode);
  tag("status", e.status);
  tag("date", e.date);
  tag("place", e.place);
  for (const auto& [name, side] : {std::pair("actor", &e.actor), std::pair("recipient", &e.recipient),
                                   std::pair("according-to", &e.source), std::pair("denied-by", &e.denier)}) {
    for (const ExportParty* p : *side) tag(name, p->name);
  }
  for (const auto* const side : {&e.actor, &e.recipient}) {
    for (const ExportParty* p : *side) {
      if (p->wikidata.empty()) continue;
      json.begin('{')
          .key("type")
          .text("SpecificResource")
          .key("purpose")
          .text("identifying")
          .key("source")
          .text("http://www.wikidata.org/entity/" + p->wikidata)
          .end('}');
    }
  }
  json.end(']')
      .key("target")
      .begin('{')
      .key("source")
      .text(e.url.empty() ? "urn:depeche:article:" + std::to_string(e.article) : e.url)
      .key("selector")
      .begin('[');
  json.begin('{').key("type").text("TextQuoteSelector").key("exact").text(e.trigger).end('}');
  json.begin('{')
      .key("type")
      .text("TextPositionSelector")
      .key("start")
      .number(std::max<int64_t>(0, e.trigger_begin))
      .key("end")
      .number(std::max<int64_t>(0, e.trigger_end))
      .end('}');
  json.end(']').end('}').end('}');
}

std::string timeml_of(const StoredRecord& r) {
  struct Mark {
    Span span;
    std::string open, close;
  };
  const Text text(r.text);
  std::vector<Mark> marks;
  int n = 0;
  for (const StoredTime& t : r.times) {
    if (!text.holds(t.span)) continue;
    marks.push_back({t.span,
                     fmt::format("<TIMEX3 tid=\"t{}\" type=\"{}\" value=\"{}\">", ++n, xml(t.type), xml(t.value)),
                     "</TIMEX3>"});
  }
  n = 0;
  for (const StoredEvent& e : r.events) {
    if (!text.holds(e.trigger)) continue;
    marks.push_back({e.trigger, fmt::format("<EVENT eid=\"e{}\" class=\"OCCURRENCE\">", ++n), "</EVENT>"});
  }
  std::stable_sort(marks.begin(), marks.end(),
                   [](const Mark& a, const Mark& b) { return a.span.begin < b.span.begin; });
  std::string out = "<TimeML>\n<DOCID>" + xml(r.id) + "</DOCID>\n<DCT>";
  if (!r.published.empty())
    out +=
        fmt::format("<TIMEX3 tid=\"t0\" type=\"DATE\" value=\"{0}\" functionInDocument=\"CREATION_TIME\">{0}</TIMEX3>",
                    xml(r.published));
  out += "</DCT>\n<TEXT>";
  int64_t at = 0;
  for (const Mark& m : marks) {
    if (m.span.begin < at) continue;  // within another
    out += xml(text.slice(at, m.span.begin)) + m.open + xml(text.slice(m.span.begin, m.span.end)) + m.close;
    at = m.span.end;
  }
  return out + xml(text.slice(at, text.length())) + "</TEXT>\n</TimeML>\n";
}

std::string brat_of(const StoredRecord& r) {
  const Text text(r.text);
  std::string out;
  int t = 0, n = 0, a = 0;
  std::map<int, std::vector<std::pair<Span, int>>> of_entity;  // mentions and their numbers
  const auto bound = [&](std::string_view type, Span s) {
    std::string words;
    const std::string spans = brat_spans(text, s, words);
    if (spans.empty()) return 0;
    out += fmt::format("T{}\t{} {}\t{}\n", ++t, type, spans, words);
    return t;
  };
  for (size_t i = 0; i < r.entities.size(); ++i) {
    for (const Span s : mentions_of(r.entities[i])) {
      if (!text.holds(s)) continue;
      if (const int number = bound("Entity", s)) of_entity[static_cast<int>(i)].emplace_back(s, number);
    }
  }
  for (const StoredEvent& e : r.events) {
    if (!text.holds(e.trigger) || std::find(std::begin(kTypes), std::end(kTypes), e.type) == std::end(kTypes)) continue;
    const int trigger = bound(e.type, e.trigger);
    if (trigger == 0) continue;
    out += fmt::format("E{}\t{}:T{}", ++n, e.type, trigger);
    const auto argue = [&](std::string_view role, const std::vector<int>& entities) {
      std::set<int> told;
      int count = 0;
      for (const int entity : entities) {
        const auto at = of_entity.find(entity);
        if (at == of_entity.end() || !told.insert(entity).second) continue;
        // The mention that lies nearest to the trigger stands for the entity.
        const auto nearest = std::min_element(at->second.begin(), at->second.end(), [&](const auto& x, const auto& y) {
          return std::abs(x.first.begin - e.trigger.begin) < std::abs(y.first.begin - e.trigger.begin);
        });
        ++count;
        out += fmt::format(" {}{}:T{}", role, count > 1 ? std::to_string(count) : "", nearest->second);
      }
    };
    argue("Actor", e.actor);
    argue("Recipient", e.recipient);
    argue("Source", e.source);
    argue("Denier", e.denier);
    out += '\n';
    if (std::find(std::begin(kStatuses), std::end(kStatuses), e.status) != std::end(kStatuses))
      out += fmt::format("A{}\tStatus E{} {}\n", ++a, n, e.status);
    if (e.hedged) out += fmt::format("A{}\tHedged E{}\n", ++a, n);
  }
  return out;
}

std::string brat_configuration() {
  std::string out = "[entities]\nEntity\n\n[relations]\n\n[events]\n";
  for (const std::string_view type : kTypes)
    out += fmt::format("{}\tActor*:Entity, Recipient*:Entity, Source*:Entity, Denier*:Entity\n", type);
  out += fmt::format("\n[attributes]\nStatus\tArg:<EVENT>, Value:{}\nHedged\tArg:<EVENT>\n", fmt::join(kStatuses, "|"));
  return out;
}

}  // namespace depeche::store
