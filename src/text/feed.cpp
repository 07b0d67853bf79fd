#include "text/feed.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <pugixml.hpp>
#include <sstream>

#include "text/html_tree.h"
#include "text/iso.h"

namespace depeche::text {
namespace {

// The name of an element without its prefix.
std::string_view local(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// The first child element of one of these names, in the order of the names; "content:encoded" before "description".
pugi::xml_node child(const pugi::xml_node& node, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    for (const pugi::xml_node& one : node.children()) {
      if (std::string_view(one.name()) == name || local(one) == name) return one;
    }
  }
  return {};
}

std::string text_of(const pugi::xml_node& node) { return collapsed(node.text().get()); }

// What is inside an element as HTML: its text, or its elements written out (xhtml).
std::string markup_of(const pugi::xml_node& node) {
  if (!node.first_child() || node.first_child().type() != pugi::node_element) return node.text().get();
  std::ostringstream out;
  for (const pugi::xml_node& one : node.children()) one.print(out, "", pugi::format_raw);
  return out.str();
}

std::string plain(const std::string& markup) { return HtmlTree::parse(markup).paragraphs(); }

std::string link_of(const pugi::xml_node& item) {
  std::string other;
  for (const pugi::xml_node& link : item.children()) {
    if (local(link) != "link") continue;
    const std::string href = link.attribute("href").value(), rel = link.attribute("rel").value();
    if (!href.empty() && (rel.empty() || rel == "alternate")) return href;
    if (other.empty()) other = href.empty() ? text_of(link) : "";
  }
  return other;
}

Article item_of(const pugi::xml_node& item, const Article& channel) {
  Article article = channel;
  article.title = plain(markup_of(child(item, {"title"})));
  article.url = link_of(item);
  article.id = text_of(child(item, {"guid", "id"}));
  if (article.id.empty()) article.id = article.url;
  article.published = iso_date(text_of(child(item, {"pubDate", "published", "issued", "dc:date", "date", "updated"})));
  const pugi::xml_node author = child(item, {"dc:creator", "creator", "author"});
  article.author = child(author, {"name"}) ? text_of(child(author, {"name"})) : text_of(author);
  article.text = plain(markup_of(child(item, {"content:encoded", "encoded", "content", "description", "summary"})));
  if (const std::string language = language_code(item.attribute("xml:lang").value()); !language.empty())
    article.language = language;
  return article;
}

}  // namespace

bool looks_like_feed(std::string_view start) {
  for (const std::string_view mark : {"<rss", "<feed", "<rdf:RDF"}) {
    const size_t at = start.find(mark);
    if (at == std::string_view::npos || at > 4096) continue;
    // Nothing but a declaration, comments and processing instructions before it.
    for (size_t i = 0; i < at;) {
      const size_t open = start.find('<', i);
      if (open >= at) return true;
      if (start[open + 1] != '?' && start[open + 1] != '!') return false;
      i = std::min(start.find('>', open), at) + 1;
    }
    return true;
  }
  return false;
}

bool looks_like_json_feed(std::string_view start) {
  return start.substr(0, 4096).find("jsonfeed.org/version") != std::string_view::npos ||
         start.substr(0, 4096).find("jsonfeed.org\\/version") != std::string_view::npos;
}

Result<std::vector<Article>> read_feed(std::string_view utf8, const Where& where) {
  pugi::xml_document document;
  const auto parsed = document.load_buffer(utf8.data(), utf8.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!parsed) {
    Where at = where;
    at.byte = parsed.offset;
    return fail(Error::Code::Malformed, fmt::format("a feed that is no XML: {}", parsed.description()), at);
  }
  const pugi::xml_node root = document.document_element();
  const pugi::xml_node channel = child(root, {"channel"}) ? child(root, {"channel"}) : root;
  Article shared;
  shared.where = where;
  shared.publisher = text_of(child(channel, {"title"}));
  shared.language = language_code(text_of(child(channel, {"language", "dc:language"})));
  if (shared.language.empty()) shared.language = language_code(root.attribute("xml:lang").value());
  std::vector<Article> out;
  // RSS 1.0 has its items beside the channel.
  for (const pugi::xml_node& parent : {channel, root}) {
    for (const pugi::xml_node& item : parent.children()) {
      if (local(item) != "item" && local(item) != "entry") continue;
      Article article = item_of(item, shared);
      if (!article.text.empty()) out.push_back(std::move(article));
    }
    if (channel == root) break;
  }
  if (out.empty()) return fail(Error::Code::Malformed, "a feed without an item that has a text", where);
  return out;
}

Result<std::vector<Article>> read_json_feed(std::string_view utf8, const Where& where) {
  namespace dom = simdjson::dom;
  dom::parser parser;
  dom::element root;
  if (const auto error = parser.parse(utf8.data(), utf8.size()).get(root))
    return fail(Error::Code::Malformed, fmt::format("bad JSON: {}", simdjson::error_message(error)), where);
  const auto text = [](dom::element object, const char* name) -> std::string {
    std::string_view value;
    return object[name].get(value) ? "" : std::string(value);
  };
  dom::array items;
  if (root["items"].get(items)) return fail(Error::Code::Malformed, "a JSON feed without items", where);
  std::vector<Article> out;
  for (const dom::element item : items) {
    Article article;
    article.where = where;
    article.publisher = text(root, "title");
    article.id = text(item, "id");
    article.url = text(item, "url");
    article.title = text(item, "title");
    article.published = iso_date(text(item, "date_published"));
    article.language = language_code(text(item, "language").empty() ? text(root, "language") : text(item, "language"));
    dom::element author;
    if (!item["authors"].at(0).get(author) || !item["author"].get(author)) article.author = text(author, "name");
    article.text = text(item, "content_text");
    if (article.text.empty()) article.text = plain(text(item, "content_html"));
    if (article.text.empty()) article.text = text(item, "summary");
    if (!article.text.empty()) out.push_back(std::move(article));
  }
  if (out.empty()) return fail(Error::Code::Malformed, "a feed without an item that has a text", where);
  return out;
}

}  // namespace depeche::text
