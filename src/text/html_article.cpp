#include "text/html_article.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <vector>

#include "base/unicode.h"
#include "text/iso.h"

namespace depeche::text {
namespace {

namespace dom = simdjson::dom;

// What a page says of itself, each from the best place that says it.
struct Claims {
  std::string title, published, author, publisher, url, language;
  std::string body;  // the text, where the page tells it twice
  bool is_live = false, is_list = false;
};

void take(std::string& target, std::string_view value) {
  if (target.empty()) target = collapsed(value);
}

void take_date(std::string& target, std::string_view value) {
  if (!target.empty()) return;
  while (!value.empty() && std::isspace(static_cast<unsigned char>(value.front()))) value.remove_prefix(1);
  while (!value.empty() && std::isspace(static_cast<unsigned char>(value.back()))) value.remove_suffix(1);
  target = iso_date(value);
}

// ---- JSON-LD

// Whether a type, or one of a list of types, fits.
template <class Fits>
bool any_type(dom::element type, const Fits& fits) {
  std::string_view name;
  if (!type.get(name)) return fits(name);
  dom::array names;
  if (type.get(names)) return false;
  return std::any_of(names.begin(), names.end(), [&](dom::element one) { return any_type(one, fits); });
}

bool is_article(dom::element type) {
  return any_type(type, [](std::string_view name) {
    return name.find("Article") != std::string_view::npos || name == "BlogPosting" || name == "LiveBlogPosting" ||
           name == "WebPage" || name == "Report";
  });
}

bool names_type(dom::element type, std::string_view wanted) {
  return any_type(type, [&](std::string_view name) { return name == wanted; });
}

// The name of a person or body: a string, an object with a name, or the first of a list.
std::string name_of(dom::element value, int depth = 0) {
  std::string_view text;
  if (!value.get(text)) return std::string(text);
  dom::object object;
  dom::element inner;
  if (!value.get(object)) return depth < 3 && !object["name"].get(inner) ? name_of(inner, depth + 1) : "";
  dom::array list;
  if (value.get(list)) return "";
  std::string out;
  for (const dom::element one : list) {
    const std::string name = depth < 3 ? name_of(one, depth + 1) : "";
    if (!name.empty()) out += (out.empty() ? "" : ", ") + name;
  }
  return out;
}

void read_linked_data(dom::element value, Claims& claims, int depth = 0) {
  if (depth > 4) return;
  dom::array list;
  if (!value.get(list)) {
    for (const dom::element one : list) read_linked_data(one, claims, depth + 1);
    return;
  }
  dom::object object;
  if (value.get(object)) return;
  dom::element part;
  if (!object["@graph"].get(part)) read_linked_data(part, claims, depth + 1);
  if (object["@type"].get(part)) return;
  claims.is_list |= names_type(part, "CollectionPage") || names_type(part, "ItemList");
  if (!is_article(part)) return;
  std::string_view text;
  claims.is_live |= names_type(part, "LiveBlogPosting");
  if (!object["articleBody"].get(text) && text.size() > claims.body.size()) claims.body = text;
  if (!object["headline"].get(text)) take(claims.title, text);
  if (!object["datePublished"].get(text)) take_date(claims.published, text);
  if (!object["inLanguage"].get(text) && claims.language.empty()) claims.language = language_code(text);
  if (!object["author"].get(part)) take(claims.author, name_of(part));
  if (!object["publisher"].get(part)) take(claims.publisher, name_of(part));
}

// ---- meta elements

constexpr std::array kDateNames = {"article:published_time",
                                   "og:article:published_time",
                                   "datepublished",
                                   "date",
                                   "pubdate",
                                   "publishdate",
                                   "publish-date",
                                   "publish_date",
                                   "dc.date",
                                   "dc.date.issued",
                                   "dcterms.date",
                                   "dcterms.created",
                                   "dcterms.issued",
                                   "parsely-pub-date",
                                   "sailthru.date",
                                   "article.published",
                                   "cxenseparse:recs:publishtime",
                                   "originalpublicationdate",
                                   "citation_publication_date"};

void read_meta(const HtmlTree& tree, size_t node, Claims& best, Claims& good) {
  std::string name;
  for (const char* const attribute : {"property", "name", "itemprop"}) {
    if (name.empty()) name = unicode::lower(tree.attribute(node, attribute));
  }
  const std::string_view content = tree.attribute(node, "content");
  if (content.empty()) return;
  if (name == "og:title") take(good.title, content);
  if (name == "og:site_name") take(good.publisher, content);
  if (name == "og:url") take(good.url, content);
  if (name == "og:locale" && good.language.empty()) good.language = language_code(content);
  if (name == "author" || name == "article:author" || name == "dc.creator" || name == "parsely-author") {
    if (content.find("://") == std::string_view::npos) take(good.author, content);
  }
  if (name == "article:published_time") take_date(best.published, content);
  if (std::find(kDateNames.begin(), kDateNames.end(), name) != kDateNames.end()) take_date(good.published, content);
}

// ---- the rest

constexpr int kLeastDataWords = 50;
constexpr size_t kDateline = 120;  // bytes at the beginning of a text

// "/2023/08/15/" or "2023-08-15" in an address.
std::string date_in_url(std::string_view url) {
  const auto digits = [&](size_t at, size_t n) {
    if (at + n > url.size()) return false;
    return std::all_of(url.begin() + static_cast<std::ptrdiff_t>(at), url.begin() + static_cast<std::ptrdiff_t>(at + n),
                       [](unsigned char c) { return std::isdigit(c) != 0; });
  };
  for (size_t at = 0; at + 10 <= url.size(); ++at) {
    const char mark = url[at + 4];
    if ((mark != '/' && mark != '-') || url[at + 7] != mark ||
        (at > 0 && std::isdigit(static_cast<unsigned char>(url[at - 1]))))
      continue;
    if (!digits(at, 4) || !digits(at + 5, 2) || !digits(at + 8, 2) || digits(at + 10, 1)) continue;
    return iso_date(fmt::format("{}-{}-{}", url.substr(at, 4), url.substr(at + 5, 2), url.substr(at + 8, 2)));
  }
  return "";
}

// "Title | Site", "Title - Site": the longer part, where the short one is last or first.
std::string without_site(std::string title) {
  for (const std::string_view mark : {" | ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " - ", " \xC2\xBB ", " :: "}) {
    const size_t at = title.rfind(mark);
    if (at == std::string::npos) continue;
    const size_t behind = title.size() - at - mark.size();
    if (at >= behind) return title.substr(0, at);
  }
  return title;
}

constexpr int kListTitles = 8, kProseTogether = 3, kLiveEntries = 3;

// Many titles in links and never more than a few sentences between them: a page that presents articles.
bool is_list(const MainText& main) { return main.link_titles >= kListTitles && main.most_together < kProseTogether; }

PageKind kind_of(const MainText& main, const Claims& claims, bool live_title) {
  if (claims.is_live || main.live_entries >= kLiveEntries || live_title) return PageKind::Live;
  if (is_list(main) || (claims.is_list && claims.published.empty() && main.most_together < kProseTogether))
    return PageKind::List;
  return PageKind::Article;
}

// The text that the page's data tell, where much of it is not on the page: some pages show it by script alone.
std::string body_of(const Claims& claims, const MainText& main) {
  const auto words = std::count(claims.body.begin(), claims.body.end(), ' ');
  if (words < kLeastDataWords || main.words * 2 > words) return "";
  if (claims.body.find("<p") != std::string::npos) return HtmlTree::parse(claims.body).paragraphs();
  return claims.body;
}

std::string host_of(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return "";
  std::string_view host = url.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#:"));
  if (host.starts_with("www.")) host.remove_prefix(4);
  return std::string(host);
}

// A day that stands below the title, or in the dateline.
std::string visible_day(const MainText& main, const Article& article, const PageRules& rules) {
  for (const std::string& line : main.above) {
    if (std::string day = rules.find_day(line, article.language); !day.empty()) return day;
  }
  return rules.find_day(article.text.substr(0, std::min(kDateline, article.text.find('\n'))), article.language);
}

}  // namespace

bool looks_like_html(std::string_view start) {
  while (true) {
    const size_t first = start.find_first_not_of(" \t\r\n\f");
    if (first == std::string_view::npos) return false;
    start.remove_prefix(first);
    if (start.starts_with("<?xml")) {
      const size_t end = start.find("?>");
      if (end == std::string_view::npos) return false;
      start.remove_prefix(end + 2);
    } else if (start.starts_with("<!--")) {
      const size_t end = start.find("-->");
      if (end == std::string_view::npos) return false;
      start.remove_prefix(end + 3);
    } else {
      break;
    }
  }
  const std::string head = unicode::ascii_lower(start.substr(0, 16));  // bytes of any encoding
  // The elements of the MIME Sniffing Standard (7.1, table of unsafe types), and those that a piece of a page begins
  // with.
  for (const std::string_view mark : {"<!doctype html", "<html",  "<head",  "<body", "<title",   "<meta",    "<script",
                                      "<iframe",        "<style", "<table", "<main", "<article", "<section", "<header",
                                      "<div",           "<font",  "<h1",    "<br",   "<p",       "<a",       "<b"}) {
    if (!std::string_view(head).starts_with(mark)) continue;
    if (head.size() > mark.size() && std::string_view(" \t\r\n\f>/").find(head[mark.size()]) != std::string_view::npos)
      return true;
  }
  return false;
}

std::string declared_encoding(std::string_view bytes) {
  const std::string head = unicode::ascii_lower(bytes.substr(0, 2048));
  for (size_t at = head.find("<meta"); at != std::string::npos; at = head.find("<meta", at + 5)) {
    const std::string_view element = std::string_view(head).substr(at, head.find('>', at) - at);
    const size_t mark = element.find("charset");
    if (mark == std::string_view::npos) continue;
    const size_t begin = element.find_first_not_of(" =\"'", mark + 7);
    if (begin == std::string_view::npos) continue;
    const size_t end = std::min(element.find_first_of(" \"';/>", begin), element.size());
    return std::string(element.substr(begin, end - begin));
  }
  return "";
}

Result<Article> read_html(std::string_view utf8, const PageRules& rules, const Where& where) {
  const HtmlTree tree = HtmlTree::parse(utf8);
  MainText main = rules.find(tree);
  const auto& nodes = tree.nodes();
  Claims best, good, fair;  // JSON-LD; meta; what stands on the page
  std::string heading, language;
  size_t title_at = 0;
  std::string other_time;
  dom::parser json;
  for (size_t i = 0; i < nodes.size(); ++i) {
    switch (nodes[i].tag) {
      case HtmlTag::Root:
        language = language_code(tree.attribute(i, "lang"));
        break;
      case HtmlTag::Meta:
        read_meta(tree, i, best, good);
        break;
      case HtmlTag::LinkElement:
        if (tree.attribute(i, "rel") == "canonical") take(best.url, tree.attribute(i, "href"));
        break;
      case HtmlTag::Title:
        if (fair.title.empty()) fair.title = without_site(tree.text_of(i));
        break;
      case HtmlTag::Heading:
        if (nodes[i].level == 1 && heading.empty() && nodes[i].end <= nodes[main.node].end) {
          heading = tree.text_of(i);
          title_at = i;
        }
        break;
      case HtmlTag::Time:
        // One that stands between title and end of the report is rather the report's than one in a menu.
        if (tree.attribute(i, "itemprop") == "datePublished") take_date(good.published, tree.attribute(i, "datetime"));
        take_date(title_at > 0 && i < nodes[main.node].end ? fair.published : other_time,
                  tree.attribute(i, "datetime"));
        break;
      case HtmlTag::Script:
        if (tree.attribute(i, "type") == "application/ld+json" && i + 1 < nodes[i].end) {
          dom::element root;
          if (!json.parse(nodes[i + 1].text.data(), nodes[i + 1].text.size()).get(root)) read_linked_data(root, best);
        }
        break;
      default:
        if (!nodes[i].element) break;
        if (tree.attribute(i, "itemprop") == "datePublished") {
          take_date(good.published, tree.attribute(i, "content"));
          take_date(good.published, tree.attribute(i, "datetime"));
        }
    }
  }
  if (std::string body = body_of(best, main); !body.empty()) {
    main.text = std::move(body);
    main.headings.clear();
  }
  if (main.text.empty()) {
    return fail(Error::Code::Malformed,
                is_list(main) ? "no report on this page: it lists articles"
                              : "no report on this page: no part of it holds enough sentences",
                where);
  }
  Article article;
  article.where = where;
  article.text = std::move(main.text);
  article.left_out = std::move(main.left_out);
  article.captions = std::move(main.captions);
  article.headings = std::move(main.headings);
  const auto choose = [](std::string& target, std::initializer_list<std::string> values) {
    for (const std::string& value : values) {
      if (target.empty()) target = value;
    }
  };
  choose(article.title, {best.title, heading, good.title, fair.title});
  choose(article.url, {best.url, good.url});
  choose(article.publisher, {best.publisher, good.publisher, host_of(article.url)});
  choose(article.language, {language, best.language, good.language});
  choose(article.author, {best.author, good.author});
  if (title_at == 0) std::swap(fair.published, other_time);
  choose(article.published, {best.published, good.published, fair.published, date_in_url(article.url)});
  if (article.published.empty()) article.published = visible_day(main, article, rules);
  choose(article.published, {other_time});
  article.page_tells_language = true;
  article.kind = kind_of(main, best, rules.is_live_title(article.title));
  if (article.kind == PageKind::Live)
    article.diagnostics.emplace_back("a live report: its parts were written one by one");
  if (article.kind == PageKind::List) article.diagnostics.emplace_back("a page that lists articles, not one report");
  if (tree.cut())
    article.diagnostics.push_back(fmt::format("nested deeper than {}: read up to there", HtmlTree::kMaxDepth));
  return article;
}

}  // namespace depeche::text
