// Column widths: each column gets what its longest cell needs; where that is too much in all, columns are narrowed to
// the widest common limit that fits, so that short columns stay whole.
#include "record/table.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "record/cells.h"
#include "record/display.h"
#include "record/names.h"

namespace depeche::record {
namespace {

constexpr int kNarrow = 60;
constexpr int kLeast = 20;  // a width below is taken as this
constexpr int kMargin = 2;
constexpr size_t kColumns = 7;
constexpr size_t kWhat = 1, kStatus = 4, kWords = 6;
constexpr std::array<std::string_view, kColumns> kHeads = {"who → whom", "what",         "when", "where",
                                                           "status",     "according to", "words"};
constexpr int kContext = 40;  // columns of the sentence shown around the words

constexpr std::string_view kBold = "\x1b[1m", kDim = "\x1b[2m", kGreen = "\x1b[32m", kBlue = "\x1b[34m",
                           kYellow = "\x1b[33m", kRed = "\x1b[31m", kReset = "\x1b[0m";

using Row = std::array<std::string, kColumns>;

std::string who_to_whom(const Record& record, const code::Event& event) {
  const std::string actor = names_of(record, event.actor, ", ");
  const std::string recipient = names_of(record, event.recipient, ", ");
  if (recipient.empty()) return actor.empty() ? "?" : actor;
  return (actor.empty() ? "?" : actor) + " → " + recipient;
}

std::string place_text(const Record& record, const code::Event& event) {
  const ground::Place* place = place_of(record, event);
  if (place == nullptr) return "";
  if (place->country.empty() || place->is_country) return place->name;
  return place->name + ", " + place->country;
}

std::string status_text(const Record& record, const code::Event& event) {
  std::string out(word_for(event.status));
  if (event.hedged) out += ", hedged";
  if (event.historical) out += ", historical";
  const std::string deniers = names_of(record, event.denied_by, ", ");
  if (!deniers.empty()) out += "; denied by " + deniers;
  const std::string confirmers = names_of(record, event.confirmed_by, ", ");
  if (!confirmers.empty()) out += "; confirmed by " + confirmers;
  return out;
}

// The trigger with a little of its sentence on both sides, whole words only.
std::string words_text(const Record& record, const code::Event& event) {
  const std::string trigger = one_line(words_at(record, event.trigger));
  if (!event.sentence.contains(event.trigger) || words_at(record, event.sentence).empty()) return trigger;
  const std::string before = one_line(words_at(record, {event.sentence.begin, event.trigger.begin}));
  const std::string after = one_line(words_at(record, {event.trigger.end, event.sentence.end}));
  std::string out = after;
  if (display_width(after) > kContext) {
    out = cut_to(after, kContext);
    const size_t space = out.rfind(' ');
    if (space != std::string::npos) out = out.substr(0, space) + " …";
  }
  // Punctuation stands close; anything else had a blank before it.
  const bool close = event.trigger.end < event.sentence.end &&
                     !words_at(record, {event.trigger.end, event.trigger.end + 1}).starts_with(' ');
  out = trigger + (out.empty() || close ? "" : " ") + out;
  if (before.empty()) return out;
  size_t from = before.size();
  while (true) {  // back word by word
    const size_t space = from == 0 ? std::string::npos : before.rfind(' ', from - 1);
    const size_t begin = space == std::string::npos ? 0 : space + 1;
    if (display_width(std::string_view(before).substr(begin)) > kContext / 2) break;
    from = space == std::string::npos ? 0 : space;
    if (from == 0) break;
  }
  const std::string_view front = std::string_view(before).substr(from);
  const bool elided = before.ends_with('\'') || before.ends_with("’");
  return (from > 0 ? "…" : "") + std::string(front) + (front.empty() ? " " : elided ? "" : " ") + out;
}

Row row_of(const Record& record, const code::Event& event) {
  std::string what(code::name_of(event.type));
  if (!event.mode.empty()) what += " " + event.mode;
  Row row = {who_to_whom(record, event),
             what,
             event.date,
             place_text(record, event),
             status_text(record, event),
             names_of(record, event.according_to, " › "),
             words_text(record, event)};
  for (std::string& cell : row) cell = one_line(cell);
  return row;
}

class TableWriter {
 public:
  TableWriter(const Record& record, const TableOptions& options, std::string& out)
      : record_(record),
        width_(std::max(options.width, kLeast)),
        colour_(options.colour == Colour::Always),
        out_(out) {}

  void write() {
    heading();
    std::vector<Row> rows;
    rows.reserve(record_.events.size());
    for (const code::Event& event : record_.events) rows.push_back(row_of(record_, event));
    if (rows.empty()) {
      line("  no events", kDim);
      for (const std::string& why : record_.document.diagnostics) line("  " + one_line(why), kDim);
    } else if (width_ < kNarrow) {
      for (size_t i = 0; i < rows.size(); ++i) stacked(rows[i], record_.events[i]);
    } else {
      table(rows);
    }
    out_ += '\n';
  }

