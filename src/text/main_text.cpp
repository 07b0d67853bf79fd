#include "text/main_text.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <fmt/format.h>
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <unordered_map>

#include "base/toml_file.h"
#include "base/unicode.h"
#include "base/utf8.h"

namespace depeche::text {
namespace {

struct FreeCode {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
using Code = std::unique_ptr<pcre2_code, FreeCode>;

struct Weights {
  double sentence_words = 0, paragraph = 0, fragment = 0, links = 0, link_word = 0, most_links = 0, heading = 0,
         item = 0, report_factor = 0, report_bonus = 0, least = 0;
};
constexpr std::pair<const char*, double Weights::*> kWeights[] = {{"sentence_words", &Weights::sentence_words},
                                                                  {"paragraph", &Weights::paragraph},
                                                                  {"fragment", &Weights::fragment},
                                                                  {"links", &Weights::links},
                                                                  {"link_word", &Weights::link_word},
                                                                  {"most_links", &Weights::most_links},
                                                                  {"heading", &Weights::heading},
                                                                  {"item", &Weights::item},
                                                                  {"report_factor", &Weights::report_factor},
                                                                  {"report_bonus", &Weights::report_bonus},
                                                                  {"least", &Weights::least}};

// A never-box that holds more than this share of a page's prose is no such box: names are used loosely.
constexpr double kMostNever = 0.6;

constexpr std::array<const char*, 4> kNames = {"class", "id", "role", "itemprop"};

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
    words += !blank && !inside;
    inside = !blank;
  }
  return words;
}

// . ! ? or the ellipsis, not within a number or at the beginning.
bool has_sentence_end(std::string_view text) {
  for (size_t at = 1; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '!' || c == '?' || text.substr(at).starts_with("\xE2\x80\xA6")) return true;
    if (c == '.' && (at + 1 == text.size() || text[at + 1] == ' ' || text[at + 1] == '"' || text[at + 1] == '\n' ||
                     (static_cast<unsigned char>(text[at + 1]) & 0x80) != 0))
      return true;
  }
  return false;
}

}  // namespace

struct PageRules::Impl {
  Code never, report;
  Weights weights;

  enum Verdict : uint8_t { kNothing, kNever, kReport };
  using Verdicts = std::unordered_map<std::string, Verdict>;
  Verdict verdict(const HtmlTree& tree, size_t node, Verdicts& known, pcre2_match_data* match) const;
  std::vector<Block> blocks(const HtmlTree& tree, const std::vector<bool>& dropped) const;
  void weigh(Block& block) const;
};

PageRules::PageRules(std::unique_ptr<const Impl> impl) : impl_(std::move(impl)) {}
PageRules::PageRules(PageRules&&) noexcept = default;
PageRules& PageRules::operator=(PageRules&&) noexcept = default;
PageRules::~PageRules() = default;

Result<PageRules> PageRules::load(const std::filesystem::path& file) {
  const toml::table table = DEPECHE_TRY(read_toml(file));
  const auto bad = [&](std::string message, const toml::node* node) {
    return fail(Error::Code::Malformed, std::move(message),
                node ? toml_where(file.string(), node->source()) : Where{file.string()});
  };
  auto impl = std::make_unique<Impl>();
  for (const auto& [name, code] : {std::pair{"never", &impl->never}, std::pair{"report", &impl->report}}) {
    const toml::array* const words = table["words"][name].as_array();
    if (!words || words->empty()) return bad(fmt::format("no list words.{}", name), nullptr);
    std::string pattern;
    for (const toml::node& node : *words) {
      std::string word = node.value_or(std::string());
      const bool open = word.ends_with('*');
      if (open) word.pop_back();
      const bool right = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || c == '-' || c == '_';
      });
      if (!right) return bad("a word is of the letters a to z, - and _, with a * behind or not", &node);
      pattern += (pattern.empty() ? "" : "|") + word + (open ? "[a-z]*" : "");
    }
    pattern = "(?<![a-z])(?:" + pattern + ")(?![a-z])";
    int error = 0;
    size_t at = 0;
    code->reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(), PCRE2_CASELESS, &error, &at,
                              nullptr));
    if (!*code) return bad(fmt::format("words.{} makes no pattern", name), words);
    pcre2_jit_compile(code->get(), PCRE2_JIT_COMPLETE);
  }
  for (const auto& [name, weight] : kWeights) {
    const auto value = table["weights"][name].value<double>();
    if (!value) return bad(fmt::format("no number weights.{}", name), table["weights"][name].node());
    impl->weights.*weight = *value;
  }
  return PageRules(std::move(impl));
}

