#include "serve/coding.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/utf8.h"
#include "text/html_article.h"
#include "text/json_article.h"

namespace depeche::serve {
namespace {

constexpr std::string_view kName = "pasted";

tl::unexpected<Error> refuse(std::string message) { return fail(Error::Code::InvalidArgument, std::move(message)); }

Result<text::Article> of_page(const std::string& html, const text::PageRules* pages) {
  if (!pages) return fail(Error::Code::Unreadable, "the rules for pages are not there");
  auto article = text::read_html(html, *pages, {.file = std::string(kName)});
  if (!article) return refuse(article.error().message);
  return article;
}

Result<text::Article> of_json(const std::string& body, const text::PageRules* pages) {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  if (!json.is_object()) return refuse("the body is no JSON object");
  const auto get = [&](const char* name) {
    const auto at = json.find(name);
    return at != json.end() && at->is_string() ? at->get<std::string>() : std::string();
  };
  const std::string html = get("html");
  if (html.empty()) {
    if (get("text").empty()) return refuse("the object has neither 'text' nor 'html'");
    // As `depeche code` reads it, fields of other names included, so that the record is the same.
    auto article = text::JsonArticleReader().read(body, {.file = std::string(kName)});
    if (!article) return refuse(article.error().message);
    return article;
  }
  text::Article article = DEPECHE_TRY(of_page(html, pages));
  const auto give = [&](std::string text::Article::*member, const char* name) {
    if (std::string value = get(name); !value.empty()) article.*member = std::move(value);
  };
  give(&text::Article::id, "id");
  give(&text::Article::title, "title");
  give(&text::Article::url, "url");
  give(&text::Article::publisher, "publisher");
  give(&text::Article::language, "language");
  give(&text::Article::published, "date");
  give(&text::Article::published, "published");
  return article;
}

}  // namespace

Result<text::Article> read_article(const Request& request, const text::PageRules* pages) {
  const std::string_view header = request.header("content-type");
  const std::string_view type = header.substr(0, header.find_first_of("; "));
  if (const auto bad = utf8::first_invalid(request.body))
    return refuse(fmt::format("the body is not well-formed UTF-8 at byte {}", *bad));
  text::Article article;
  if (type == "application/json") {
    article = DEPECHE_TRY(of_json(request.body, pages));
  } else if (type == "text/html") {
    article = DEPECHE_TRY(of_page(request.body, pages));
  } else if (type == "text/plain") {
    article.text = request.body;
  } else {
    return fail(Error::Code::Unsupported, "send text/plain, text/html or application/json");
  }
  if (article.id.empty()) article.id = std::string(kName);
  if (article.text.find_first_not_of(" \t\r\n") == std::string::npos) return refuse("there is no text");
  return article;
}

}  // namespace depeche::serve
