// One scan a paragraph with a stack of open marks; what paragraphs leave open or close too often is joined in a second
// step.
#include "voice/quote_marks.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "base/unicode.h"
#include "base/utf8.h"

namespace depeche::voice {
namespace {

constexpr size_t kKinds = 6;
constexpr int32_t kNone = -1;
// How many paragraphs without a mark a quote may run over.
constexpr size_t kMaxGap = 5;

enum class Side { Open, Close, Either };

struct Mark {
  MarkKind kind;
  Side side;
  ByteSpan span;
};

// Something opened and, maybe, closed.
struct Stretch {
  MarkKind kind;
  ByteSpan open, close;       // of the marks; close is empty at the end of the paragraph where there is none
  int32_t parent = kNone;     // among the stretches of the block
  uint32_t next_opening = 0;  // where the first mark of the same kind opens inside, 0 = nowhere
  bool closed = false;
  bool dropped = false;
};

struct BlockMarks {
  int32_t block = 0;
  std::vector<Stretch> stretches;   // by opening mark
  std::optional<Mark> stray_close;  // the first that closes nothing
  bool starts_with_mark = false;
};

bool is_blank(char32_t c) { return unicode::is_space(c) || c == 0x200B || c == 0xFEFF || c == 0x2060; }
bool is_word(char32_t c) { return unicode::is_alpha(c) || unicode::is_digit(c); }
bool is_opening_punctuation(char32_t c) {
  return c == '(' || c == '[' || c == '{' || c == '\'' || c == 0x2019 || c == 0xAB || c == 0x201C || c == 0x2018 ||
         c == '/' || c == 0x2014 || c == 0x2013 || c == '-';
}
bool is_dash(char32_t c) { return c == 0x2014 || c == 0x2013 || c == 0x2015 || c == '-'; }

class BlockScanner {
 public:
  BlockScanner(std::string_view text, ByteSpan span, int32_t block) : text_(text), span_(span) { out_.block = block; }

  BlockMarks run() {
    char32_t before = 0;
    for (uint32_t at = span_.begin; at < span_.end;) {
      const utf8::Decoded c = utf8::decode(text_, at);
      const std::optional<Mark> mark = mark_at(at, c, before);
      const uint32_t length = mark ? mark->span.size() : c.length;
      if (mark) {
        if (at == span_.begin) out_.starts_with_mark = true;
        take(*mark, at == span_.begin);
      }
      before = c.code_point;
      at += length;
    }
    return std::move(out_);
  }

 private:
  char32_t peek(uint32_t at) const { return at < span_.end ? utf8::decode(text_, at).code_point : 0; }

  std::optional<Mark> mark_at(uint32_t at, utf8::Decoded c, char32_t before) const {
    const ByteSpan one{at, at + c.length};
    const char32_t after = peek(one.end);
    const auto doubled = [&] { return ByteSpan{at, at + 2 * c.length}; };
    switch (c.code_point) {
      case 0xAB:
        return Mark{MarkKind::Guillemets, Side::Open, one};
      case 0xBB:
        return Mark{MarkKind::Guillemets, Side::Close, one};
      case '<':
        if (after == '<') return Mark{MarkKind::Guillemets, Side::Open, doubled()};
        break;
      case '>':
        if (after == '>') return Mark{MarkKind::Guillemets, Side::Close, doubled()};
        break;
      case 0x201C:  // closes in German and in careless hands
        return Mark{MarkKind::Double, is_word(before) && !is_word(after) ? Side::Either : Side::Open, one};
      case 0x201E:
      case 0x201F:
        return Mark{MarkKind::Double, Side::Open, one};
      case 0x201D:
        return Mark{MarkKind::Double, opens(before, after) ? Side::Either : Side::Close, one};
      case '"':
        return Mark{MarkKind::Straight, side_of_straight(before, after), one};
      case 0x2039:
        return Mark{MarkKind::SingleGuillemets, Side::Open, one};
      case 0x203A:
        return Mark{MarkKind::SingleGuillemets, Side::Close, one};
      case 0x2018:
        return Mark{MarkKind::Single, Side::Open, one};
      case 0x2019:
        if (!is_word(after) && !is_blank(before)) return Mark{MarkKind::Single, Side::Close, one};
        break;
      case '\'':
        if (after == '\'') return Mark{MarkKind::Straight, side_of_straight(before, peek(at + 2)), doubled()};
        if (opens(before, after) && is_word(after) && before != '\'') return Mark{MarkKind::Single, Side::Open, one};
        if (!is_word(after) && !is_blank(before) && before != 0) return Mark{MarkKind::Single, Side::Close, one};
        break;
      default:
        break;
    }
    return std::nullopt;
  }