 private:
  void styled(std::string_view text, std::string_view style) {
    if (!colour_ || style.empty() || text.empty()) {
      out_ += text;
      return;
    }
    out_.append(style).append(text).append(kReset);
  }

  void line(std::string_view text, std::string_view style) {
    styled(text, style);
    out_ += '\n';
  }

  void heading() {
    std::string title = one_line(title_of(record_.document));
    if (title.empty()) title = one_line(record_.document.id);
    for (const std::string& part : wrap(title, width_)) line(part, kBold);
    const ground::Published& published = record_.mentions.published;
    std::string about = published.date.empty() ? "no date" : published.date;
    if (published.basis == ground::DateBasis::Inferred) about += " (inferred)";
    for (const std::string* more : {&record_.document.publisher, &record_.document.id, &record_.document.url}) {
      if (!more->empty()) about += " · " + *more;
    }
    for (const std::string& part : wrap(one_line(about), width_)) line(part, kDim);
  }

  std::string_view style_of(size_t column, const code::Event& event) const {
    if (column == kWhat) {  // by quad class: cooperation and conflict, in words and in deeds
      constexpr std::array<std::string_view, 5> kQuad = {"", kBlue, kGreen, kYellow, kRed};
      return event.quad >= 1 && event.quad <= 4 ? kQuad[static_cast<size_t>(event.quad)] : "";
    }
    if (column == kStatus) return event.status == code::Status::Occurred ? "" : kYellow;
    return column == kWords ? kDim : "";
  }

  // A few lines an event, for narrow screens.
  void stacked(const Row& row, const code::Event& event) {
    for (size_t column = 0; column < kColumns; ++column) {
      if (row[column].empty()) continue;
      const std::string text = column < 2 ? row[column] : std::string(kHeads[column]) + ": " + row[column];
      const int indent = column == 0 ? 0 : 2;
      for (const std::string& part : wrap(text, width_ - indent)) {
        out_.append(static_cast<size_t>(indent), ' ');
        line(part, style_of(column, event));
      }
    }
  }

  void table(const std::vector<Row>& rows) {
    const std::array<int, kColumns> widths = fit(rows);
    row_lines(heads(), widths, nullptr);
    for (size_t i = 0; i < rows.size(); ++i) row_lines(rows[i], widths, &record_.events[i]);
  }

  static Row heads() {
    Row row;
    std::copy(kHeads.begin(), kHeads.end(), row.begin());
    return row;
  }

  // 0 for a column without a single cell.
  std::array<int, kColumns> fit(const std::vector<Row>& rows) const {
    std::array<int, kColumns> widths{};
    for (const Row& row : rows) {
      for (size_t c = 0; c < kColumns; ++c) widths[c] = std::max(widths[c], display_width(row[c]));
    }
    int used = -kMargin;
    int widest = 0;
    for (size_t c = 0; c < kColumns; ++c) {
      if (widths[c] == 0) continue;
      widths[c] = std::max(widths[c], display_width(kHeads[c]));
      used += kMargin;
      widest = std::max(widest, widths[c]);
    }
    const auto total = [&](int limit) {
      int sum = used;
      for (const int width : widths) sum += std::min(width, limit);
      return sum;
    };
    int low = 1, high = widest;  // the widest limit that fits, 1 where none does
    while (low < high) {
      const int middle = (low + high + 1) / 2;
      if (total(middle) <= width_) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    int spare = std::max(0, width_ - total(low));
    for (size_t c = kColumns; c-- > 0;) {  // what is left goes to the columns that want it, the words first
      const int wanted = widths[c];
      widths[c] = std::min(wanted, low);
      const int more = std::min(spare, wanted - widths[c]);
      widths[c] += more;
      spare -= more;
    }
    return widths;
  }

  // `event` is nullptr for the line of heads.
  void row_lines(const Row& row, const std::array<int, kColumns>& widths, const code::Event* event) {
    std::array<std::vector<std::string>, kColumns> cells;
    size_t height = 0;
    for (size_t c = 0; c < kColumns; ++c) {
      if (widths[c] == 0) continue;
      cells[c] = wrap(row[c], widths[c]);
      height = std::max(height, cells[c].size());
    }
    for (size_t y = 0; y < height; ++y) {
      size_t blanks = 0;  // written only before something, so that no line ends with them
      for (size_t c = 0; c < kColumns; ++c) {
        if (widths[c] == 0) continue;
        const std::string_view text = y < cells[c].size() ? std::string_view(cells[c][y]) : std::string_view();
        if (!text.empty()) {
          out_.append(blanks, ' ');
          blanks = 0;
          styled(text, event == nullptr ? kDim : style_of(c, *event));
        }
        blanks += static_cast<size_t>(std::max(0, widths[c] - display_width(text)) + kMargin);
      }
      out_ += '\n';
    }
  }

  const Record& record_;
  const int width_;
  const bool colour_;
  std::string& out_;
};

}  // namespace

void write_table(const Record& record, const TableOptions& options, std::string& out) {
  TableWriter(record, options, out).write();
}

}  // namespace depeche::record
