// Three passes over the blocks of text: which boxes are named like something else, which part weighs most, and what
// inside it is left out.
#include "text/main_text.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <unordered_set>

#include "text/page_rules.h"

namespace depeche::text {
namespace {

// A box of a bad name that holds more than this share of a page's prose is no such box: names are used loosely.
constexpr double kMostNever = 0.6;
// Of one that is an <article>, <main> or the body; their class names tell what the page is filed under.
constexpr double kMostNeverOfReports = 0.2;
constexpr int kRepeatedWords = 12;  // a block of so many words that comes again is told once

struct Block : HtmlRun {
  int words = 0;
  HtmlTag tag = HtmlTag::Block;
  bool sentence = false;      // has a mark that ends one
  bool mostly_links = false;  // by its letters
  double weight = 0;
};

int count_words(std::string_view text) {
  int words = 0;
  bool inside = false;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n';
    words += static_cast<int>(!blank && !inside);
    inside = !blank;
  }
  return words;
}

// . ! ? or the ellipsis, not within a number or at the beginning.
bool has_sentence_end(std::string_view text) {
  for (size_t at = 1; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '!' || c == '?') return true;
    if (c == '\xE2' && text.substr(at).starts_with("\xE2\x80\xA6")) return true;
    if (c == '.' && (at + 1 == text.size() || text[at + 1] == ' ' || text[at + 1] == '"' || text[at + 1] == '\n' ||
                     (static_cast<unsigned char>(text[at + 1]) & 0x80) != 0))
      return true;
  }
  return false;
}

// One page's search. Indexes are of nodes or, where they say so, of blocks.
class Search {
 public:
  Search(const HtmlTree& tree, const PageRules::Impl& rules)
      : nodes_(tree.nodes()), weights_(rules.weights), names_(rules.names(tree)), kinds_(names_.kinds) {
    std::vector<char> hidden(nodes_.size()), walls(nodes_.size());
    for (size_t i = 0; i < nodes_.size(); ++i) {
      hidden[i] = shows_nothing(nodes_[i].tag);
      if (nodes_[i].tag == HtmlTag::Caption) kinds_[i] = BoxKind::Caption;
      if (nodes_[i].tag == HtmlTag::Boilerplate && kinds_[i] != BoxKind::Foreign) kinds_[i] = BoxKind::Never;
      // Words of a sentence are of the report, whatever they are called.
      if (!is_box(nodes_[i].tag) && is_inside_sentence(i)) kinds_[i] = BoxKind::Nothing;
      walls[i] = kinds_[i] == BoxKind::Foreign || kinds_[i] == BoxKind::Never || kinds_[i] == BoxKind::Caption;
      if (nodes_[i].tag == HtmlTag::Heading && nodes_[i].level == 1 && !title_) title_ = i;
    }
    runs_ = tree.runs(hidden, walls);
    weigh_blocks();
  }

  MainText run() {
    MainText out;
    if (nodes_.empty()) return out;
    choose(/*strict=*/true);
    if (value(best_) < weights_.least) choose(/*strict=*/false);
    const bool none = value(best_) < weights_.least;
    if (none) best_ = 0;
    out.node = best_;
    look_at_lists(out);
    if (none) return out;
    leave_out_lists();
    take(out);
    return out;
  }

 private:
  bool is_inside_sentence(size_t node) const {
    const int32_t parent = nodes_[node].parent;
    if (parent < 0) return false;
    const HtmlTag tag = nodes_[static_cast<size_t>(parent)].tag;
    return tag == HtmlTag::Paragraph || tag == HtmlTag::Quote || tag == HtmlTag::Inline || tag == HtmlTag::Link;
  }

  void weigh(Block& block) const {
    const double share =
        block.characters == 0 ? 0 : static_cast<double>(block.link_characters) / static_cast<double>(block.characters);
    block.mostly_links = share > weights_.most_links;
    if (block.mostly_links)
      block.weight = weights_.links + weights_.link_word * block.words;
    else if (block.tag == HtmlTag::Heading)
      block.weight = weights_.heading;
    else if (block.sentence && block.words >= weights_.sentence_words)
      block.weight = block.words * (1 - share) + (block.tag == HtmlTag::Paragraph ? weights_.paragraph : 0);
    else if (block.tag == HtmlTag::Item)
      block.weight = weights_.item;
    else
      block.weight = weights_.fragment;
  }

