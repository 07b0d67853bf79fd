#include "record/times_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "record/cells.h"
#include "record/display.h"
#include "record/names.h"

namespace depeche::record {
namespace {

constexpr std::string_view kBold = "\x1b[1m", kDim = "\x1b[2m", kYellow = "\x1b[33m", kReset = "\x1b[0m";
constexpr int kLeast = 20, kMargin = 2;

struct Row {
  std::string words, value, more;
  bool open = false;  // not resolved
};

class Writer {
 public:
  Writer(const Record& record, const TableOptions& options, std::string& out)
      : record_(record),
        width_(std::max(options.width, kLeast)),
        colour_(options.colour == Colour::Always),
        out_(out) {}

  void write() {
    std::string title = one_line(title_of(record_.document));
    if (title.empty()) title = one_line(record_.document.id);
    for (const std::string& part : wrap(title, width_)) line(part, kBold);
    published();
    std::vector<Row> rows;
    for (const ground::TimeExpression& t : record_.mentions.times) rows.push_back(row_of(t));
    if (rows.empty()) line("  no times", kDim);
    table(rows);
    rows.clear();
    for (const code::Event& e : record_.events) rows.push_back(row_of(e));
    if (!rows.empty()) line("events", kDim);
    table(rows);
    out_ += '\n';
  }

 private:
  void line(std::string_view text, std::string_view style) {
    if (colour_ && !style.empty())
      out_.append(style).append(text).append(kReset);
    else
      out_ += text;
    out_ += '\n';
  }

  std::string quoted(const std::vector<ByteSpan>& spans) const {
    std::string out;
    for (const ByteSpan span : spans) {
      if (!out.empty()) out += "; ";
      out += one_line(words_at(record_, span));
    }
    return out;
  }

  void published() {
    const ground::Published& p = record_.mentions.published;
    std::string about = p.date.empty() ? "no date" : p.date;
    about += fmt::format(" ({}", word_for(p.basis));
    if (p.basis == ground::DateBasis::Inferred)
      about += fmt::format(", {:.2f}, {}: {}", p.confidence,
                           p.candidates.empty() ? "" : ground::name_of(p.candidates[0].clue), quoted(p.evidence));
    about += ")";
    for (const std::string& part : wrap(one_line(about), width_)) line(part, kDim);
    for (const ground::DateCandidate& c : p.candidates) {
      if (c.date == p.date) continue;
      const std::string other =
          fmt::format("or {} ({:.2f}, {}: {})", c.date, c.confidence, ground::name_of(c.clue), quoted(c.evidence));
      for (const std::string& part : wrap(one_line(other), width_)) line(part, kDim);
    }
  }

  Row row_of(const ground::TimeExpression& t) const {
    Row row{one_line(words_at(record_, t.span)), t.value.empty() ? "no such date" : t.value,
            std::string(word_for(t.type)), t.value.empty() || t.value.find('X') != std::string::npos};
    if (!t.mod.empty()) row.more += " " + t.mod;
    if (!t.begin.empty()) row.more += " " + t.begin + "/" + t.end;
    return row;
  }

  Row row_of(const code::Event& e) const {
    Row row{one_line(words_at(record_, e.trigger)), e.date.empty() ? "no date" : e.date,
            std::string(code::name_of(e.type)) + ", from " + std::string(word_for(e.time_basis)), e.date.empty()};
    if (e.historical) row.more += ", historical";
    return row;
  }

  void table(const std::vector<Row>& rows) {
    int words = 0, values = 0;
    for (const Row& row : rows) {
      words = std::max(words, display_width(row.words));
      values = std::max(values, display_width(row.value));
    }
    words = std::min(words, std::max(kLeast / 2, width_ / 2));
    for (const Row& row : rows) {
      const std::string first = cut_to(row.words, words);
      std::string text = "  " + first;
      text.append(static_cast<size_t>(words - display_width(first) + kMargin), ' ');
      text += row.value;
      text.append(static_cast<size_t>(values - display_width(row.value) + kMargin), ' ');
      text += row.more;
      line(cut_to(text, width_), row.open ? kYellow : "");
    }
  }

  const Record& record_;
  const int width_;
  const bool colour_;
  std::string& out_;
};

}  // namespace

void write_times_table(const Record& record, const TableOptions& options, std::string& out) {
  Writer(record, options, out).write();
}

}  // namespace depeche::record
