#include "record/csv.h"

#include <charconv>
#include <cmath>
#include <concepts>

#include "base/utf8.h"
#include "record/cells.h"
#include "record/names.h"

namespace depeche::record {
namespace {

constexpr std::string_view kColumns[] = {"article",
                                         "url",
                                         "publisher",
                                         "language",
                                         "published",
                                         "published_basis",
                                         "title",
                                         "id",
                                         "event",
                                         "mode",
                                         "context",
                                         "quad",
                                         "score",
                                         "cameo",
                                         "goldstein",
                                         "actor",
                                         "actor_country",
                                         "actor_sector",
                                         "recipient",
                                         "recipient_country",
                                         "recipient_sector",
                                         "date",
                                         "time_basis",
                                         "place",
                                         "place_country",
                                         "lat",
                                         "lon",
                                         "status",
                                         "according_to",
                                         "denied_by",
                                         "confirmed_by",
                                         "historical",
                                         "hedged",
                                         "confidence",
                                         "trigger",
                                         "trigger_begin",
                                         "trigger_end",
                                         "sentence",
                                         "sentence_begin",
                                         "sentence_end",
                                         "rule"};
constexpr std::string_view kBetween = "; ";

class CsvRow {
 public:
  explicit CsvRow(std::string& out) : out_(out) {}
  ~CsvRow() { out_ += "\r\n"; }
  CsvRow(const CsvRow&) = delete;
  CsvRow& operator=(const CsvRow&) = delete;

  void text(std::string_view value) {
    if (!is_first_) out_ += ',';
    is_first_ = false;
    append_csv_cell(value, out_);
  }

  // The shortest digits that read back as the same number; an empty cell for what is no number.
  template <class T>
  void number(T value) {
    if constexpr (std::floating_point<T>) {
      if (!std::isfinite(value)) return text("");
    }
    char digits[32];
    const char* end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    text({digits, static_cast<size_t>(end - digits)});
  }

  void flag(bool value) { text(value ? "true" : "false"); }

 private:
  std::string& out_;
  bool is_first_ = true;
};

template <class T, class F>
std::string joined(const std::vector<T>& items, F&& value_of) {
  std::string out;
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += kBetween;
    out += value_of(items[i]);
  }
  return out;
}

void parties(CsvRow& row, const Record& record, const std::vector<ground::EntityId>& ids) {
  const std::vector<const ground::Entity*> entities = entities_of(record, ids);
  row.text(joined(entities, [](const ground::Entity* e) { return std::string_view(e->name); }));
  row.text(joined(entities, [](const ground::Entity* e) { return std::string_view(e->country); }));
  row.text(joined(entities, [](const ground::Entity* e) {
    return e->sector.empty() ? std::string_view("UNK") : std::string_view(e->sector);
  }));
}

void words(CsvRow& row, const Record& record, const utf8::CodePointMap& points, ByteSpan span) {
  const auto size = static_cast<uint32_t>(record.document.text.size());
  row.text(words_at(record, span));
  row.number(points.at(std::min(span.begin, size)));
  row.number(points.at(std::min(span.end, size)));
}

void event_row(const Record& record, const utf8::CodePointMap& points, size_t index, std::string& out) {
  const code::Event& event = record.events[index];
  CsvRow row(out);
  row.text(record.document.id);
  row.text(record.document.url);
  row.text(record.document.publisher);
  row.text(record.document.language);
  row.text(record.mentions.published.date);
  row.text(word_for(record.mentions.published.basis));
  row.text(title_of(record.document));
  row.text("v" + std::to_string(index + 1));
  row.text(code::name_of(event.type));
  row.text(event.mode);
  row.text(joined(event.contexts, [](const std::string& context) { return std::string_view(context); }));
  row.number(event.quad);
  row.number(event.score);
  row.text(event.cameo);
  row.number(event.goldstein);
  parties(row, record, event.actor);
  parties(row, record, event.recipient);
  row.text(event.date);
  row.text(word_for(event.time_basis));
  const ground::Place* place = place_of(record, event);
  row.text(place == nullptr ? "" : place->name);
  row.text(place == nullptr ? "" : place->country);
  if (place != nullptr && (place->latitude != 0 || place->longitude != 0)) {
    row.number(place->latitude);
    row.number(place->longitude);
  } else {
    row.text("");
    row.text("");
  }
  row.text(word_for(event.status));
  row.text(names_of(record, event.according_to, kBetween));
  row.text(names_of(record, event.denied_by, kBetween));
  row.text(names_of(record, event.confirmed_by, kBetween));
  row.flag(event.historical);
  row.flag(event.hedged);
  row.number(event.confidence);
  words(row, record, points, event.trigger);
  words(row, record, points, event.sentence);
  row.text(event.rule);
}

}  // namespace

void append_csv_cell(std::string_view value, std::string& out) {
  if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += value;
    return;
  }
  out += '"';
  for (const char c : value) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void write_csv_header(std::string& out) {
  CsvRow row(out);
  for (const std::string_view column : kColumns) row.text(column);
}

void write_csv(const Record& record, std::string& out) {
  if (record.events.empty()) return;
  const utf8::CodePointMap points(record.document.text);
  for (size_t i = 0; i < record.events.size(); ++i) event_row(record, points, i, out);
}

}  // namespace depeche::record