  static bool opens(char32_t before, char32_t after) {
    return (before == 0 || is_blank(before) || is_opening_punctuation(before)) && after != 0 && !is_blank(after);
  }

  static Side side_of_straight(char32_t before, char32_t after) {
    const bool open = opens(before, after);
    const bool close = before != 0 && !is_blank(before) && !is_word(after);
    if (open == close) return Side::Either;
    return open ? Side::Open : Side::Close;
  }

  void take(const Mark& mark, bool first) {
    const size_t kind = static_cast<size_t>(mark.kind);
    const bool is_open = open_[kind] > 0;
    if (mark.side == Side::Open || (mark.side == Side::Either && !is_open)) return open(mark);
    if (is_open) return close(mark, mark.kind);
    // “abc" and "abc”: a pair by position.
    const MarkKind other = mark.kind == MarkKind::Straight ? MarkKind::Double : MarkKind::Straight;
    const bool pairs = mark.kind == MarkKind::Straight || mark.kind == MarkKind::Double;
    if (pairs && open_[static_cast<size_t>(other)] > 0) return close(mark, other);
    if (first && mark.kind == MarkKind::Guillemets)
      return open(mark);  // a » that repeats the mark at a paragraph's start
    if (!out_.stray_close && mark.kind != MarkKind::Single) out_.stray_close = mark;
  }

  void open(const Mark& mark) {
    const int32_t parent = stack_.empty() ? kNone : stack_.back();
    size_t& last = last_of_[static_cast<size_t>(mark.kind)];
    if (open_[static_cast<size_t>(mark.kind)] > 0 && out_.stretches[last].next_opening == 0 &&
        !out_.stretches[last].closed) {
      out_.stretches[last].next_opening = mark.span.begin;
    }
    last = out_.stretches.size();
    stack_.push_back(static_cast<int32_t>(out_.stretches.size()));
    ++open_[static_cast<size_t>(mark.kind)];
    out_.stretches.push_back({mark.kind, mark.span, {span_.end, span_.end}, parent, 0, false, false});
  }

  // Requires that a stretch of that kind is open. Those opened inside it and left open were no quotes.
  void close(const Mark& mark, MarkKind kind) {
    while (true) {
      Stretch& top = out_.stretches[stack_.back()];
      stack_.pop_back();
      --open_[static_cast<size_t>(top.kind)];
      if (top.kind == kind) {
        top.close = mark.span;
        top.closed = true;
        return;
      }
      top.dropped = true;
    }
  }

