#include "text/html_tree.h"

#include <lexbor/dom/dom.h>
#include <lexbor/html/html.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "base/unicode.h"
#include "base/utf8.h"

namespace depeche::text {
namespace {

constexpr size_t kChunk = 16 * 1024;  // bytes between looks at how deep the page is

const std::unordered_map<std::string_view, HtmlTag>& tags() {
  using enum HtmlTag;
  static const std::unordered_map<std::string_view, HtmlTag> kTags = {{"a", Link},
                                                                      {"br", Break},
                                                                      {"hr", Block},
                                                                      {"div", Block},
                                                                      {"section", Block},
                                                                      {"address", Block},
                                                                      {"center", Block},
                                                                      {"details", Block},
                                                                      {"summary", Block},
                                                                      {"fieldset", Block},
                                                                      {"hgroup", Block},
                                                                      {"body", Block},
                                                                      {"p", Paragraph},
                                                                      {"h1", Heading},
                                                                      {"h2", Heading},
                                                                      {"h3", Heading},
                                                                      {"h4", Heading},
                                                                      {"h5", Heading},
                                                                      {"h6", Heading},
                                                                      {"li", Item},
                                                                      {"dt", Item},
                                                                      {"dd", Item},
                                                                      {"ul", List},
                                                                      {"ol", List},
                                                                      {"dl", List},
                                                                      {"blockquote", Quote},
                                                                      {"pre", Preformatted},
                                                                      {"table", Table},
                                                                      {"tr", Table},
                                                                      {"tbody", Table},
                                                                      {"thead", Table},
                                                                      {"tfoot", Table},
                                                                      {"td", Cell},
                                                                      {"th", Cell},
                                                                      {"figure", Figure},
                                                                      {"figcaption", Caption},
                                                                      {"caption", Caption},
                                                                      {"article", Article},
                                                                      {"main", Main},
                                                                      {"header", Header},
                                                                      {"nav", Boilerplate},
                                                                      {"footer", Boilerplate},
                                                                      {"aside", Boilerplate},
                                                                      {"form", Boilerplate},
                                                                      {"menu", Boilerplate},
                                                                      {"dialog", Boilerplate},
                                                                      {"script", Script},
                                                                      {"style", Hidden},
                                                                      {"template", Hidden},
                                                                      {"noscript", Hidden},
                                                                      {"head", Hidden},
                                                                      {"svg", Hidden},
                                                                      {"math", Hidden},
                                                                      {"iframe", Hidden},
                                                                      {"object", Hidden},
                                                                      {"embed", Hidden},
                                                                      {"video", Hidden},
                                                                      {"audio", Hidden},
                                                                      {"canvas", Hidden},
                                                                      {"button", Hidden},
                                                                      {"select", Hidden},
                                                                      {"textarea", Hidden},
                                                                      {"input", Hidden},
                                                                      {"label", Hidden},
                                                                      {"option", Hidden},
                                                                      {"map", Hidden},
                                                                      {"img", Hidden},
                                                                      {"meta", Meta},
                                                                      {"link", LinkElement},
                                                                      {"title", Title},
                                                                      {"time", Time},
                                                                      {"html", Root}};
  return kTags;
}

// The tags by lexbor's number of their name.
const std::array<HtmlTag, LXB_TAG__LAST_ENTRY>& tags_by_id() {
  static const auto kById = [] {
    std::array<HtmlTag, LXB_TAG__LAST_ENTRY> out{};
    out.fill(HtmlTag::Inline);
    for (size_t id = 1; id < out.size(); ++id) {
      size_t size = 0;
      const lxb_char_t* const name = lxb_tag_name_by_id(id, &size);
      const auto at = name ? tags().find({reinterpret_cast<const char*>(name), size}) : tags().end();
      if (at != tags().end()) out[id] = at->second;
    }
    return out;
  }();
  return kById;
}

std::string_view view(const lxb_char_t* data, size_t size) { return {reinterpret_cast<const char*>(data), size}; }

constexpr size_t kMostAttributes = 300;  // of an element; more are left out

// The parser compares each attribute of an element with those before it: the time would grow with their square.
struct NextCallback {
  lxb_html_tokenizer_token_f call = nullptr;
  void* context = nullptr;
};
lxb_html_token_t* leave_out_attributes(lxb_html_tokenizer_t* tokenizer, lxb_html_token_t* token, void* context) {
  size_t count = 0;
  for (lxb_html_token_attr_t* attribute = token->attr_first; attribute; attribute = attribute->next) {
    if (++count < kMostAttributes) continue;
    attribute->next = nullptr;
    token->attr_last = attribute;
  }
  const auto* const next = static_cast<const NextCallback*>(context);
  return next->call(tokenizer, token, next->context);
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

// Characters that are no blanks.
size_t visible(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += static_cast<size_t>(!is_blank(c)) & static_cast<size_t>((c & 0xC0) != 0x80);
  return count;
}

// Appends text with its runs of blanks made one space; none at `begin`, nor behind another blank.
void collapse_behind(std::string_view text, size_t begin, std::string& out) {
  for (size_t at = 0; at < text.size();) {
    if (is_blank(text[at])) {
      if (out.size() > begin && out.back() != ' ' && out.back() != '\n') out += ' ';
      ++at;
      continue;
    }
    const size_t from = at;
    // A single space inside is as it shall be.
    while (at < text.size() &&
           (!is_blank(text[at]) || (text[at] == ' ' && at + 1 < text.size() && !is_blank(text[at + 1]))))
      ++at;
    out.append(text, from, at - from);
  }
}

}  // namespace

struct HtmlTree::Document {
  lxb_html_document_t* html = nullptr;
  ~Document() {
    if (html) lxb_html_document_destroy(html);
  }
};

HtmlTree::HtmlTree() : document_(std::make_unique<Document>()) {}
HtmlTree::HtmlTree(HtmlTree&&) noexcept = default;
HtmlTree& HtmlTree::operator=(HtmlTree&&) noexcept = default;
HtmlTree::~HtmlTree() = default;

HtmlTree HtmlTree::parse(std::string_view utf8) {
  HtmlTree out;
  const std::unique_ptr<lxb_html_parser_t, decltype(&lxb_html_parser_destroy)> parser(lxb_html_parser_create(),
                                                                                      &lxb_html_parser_destroy);
  if (!parser || lxb_html_parser_init(parser.get()) != LXB_STATUS_OK) return out;
  out.document_->html = lxb_html_parse_chunk_begin(parser.get());
  if (!out.document_->html) return out;
  lxb_html_tokenizer_t* const tokenizer = lxb_html_parser_tokenizer(parser.get());
  NextCallback next{tokenizer->callback_token_done, tokenizer->callback_token_ctx};
  lxb_html_tokenizer_callback_token_done_set(tokenizer, &leave_out_attributes, &next);
  for (size_t at = 0; at < utf8.size() && !out.cut_; at += kChunk) {
    const std::string_view chunk = utf8.substr(at, kChunk);
    const auto* const bytes = reinterpret_cast<const lxb_char_t*>(chunk.data());
    if (lxb_html_parse_chunk_process(parser.get(), bytes, chunk.size()) != LXB_STATUS_OK) break;
    // The parser looks through the open elements often: deep nesting would take time that grows with its square.
    out.cut_ = lxb_html_parser_tree(parser.get())->open_elements->length > kMaxDepth;
  }
  lxb_html_parse_chunk_end(parser.get());

  const auto& known = tags_by_id();
  const lxb_dom_node_t* const root = lxb_dom_interface_node(out.document_->html);
  const lxb_dom_node_t* node = root->first_child;
  int32_t parent = -1;
  while (node) {
    HtmlNode entry;
    entry.parent = parent;
    bool kept = false, enter = false;
    if (node->type == LXB_DOM_NODE_TYPE_TEXT) {
      const auto* const data = reinterpret_cast<const lxb_dom_character_data_t*>(node);
      entry.tag = HtmlTag::Text;
      entry.text = view(data->data.data, data->data.length);
      kept = true;
    } else if (node->type == LXB_DOM_NODE_TYPE_ELEMENT) {
      if (node->local_name < known.size()) entry.tag = known[node->local_name];
      if (entry.tag == HtmlTag::Heading) entry.level = static_cast<uint8_t>(node->local_name - LXB_TAG_H1 + 1);
      entry.element = node;
      kept = enter = true;
    }
    if (kept) out.nodes_.push_back(entry);
    if (enter && node->first_child) {
      parent = static_cast<int32_t>(out.nodes_.size() - 1);
      node = node->first_child;
      continue;
    }
    if (kept) out.nodes_.back().end = static_cast<uint32_t>(out.nodes_.size());
    while (node && !node->next) {
      node = node->parent;
      if (node == root) node = nullptr;
      if (!node) break;
      out.nodes_[static_cast<size_t>(parent)].end = static_cast<uint32_t>(out.nodes_.size());
      parent = out.nodes_[static_cast<size_t>(parent)].parent;
    }
    if (node) node = node->next;
  }
  return out;
}

std::string_view HtmlTree::attribute(size_t node, std::string_view name) const {
  const void* const element = nodes_[node].element;
  if (!element) return {};
  const lxb_dom_attr_t* attribute = static_cast<const lxb_dom_element_t*>(element)->first_attr;
  for (; attribute; attribute = attribute->next) {
    size_t size = 0;
    const lxb_char_t* const own = lxb_dom_attr_local_name(const_cast<lxb_dom_attr_t*>(attribute), &size);
    if (view(own, size) != name) continue;
    return attribute->value ? view(attribute->value->data, attribute->value->length) : std::string_view();
  }
  return {};
}

std::string HtmlTree::text_of(size_t node) const {
  std::string out;
  for (size_t i = node; i < nodes_[node].end; ++i) {
    if (nodes_[i].tag == HtmlTag::Text)
      append_collapsed(nodes_[i].text, out);
    else if (nodes_[i].tag != HtmlTag::Inline && nodes_[i].tag != HtmlTag::Link)
      append_collapsed(" ", out);
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

HtmlRuns HtmlTree::runs(const std::vector<char>& dropped, const std::vector<char>& walls) const {
  HtmlRuns out;
  out.bytes = std::make_unique<std::string>();
  // Never more than the page's own text, so that it does not move and views of it hold.
  size_t most = 0;
  for (const HtmlNode& node : nodes_) most += node.text.size() + 1;
  std::string& bytes = *out.bytes;
  bytes.reserve(most);
  HtmlRun run;
  size_t begin = 0, link_end = 0;  // of the run's text; of the link around
  std::vector<size_t> open = {0};  // boxes around
  const auto flush = [&] {
    while (bytes.size() > begin && (bytes.back() == ' ' || bytes.back() == '\n')) bytes.pop_back();
    if (bytes.size() > begin) {
      run.text = std::string_view(bytes).substr(begin);
      run.node = open.back();
      out.runs.push_back(run);
      begin = bytes.size();
    }
    run = HtmlRun();
  };
  for (size_t i = 0; i < nodes_.size(); ++i) {
    for (; open.size() > 1 && nodes_[open.back()].end <= i; open.pop_back()) flush();
    const HtmlNode& node = nodes_[i];
    if (dropped[i]) {
      flush();
      i = node.end - 1;
      continue;
    }
    if (node.tag == HtmlTag::Text) {
      if (bytes.size() == begin) run.position = i;
      const size_t letters = visible(node.text);
      collapse_behind(node.text, begin, bytes);
      run.characters += letters;
      if (i < link_end) run.link_characters += letters;
      continue;
    }
    if (node.tag == HtmlTag::Link) link_end = std::max<size_t>(link_end, node.end);
    if (node.tag == HtmlTag::Break) {
      while (bytes.size() > begin && bytes.back() == ' ') bytes.pop_back();
      // Two in a row part paragraphs.
      if (bytes.size() > begin && bytes.back() == '\n')
        flush();
      else if (bytes.size() > begin)
        bytes += '\n';
    } else if (is_box(node.tag) || (!walls.empty() && walls[i])) {
      flush();
      open.push_back(i);
    }
  }
  flush();
  return out;
}

std::string HtmlTree::paragraphs() const {
  std::vector<char> dropped(nodes_.size());
  for (size_t i = 0; i < nodes_.size(); ++i) dropped[i] = shows_nothing(nodes_[i].tag);
  std::string out;
  const HtmlRuns all = runs(dropped);
  for (const HtmlRun& run : all.runs) {
    if (!out.empty()) out += "\n\n";
    out += run.text;
  }
  return out;
}

bool is_box(HtmlTag tag) {
  return tag != HtmlTag::Text && tag != HtmlTag::Inline && tag != HtmlTag::Link && tag != HtmlTag::Time &&
         tag != HtmlTag::Break;
}

bool shows_nothing(HtmlTag tag) {
  return tag == HtmlTag::Hidden || tag == HtmlTag::Script || tag == HtmlTag::Title || tag == HtmlTag::Meta ||
         tag == HtmlTag::LinkElement;
}

std::string collapsed(std::string_view text) {
  std::string out;
  append_collapsed(text, out);
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

void append_collapsed(std::string_view text, std::string& out) { collapse_behind(text, 0, out); }

}  // namespace depeche::text