PageRules::Impl::Verdict PageRules::Impl::verdict(const HtmlTree& tree, size_t node, Verdicts& known,
                                                  pcre2_match_data* match) const {
  std::string names;
  for (const char* const name : kNames) {
    const std::string_view value = tree.attribute(node, name);
    if (!value.empty()) (names += ' ') += value.substr(0, 300);
  }
  if (names.empty()) return kNothing;
  if (const auto at = known.find(names); at != known.end()) return at->second;
  const auto found = [&](const Code& code) {
    return pcre2_match(code.get(), reinterpret_cast<PCRE2_SPTR>(names.data()), names.size(), 0, 0, match, nullptr) > 0;
  };
  const Verdict out = found(never) ? kNever : found(report) ? kReport : kNothing;
  known.emplace(std::move(names), out);
  return out;
}

void PageRules::Impl::weigh(Block& block) const {
  const double share =
      block.characters == 0 ? 0 : static_cast<double>(block.link_characters) / static_cast<double>(block.characters);
  block.mostly_links = share > weights.most_links;
  if (block.mostly_links)
    block.weight = weights.links + weights.link_word * block.words;
  else if (block.tag == HtmlTag::Heading)
    block.weight = weights.heading;
  else if (block.sentence && block.words >= weights.sentence_words)
    block.weight = block.words * (1 - share) + (block.tag == HtmlTag::Paragraph ? weights.paragraph : 0);
  else if (block.tag == HtmlTag::Item)
    block.weight = weights.item;
  else
    block.weight = weights.fragment;
}

std::vector<Block> PageRules::Impl::blocks(const HtmlTree& tree, const std::vector<bool>& dropped) const {
  std::vector<Block> out;
  for (HtmlRun& run : tree.runs(dropped)) {
    Block& block = out.emplace_back(Block{std::move(run)});
    block.tag = tree.nodes()[block.node].tag;
    block.words = count_words(block.text);
    block.sentence = has_sentence_end(block.text);
    weigh(block);
  }
  return out;
}