  void weigh_blocks() {
    blocks_.reserve(runs_.runs.size());
    for (const HtmlRun& run : runs_.runs) {
      Block& block = blocks_.emplace_back(Block{run});
      block.tag = nodes_[block.node].tag;
      block.words = count_words(block.text);
      block.sentence = has_sentence_end(block.text);
      weigh(block);
    }
    // A short paragraph by itself below a link, and then links again or nothing, presents another article.
    for (size_t b = 1; b < blocks_.size(); ++b) {
      Block& block = blocks_[b];
      if (block.weight <= 1 || block.words > weights_.teaser_words || !blocks_[b - 1].mostly_links) continue;
      if (b + 1 == blocks_.size() || blocks_[b + 1].mostly_links) block.weight = 0;
    }
  }

  // Sums over the blocks that begin before each node.
  void sum_up(bool only_prose, std::vector<double>& sums) const {
    sums.assign(nodes_.size() + 1, 0.0);
    for (const Block& block : blocks_) {
      if (cut(block)) continue;
      if (!only_prose || block.weight > 1) sums[block.position + 1] += block.weight;
    }
    for (size_t i = 1; i < sums.size(); ++i) sums[i] += sums[i - 1];
  }
  bool cut(const Block& block) const { return !cuts_.empty() && cuts_[block.position] != 0; }
  void drop(size_t node) { mark(cuts_, node); }
  void mark(std::vector<char>& nodes, size_t node) const {
    std::fill(nodes.begin() + static_cast<std::ptrdiff_t>(node), nodes.begin() + nodes_[node].end, 1);
  }
  double value(size_t node) const { return sums_[nodes_[node].end] - sums_[node]; }
  bool holds_title(size_t node) const { return title_ && *title_ >= node && *title_ < nodes_[node].end; }

  // The part that weighs most. Strict: comments and the like are never taken, whatever their length; else only captions
  // are left out.
  void choose(bool strict) {
    cuts_.assign(nodes_.size(), 0);
    captions_.assign(nodes_.size(), 0);
    for (size_t i = 0; i < nodes_.size(); ++i) {
      const bool foreign = strict && kinds_[i] == BoxKind::Foreign && !is_frame(i) && !holds_title(i);
      if (!foreign && kinds_[i] != BoxKind::Caption) continue;
      drop(i);
      if (!foreign) mark(captions_, i);
      i = nodes_[i].end - 1;
    }
    std::vector<double> prose;
    sum_up(/*only_prose=*/true, prose);
    for (size_t i = 0; strict && i < nodes_.size(); ++i) {
      if (cuts_[i] != 0 || (kinds_[i] != BoxKind::Never && kinds_[i] != BoxKind::Foreign)) continue;
      const double most = is_frame(i) ? kMostNeverOfReports : kMostNever;
      if (prose[nodes_[i].end] - prose[i] > most * prose.back()) continue;
      drop(i);
      i = nodes_[i].end - 1;
    }
    sum_up(/*only_prose=*/false, sums_);
    // The smallest of the parts that weigh most.
    double most = -std::numeric_limits<double>::infinity();
    for (size_t i = 0; i < nodes_.size(); ++i) {
      const HtmlTag tag = nodes_[i].tag;
      if (cuts_[i] != 0 || !is_box(tag) || tag == HtmlTag::Paragraph || tag == HtmlTag::Heading) continue;
      double weight = value(i);
      if (kinds_[i] == BoxKind::Report || tag == HtmlTag::Article || tag == HtmlTag::Main)
        weight = weight * weights_.report_factor + weights_.report_bonus;
      if (weight < most) continue;
      most = weight;
      best_ = i;
    }
  }

  bool is_frame(size_t node) const {
    const HtmlTag tag = nodes_[node].tag;
    return tag == HtmlTag::Article || tag == HtmlTag::Main || tag == HtmlTag::Root ||
           (tag == HtmlTag::Block && nodes_[node].parent >= 0 &&
            nodes_[static_cast<size_t>(nodes_[node].parent)].tag == HtmlTag::Root);
  }

  // Of the whole part, with what will be left out of it.
  void look_at_lists(MainText& out) const {
    for (size_t i = best_; i < nodes_[best_].end; ++i) out.live_entries += names_.live[i];
    int together = 0;
    std::unordered_set<std::string_view> titles;
    for (const Block& block : blocks_) {
      if (block.position < best_ || block.position >= nodes_[best_].end) continue;
      if (block.mostly_links && block.words >= kTitleWords) titles.insert(block.text);
      together = block.weight > 1 ? together + 1 : block.mostly_links || block.tag == HtmlTag::Heading ? 0 : together;
      out.most_together = std::max(out.most_together, together);
    }
    out.link_titles = static_cast<int>(titles.size());
  }

