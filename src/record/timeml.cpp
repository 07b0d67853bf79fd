#include "record/timeml.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"
#include "record/cells.h"
#include "record/names.h"

namespace depeche::record {
namespace {

constexpr std::string_view kSchema =
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
    "xsi:noNamespaceSchemaLocation=\"http://timeml.org/timeMLdocs/TimeML_1.2.1.xsd\"";

bool is_xml_character(char32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) ||
         c >= 0x10000;
}

void append_escaped(std::string_view text, std::string& out) {
  for (size_t at = 0; at < text.size();) {
    const auto c = utf8::decode(text, at);
    switch (c.code_point) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\r':  // a parser would read it as a newline
        out += "&#13;";
        break;
      default:
        if (is_xml_character(c.code_point))
          out += text.substr(at, c.length);
        else
          utf8::append(out, 0xFFFD);
    }
    at += c.length;
  }
}

void attribute(std::string_view name, std::string_view value, std::string& out) {
  out.append(" ").append(name).append("=\"");
  append_escaped(value, out);
  out += '"';
}

// The class of TimeML that a type of event belongs to: what is said or wished is not what happens.
std::string_view class_of(code::EventType type) {
  switch (type) {
    case code::EventType::Accuse:
    case code::EventType::Support:
      return "REPORTING";
    case code::EventType::Request:
    case code::EventType::Agree:
    case code::EventType::Threaten:
    case code::EventType::Reject:
      return "I_ACTION";
    default:
      return "OCCURRENCE";
  }
}

// An element of the text: a time or an event, by its index.
struct Element {
  ByteSpan span;
  bool is_time = true;
  size_t index = 0;
};

class TimemlWriter {
 public:
  TimemlWriter(const Record& record, std::string& out) : record_(record), out_(out) {}

  void write() {
    const ground::Published& published = record_.mentions.published;
    out_.append("<TimeML ").append(kSchema).append(">\n<DOCID>");
    append_escaped(record_.document.id, out_);
    out_ += "</DOCID>\n<DCT><TIMEX3 tid=\"t0\" type=\"DATE\"";
    attribute("value", published.date.empty() ? "XXXX-XX-XX" : published.date, out_);
    out_ += " temporalFunction=\"false\" functionInDocument=\"CREATION_TIME\">";
    append_escaped(published.date, out_);
    out_ += "</TIMEX3></DCT>\n<TEXT>";
    text();
    out_ += "</TEXT>\n";
    links();
    out_ += "</TimeML>\n";
  }

 private:
  void collect() {
    const auto size = static_cast<uint32_t>(record_.document.text.size());
    for (size_t i = 0; i < record_.mentions.times.size(); ++i) {
      const ByteSpan span = record_.mentions.times[i].span;
      if (span.begin < span.end && span.end <= size) elements_.push_back({span, true, i});
    }
    for (size_t i = 0; i < record_.events.size(); ++i) {
      const ByteSpan span = record_.events[i].trigger;
      if (span.begin < span.end && span.end <= size) elements_.push_back({span, false, i});
    }
    std::sort(elements_.begin(), elements_.end(), [](const Element& a, const Element& b) {
      if (a.span.begin != b.span.begin) return a.span.begin < b.span.begin;
      if (a.is_time != b.is_time) return a.is_time;
      return a.index < b.index;
    });
    // Elements do not nest here: of two that share letters the first one stays.
    uint32_t end = 0;
    std::erase_if(elements_, [&](const Element& e) {
      if (e.span.begin < end) return true;
      end = e.span.end;
      return false;
    });
  }

  void text() {
    collect();
    shown_.assign(record_.events.size(), false);
    const std::string_view all = record_.document.text;
    uint32_t at = 0;
    for (const Element& e : elements_) {
      append_escaped(all.substr(at, e.span.begin - at), out_);
      if (e.is_time)
        time(e.index);
      else
        event(e.index);
      at = e.span.end;
    }
    append_escaped(all.substr(at), out_);
  }

  void time(size_t index) {
    const ground::TimeExpression& t = record_.mentions.times[index];
    out_ += fmt::format("<TIMEX3 tid=\"t{}\" type=\"{}\"", index + 1, word_for(t.type));
    if (t.value.empty())
      attribute("comment", "no such date", out_);
    else
      attribute("value", t.value, out_);
    if (!t.mod.empty()) attribute("mod", t.mod, out_);
    const bool counted = t.anchor != ground::kNoAnchor;
    attribute("temporalFunction", counted ? "true" : "false", out_);
    if (counted)
      attribute("anchorTimeID", fmt::format("t{}", t.anchor == ground::kDocumentAnchor ? 0 : t.anchor + 1), out_);
    if (t.type == ground::TimeType::Duration && counted && !t.begin.empty()) {
      const bool past = t.end <= record_.mentions.published.date;
      attribute(past ? "endPoint" : "beginPoint", "t0", out_);
    }
    out_ += '>';
    append_escaped(words_at(record_, t.span), out_);
    out_ += "</TIMEX3>";
  }

  void event(size_t index) {
    const code::Event& e = record_.events[index];
    shown_[index] = true;
    out_ += fmt::format("<EVENT eid=\"e{}\" class=\"{}\">", index + 1, class_of(e.type));
    append_escaped(words_at(record_, e.trigger), out_);
    out_ += "</EVENT>";
  }

  // The time among the evidence of an event that has its date, 0 for the document's.
  size_t time_of(const code::Event& e) const {
    for (const ByteSpan span : e.evidence) {
      const auto& times = record_.mentions.times;
      const auto at = std::partition_point(times.begin(), times.end(),
                                           [&](const ground::TimeExpression& t) { return t.span.begin < span.begin; });
      if (at != times.end() && at->span == span) return static_cast<size_t>(at - times.begin()) + 1;
    }
    return 0;
  }

  void links() {
    size_t link = 0;
    for (size_t i = 0; i < record_.events.size(); ++i) {
      const code::Event& e = record_.events[i];
      if (!shown_[i]) continue;
      out_ += fmt::format(
          "<MAKEINSTANCE eventID=\"e{0}\" eiid=\"ei{0}\" tense=\"NONE\" aspect=\"NONE\" pos=\"OTHER\" "
          "polarity=\"{1}\"/>\n",
          i + 1, e.status == code::Status::Negated ? "NEG" : "POS");
      if (e.date.empty()) continue;
      const size_t time = time_of(e);
      if (time == 0 && e.time_basis != code::TimeBasis::Document) continue;
      out_ +=
          fmt::format("<TLINK lid=\"l{}\" eventInstanceID=\"ei{}\" relatedToTime=\"t{}\" relType=\"IS_INCLUDED\"/>\n",
                      ++link, i + 1, time);
    }
  }

  const Record& record_;
  std::string& out_;
  std::vector<Element> elements_;
  std::vector<bool> shown_;
};

}  // namespace

void write_timeml(const Record& record, std::string& out) { TimemlWriter(record, out).write(); }

}  // namespace depeche::record