  std::string_view text_;
  ByteSpan span_;
  BlockMarks out_;
  std::vector<int32_t> stack_;
  std::array<int, kKinds> open_{};
  std::array<size_t, kKinds> last_of_{};
};

void settle_unclosed(BlockMarks& marks) {
  for (Stretch& s : marks.stretches) {
    if (s.closed || s.dropped) continue;
    if (s.kind == MarkKind::Single) s.dropped = true;
    if (s.next_opening != 0) s.close = {s.next_opening, s.next_opening};
  }
}

// The stretch that this block leaves open at its end, or none.
Stretch* left_open(BlockMarks& marks) {
  for (auto s = marks.stretches.rbegin(); s != marks.stretches.rend(); ++s) {
    if (!s->closed && !s->dropped) return s->next_opening == 0 ? &*s : nullptr;
  }
  return nullptr;
}

ByteSpan without_padding(std::string_view text, ByteSpan span) {
  while (!span.empty()) {
    const utf8::Decoded c = utf8::decode(text, span.begin);
    if (!is_blank(c.code_point)) break;
    span.begin += c.length;
  }
  while (!span.empty()) {
    uint32_t last = span.end - 1;
    while (last > span.begin && (static_cast<unsigned char>(text[last]) & 0xC0) == 0x80) --last;
    if (!is_blank(utf8::decode(text, last).code_point)) break;
    span.end = last;
  }
  return span;
}

void append(std::string_view text, const BlockMarks& marks, bool continues, std::vector<Marked>& out) {
  std::vector<int32_t> place(marks.stretches.size(), kNone);  // in `out`
  std::vector<int32_t> around;                                // stretches of `out` that may still be open here
  for (size_t i = 0; i < marks.stretches.size(); ++i) {
    const Stretch& s = marks.stretches[i];
    if (s.dropped) continue;
    const ByteSpan outer{s.open.begin, s.close.end};
    while (!around.empty() && out[around.back()].outer.end < outer.end) around.pop_back();
    Marked m;
    m.span = without_padding(text, {s.open.end, std::max(s.open.end, s.close.begin)});
    if (m.span.empty() || around.size() > kMaxDepth) continue;
    m.outer = outer;
    m.kind = s.kind;
    m.depth = static_cast<uint8_t>(around.size());
    m.parent = around.empty() ? kNone : around.back();
    m.closed = s.closed;
    m.continues = continues && i == 0;
    m.block = marks.block;
    around.push_back(static_cast<int32_t>(out.size()));
    out.push_back(m);
  }
}

// A paragraph that begins with a dash, where no other mark is.
std::optional<Marked> dialogue_line(std::string_view text, const text::Block& block, int32_t index) {
  if (block.kind != text::BlockKind::Paragraph || block.span.empty()) return std::nullopt;
  const utf8::Decoded dash = utf8::decode(text, block.span.begin);
  if (!is_dash(dash.code_point)) return std::nullopt;
  const uint32_t begin = block.span.begin + dash.length;
  if (begin >= block.span.end) return std::nullopt;
  const char32_t after = utf8::decode(text, begin).code_point;
  if (!is_blank(after) && (dash.code_point == '-' || !is_word(after))) return std::nullopt;
  const ByteSpan inside = without_padding(text, {begin, block.span.end});
  if (inside.empty()) return std::nullopt;
  Marked m;
  m.span = inside;
  m.outer = block.span;
  m.kind = MarkKind::Dash;
  m.block = index;
  return m;
}

}  // namespace

std::vector<Marked> find_marked(const text::Document& document) {
  std::vector<BlockMarks> blocks;
  for (size_t b = 0; b < document.blocks.size(); ++b) {
    const text::Block& block = document.blocks[b];
    if (!text::is_read(block.kind)) continue;
    blocks.push_back(BlockScanner(document.text, block.span, static_cast<int32_t>(b)).run());
    settle_unclosed(blocks.back());
  }
  std::vector<bool> continues(blocks.size(), false);
  for (size_t b = 0; b < blocks.size(); ++b) {
    Stretch* open = left_open(blocks[b]);
    if (!open || document.blocks[blocks[b].block].kind != text::BlockKind::Paragraph) continue;
    if (b + 1 < blocks.size() && blocks[b + 1].starts_with_mark && !blocks[b + 1].stretches.empty() &&
        blocks[b + 1].stretches.front().kind == open->kind) {
      continues[b + 1] = true;
      continue;
    }
    for (size_t later = b + 1; later < blocks.size() && later <= b + kMaxGap; ++later) {
      const std::optional<Mark>& stray = blocks[later].stray_close;
      const bool opens = !blocks[later].stretches.empty();
      if (stray && stray->kind == open->kind &&
          (!opens || stray->span.begin < blocks[later].stretches.front().open.begin)) {
        open->close = stray->span;
        open->closed = true;
        break;
      }
      if (opens) break;
    }
  }
  std::vector<Marked> out;
  for (size_t b = 0; b < blocks.size(); ++b) {
    const size_t before = out.size();
    append(document.text, blocks[b], continues[b], out);
    const text::Block& block = document.blocks[blocks[b].block];
    if (out.size() > before) continue;
    if (const auto line = dialogue_line(document.text, block, blocks[b].block)) out.push_back(*line);
  }
  return out;
}

}  // namespace depeche::voice