MainText PageRules::find(const HtmlTree& tree) const {
  const auto& nodes = tree.nodes();
  MainText out;
  if (nodes.empty()) return out;
  const std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> match(pcre2_match_data_create(1, nullptr),
                                                                                  &pcre2_match_data_free);
  // What shows no text is dropped; boxes of a bad name are only where the prose is not in them.
  std::vector<bool> dropped(nodes.size());
  std::vector<uint8_t> verdicts(nodes.size());
  std::vector<size_t> suspects;
  Impl::Verdicts known;
  for (size_t i = 0; i < nodes.size(); ++i) {
    const HtmlTag tag = nodes[i].tag;
    dropped[i] = shows_nothing(tag) || tag == HtmlTag::Caption;
    if (dropped[i] || tag == HtmlTag::Text || tag == HtmlTag::Break) continue;
    verdicts[i] = impl_->verdict(tree, i, known, match.get());
    if (tag == HtmlTag::Boilerplate || verdicts[i] == Impl::kNever) suspects.push_back(i);
  }
  const std::vector<Block> all = impl_->blocks(tree, dropped);
  // prose[i]: of all blocks that begin before node i.
  std::vector<double> prose(nodes.size() + 1);
  const auto sum_up = [&](const std::vector<Block>& blocks, bool only_prose, std::vector<double>& sums) {
    std::fill(sums.begin(), sums.end(), 0.0);
    for (const Block& block : blocks) {
      if (!only_prose || block.weight > 1) sums[block.position + 1] += block.weight;
    }
    for (size_t i = 1; i < sums.size(); ++i) sums[i] += sums[i - 1];
  };
  sum_up(all, true, prose);
  for (const size_t i : suspects) {
    if (prose[nodes[i].end] - prose[i] <= kMostNever * prose.back()) dropped[i] = true;
  }
  std::vector<Block> blocks = impl_->blocks(tree, dropped);
  std::vector<double> sums(nodes.size() + 1);
  sum_up(blocks, false, sums);
  const auto value = [&](size_t node) { return sums[nodes[node].end] - sums[node]; };

  // The smallest of the parts that weigh most.
  double best = -std::numeric_limits<double>::infinity();
  for (size_t i = 0; i < nodes.size(); ++i) {
    const HtmlTag tag = nodes[i].tag;
    if (!is_box(tag) || tag == HtmlTag::Paragraph || tag == HtmlTag::Heading || dropped[i]) {
      if (dropped[i]) i = nodes[i].end - 1;
      continue;
    }
    double weight = value(i);
    if (verdicts[i] == Impl::kReport || tag == HtmlTag::Article || tag == HtmlTag::Main)
      weight = weight * impl_->weights.report_factor + impl_->weights.report_bonus;
    if (weight >= best) {
      best = weight;
      out.node = i;
    }
  }
  if (value(out.node) < impl_->weights.least) return out;

  // Parts inside it that weigh less than nothing are left out: lists of links, strips of buttons.
  const size_t begin = out.node, end = nodes[out.node].end;
  std::vector<bool> kept(blocks.size());
  for (size_t i = begin + 1; i < end; ++i) {
    if (is_box(nodes[i].tag) && nodes[i].tag != HtmlTag::Heading && nodes[i].tag != HtmlTag::Paragraph &&
        value(i) < 2 * impl_->weights.fragment) {
      dropped[i] = true;
    }
  }
  std::vector<size_t> cuts(nodes.size() + 1);  // how many dropped boxes are open at a node
  for (size_t i = 0, until = 0; i < nodes.size(); ++i) {
    if (dropped[i]) until = std::max<size_t>(until, nodes[i].end);
    cuts[i] = i < until;
  }
  const auto inside = [&](const Block& block) {
    return block.position >= begin && block.position < end && cuts[block.position] == 0;
  };
  std::optional<size_t> first, last;  // blocks of prose
  for (size_t b = 0; b < blocks.size(); ++b) {
    kept[b] = inside(blocks[b]);
    if (!kept[b] || blocks[b].weight <= 1) continue;
    if (!first) first = b;
    last = b;
  }
  std::vector<bool> taken(nodes.size());
  // Short sentences beside them belong to the report, too.
  const auto speaks = [&](size_t b) {
    const HtmlTag tag = blocks[b].tag;
    return kept[b] && blocks[b].sentence && blocks[b].link_characters == 0 &&
           (tag == HtmlTag::Paragraph || tag == HtmlTag::Quote);
  };
  while (first && *first > 0 && speaks(*first - 1)) --*first;
  // A crosshead above it, but not the page's title.
  if (first && *first > 0 && kept[*first - 1] && blocks[*first - 1].tag == HtmlTag::Heading &&
      nodes[blocks[*first - 1].node].level > 1)
    --*first;
  while (last && *last + 1 < blocks.size() && speaks(*last + 1)) ++*last;
  for (size_t b = 0; b < blocks.size(); ++b) {
    const Block& block = blocks[b];
    // Before the first sentence stand title, date and author, behind the last one labels.
    if (kept[b] && (block.mostly_links || !first || b < *first || b > *last)) kept[b] = false;
    if (!kept[b]) continue;
    if (!out.text.empty()) out.text += "\n\n";
    out.text += block.text;
    taken[block.position] = true;
  }
  for (const Block& block : all) {
    if (!taken[block.position]) out.left_out.push_back(block.text);
  }
  for (size_t i = begin; i < end; ++i) {
    if (nodes[i].tag == HtmlTag::Caption && cuts[i] == 0) {
      if (std::string caption = tree.text_of(i); !caption.empty()) out.captions.push_back(std::move(caption));
    }
  }
  return out;
}

}  // namespace depeche::text