  // Parts inside that weigh less than nothing: lists of links, strips of buttons.
  void leave_out_lists() {
    for (size_t i = best_ + 1; i < nodes_[best_].end; ++i) {
      if (cuts_[i] != 0 || !is_box(nodes_[i].tag) || nodes_[i].tag == HtmlTag::Heading ||
          nodes_[i].tag == HtmlTag::Paragraph || value(i) >= 2 * weights_.fragment)
        continue;
      drop(i);
      i = nodes_[i].end - 1;
    }
  }

  void take(MainText& out) const {
    std::vector<char> kept(blocks_.size());
    std::optional<size_t> first, last;  // blocks of prose
    for (size_t b = 0; b < blocks_.size(); ++b) {
      const Block& block = blocks_[b];
      kept[b] = block.position >= best_ && block.position < nodes_[best_].end && !cut(block);
      if (!kept[b] || block.weight <= 1) continue;
      if (!first) first = b;
      last = b;
    }
    // Short sentences beside them belong to the report, too.
    const auto speaks = [&](size_t b) {
      const HtmlTag tag = blocks_[b].tag;
      return kept[b] && blocks_[b].sentence && blocks_[b].link_characters == 0 &&
             (tag == HtmlTag::Paragraph || tag == HtmlTag::Quote);
    };
    while (first && *first > 0 && speaks(*first - 1)) --*first;
    // A crosshead above it, but not the page's title.
    if (first && *first > 0 && kept[*first - 1] && blocks_[*first - 1].tag == HtmlTag::Heading &&
        nodes_[blocks_[*first - 1].node].level > 1)
      --*first;
    while (last && *last + 1 < blocks_.size() && speaks(*last + 1)) ++*last;
    if (first) look_above(*first, out);
    std::unordered_set<std::string_view> told;
    for (size_t b = 0; b < blocks_.size(); ++b) {
      const Block& block = blocks_[b];
      // Before the first sentence stand title, date and author, behind the last one labels.
      bool take = kept[b] && !block.mostly_links && first && b >= *first && b <= *last;
      if (take && block.words >= kRepeatedWords) take = told.insert(block.text).second;
      if (!take) {
        out.left_out.emplace_back(block.text);
        const size_t begin = title_ ? std::min(*title_, best_) : best_;
        if (first && captions_[block.position] && block.position >= begin && block.position < nodes_[best_].end)
          out.captions.emplace_back(block.text);
        continue;
      }
      if (!out.text.empty()) out.text += "\n\n";
      if (block.tag == HtmlTag::Heading && block.words <= kHeadingWords) out.headings.emplace_back(block.text);
      out.text += block.text;
      out.words += block.words;
    }
  }
  // Short blocks before the text, from the title on; without a title, the last ones.
  void look_above(size_t first, MainText& out) const {
    size_t begin = first > kMostAbove ? first - kMostAbove : 0;
    for (size_t b = begin; b < first; ++b) {
      if (title_ && blocks_[b].position >= *title_ && blocks_[b].position < nodes_[*title_].end) begin = b + 1;
    }
    for (size_t b = begin; b < first; ++b) {
      if (blocks_[b].words <= kMostWordsAbove) out.above.emplace_back(blocks_[b].text);
    }
  }
  static constexpr int kHeadingWords = 30, kTitleWords = 4, kMostWordsAbove = 30;
  static constexpr size_t kMostAbove = 16;

  const std::vector<HtmlNode>& nodes_;
  const Weights& weights_;
  PageRules::Impl::Names names_;
  std::vector<BoxKind>& kinds_;
  std::optional<size_t> title_;  // the first <h1>
  HtmlRuns runs_;
  std::vector<Block> blocks_;
  std::vector<char> cuts_;      // nodes below a dropped one, and it itself
  std::vector<char> captions_;  // likewise of captions
  std::vector<double> sums_;    // of the weights of the blocks that are not cut
  size_t best_ = 0;
};

}  // namespace

MainText PageRules::find(const HtmlTree& tree) const { return Search(tree, *impl_).run(); }

}  // namespace depeche::text
