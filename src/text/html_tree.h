// An HTML page as a flat list of nodes in document order: what the search for the main text walks.
//
//   HtmlTree tree = HtmlTree::parse(utf8);
//   for (size_t i = 0; i < tree.nodes().size(); ++i) use(tree.nodes()[i].tag, tree.attribute(i, "class"));
//
// Parsed as browsers do (lexbor). Any bytes make a tree; elements nested deeper than kMaxDepth end it there. Views are
// valid as long as the tree.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace depeche::text {

// What the tree tells apart; other elements count as inline.
enum class HtmlTag : uint8_t {
  Text,
  Inline,
  Link,       // a
  Break,      // br
  Block,      // div, section and other boxes
  Paragraph,  // p
  Heading,    // h1 to h6; HtmlNode::level
  Item,       // li, dt, dd
  List,       // ul, ol, dl
  Quote,      // blockquote
  Preformatted,
  Table,  // table and its rows
  Cell,
  Figure,
  Caption,
  Article,
  Main,
  Header,
  Boilerplate,  // nav, footer, aside, form, menu, dialog
  Hidden,       // script, style, template, head and what else shows no text
  Meta,
  LinkElement,
  Title,
  Time,
  Script,
  Root,  // html
};

struct HtmlNode {
  HtmlTag tag = HtmlTag::Inline;
  uint8_t level = 0;      // of a heading, 1 to 6
  int32_t parent = -1;    // index
  uint32_t end = 0;       // index past the last node below it
  std::string_view text;  // of a text node, entities resolved
  const void* element = nullptr;
};

// A run of text between two box boundaries: "a <b>c</b>", and what a single line break parts.
struct HtmlRun {
  std::string_view text;                       // blanks collapsed, a newline for a line break
  size_t node = 0;                             // the innermost box around it
  size_t position = 0;                         // its first text node
  size_t characters = 0, link_characters = 0;  // without blanks; those in links
};

// Runs and the bytes that their texts lie in.
struct HtmlRuns {
  std::unique_ptr<std::string> bytes;
  std::vector<HtmlRun> runs;
};

class HtmlTree {
 public:
  static HtmlTree parse(std::string_view utf8);
  HtmlTree(HtmlTree&&) noexcept;
  HtmlTree& operator=(HtmlTree&&) noexcept;
  ~HtmlTree();

  static constexpr size_t kMaxDepth = 1000;
  const std::vector<HtmlNode>& nodes() const { return nodes_; }
  // "" where the node has no such attribute; `name` in lower case.
  std::string_view attribute(size_t node, std::string_view name) const;
  // The text below a node, blanks collapsed.
  std::string text_of(size_t node) const;
  // The runs of text in order, without what is below a dropped node (by index). Dropped nodes and `walls` part runs as
  // a box does.
  HtmlRuns runs(const std::vector<char>& dropped, const std::vector<char>& walls = {}) const;
  // All text that it shows: its runs, parted by blank lines.
  std::string paragraphs() const;
  // The page was nested too deep and was read up to there only.
  bool cut() const { return cut_; }

 private:
  HtmlTree();
  struct Document;
  std::unique_ptr<Document> document_;
  std::vector<HtmlNode> nodes_;
  bool cut_ = false;
};

// Begins a line of its own.
bool is_box(HtmlTag tag);
// Scripts, heads and what else shows no text.
bool shows_nothing(HtmlTag tag);

// Text with its runs of blanks made one space, none at its ends.
std::string collapsed(std::string_view text);
// Appends text with its runs of blanks made one space; none at the beginning, nor where `out` ends with one.
void append_collapsed(std::string_view text, std::string& out);

}  // namespace depeche::text
